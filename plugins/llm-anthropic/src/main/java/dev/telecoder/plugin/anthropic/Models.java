package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.llm.LlmModel;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known of models by their names; the service itself tells only the names. */
final class Models {

    private static final Pattern GENERATION =
            Pattern.compile("claude-(?:(?:opus|sonnet|haiku|[a-z]+)-)?(\\d)(?:-(\\d)(?!\\d))?");
    private static final List<String> FAMILIES = List.of("opus", "sonnet", "haiku");

    private Models() {}

    /** The best for coding first: the service gives the newest first, which stays the order within a family. */
    static List<LlmModel> of(List<String> names) {
        return names.stream().filter(name -> !name.isEmpty()).sorted(Comparator.comparingInt(Models::family))
                .map(Models::model).toList();
    }

    private static int family(String name) {
        for (int i = 0; i < FAMILIES.size(); i++) {
            if (name.contains(FAMILIES.get(i))) {
                return i;
            }
        }
        return FAMILIES.size();
    }

    private static LlmModel model(String name) {
        int generation = generation(name);
        int output = generation < 35 ? 4_096 : generation < 37 ? 8_192
                : name.contains("opus") && generation < 45 ? 32_000 : 64_000;
        LlmModel.Builder builder = LlmModel.builder(name).contextTokens(200_000).maxOutputTokens(output).seesImages();
        return thinks(name) ? builder.thinks().build() : builder.build();
    }

    static boolean thinks(String name) {
        return generation(name) >= 37;
    }

    /** Whether the model chooses by itself how much to think; older ones want a number of tokens. */
    static boolean thinksAdaptively(String name) {
        return generation(name) >= 46;
    }

    /** 37 for claude-3-7-sonnet, 45 for claude-sonnet-4-5; a name without a number is a new one. */
    private static int generation(String name) {
        Matcher matcher = GENERATION.matcher(name);
        if (!matcher.find()) {
            return 99;
        }
        int minor = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return Integer.parseInt(matcher.group(1)) * 10 + minor;
    }
}
