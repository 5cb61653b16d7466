package dev.telecoder.plugin.gemini;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmModel;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the service says of its models, and what their names tell. */
final class Models {

    private static final Pattern GENERATION = Pattern.compile("gemini-(\\d+)(?:\\.(\\d+))?");
    private static final Pattern NO_CHAT =
            Pattern.compile("embed|tts|image|audio|live|robotics|computer-use|imagen|veo|aqa");
    private static final List<String> FAMILIES = List.of("pro", "flash-lite", "flash");

    private Models() {}

    /** The best for coding first: the larger family, in it the newest, in that what is no preview. */
    static List<LlmModel> of(List<JsonValue> listed) {
        return listed.stream()
                .filter(model -> model.get("supportedGenerationMethods").isNull()
                        || model.get("supportedGenerationMethods").items().stream()
                                .anyMatch(method -> method.text().equals("generateContent")))
                .filter(model -> !name(model).isEmpty() && !NO_CHAT.matcher(name(model)).find())
                .sorted(Comparator.<JsonValue>comparingInt(model -> family(name(model)))
                        .thenComparingInt(model -> -generation(name(model)))
                        .thenComparing(model -> name(model).contains("preview") || name(model).contains("exp"))
                        .thenComparingInt(model -> name(model).length()))
                .map(Models::model).toList();
    }

    private static String name(JsonValue model) {
        return model.get("name").text().replaceFirst("^models/", "");
    }

    private static int family(String name) {
        int at = 0;
        while (at < FAMILIES.size() && !name.contains(FAMILIES.get(at))) {
            at++;
        }
        // Flash comes before its lighter sister, whose name contains it.
        return at == 1 ? 2 : at == 2 ? 1 : at;
    }

    private static LlmModel model(JsonValue listed) {
        String name = name(listed);
        int input = listed.get("inputTokenLimit").asInt(1_048_576);
        int output = listed.get("outputTokenLimit").asInt(8_192);
        LlmModel.Builder builder = LlmModel.builder(name).contextTokens(input).maxOutputTokens(output);
        if (name.startsWith("gemini-")) {
            builder.seesImages();
        }
        return listed.get("thinking").asBoolean(thinks(name)) ? builder.thinks().build() : builder.build();
    }

    static boolean thinks(String name) {
        return generation(name) >= 25;
    }

    /** Whether the model is told a level; older ones want a number of tokens. */
    static boolean thinksByLevel(String name) {
        return generation(name) >= 30;
    }

    /** Whether calls must come back with their signatures. */
    static boolean demandsSignatures(String name) {
        return generation(name) >= 30;
    }

    /** 25 for gemini-2.5-pro; 0 for what is no Gemini; a Gemini without a number, such as gemini-flash-latest, is new. */
    private static int generation(String name) {
        Matcher matcher = GENERATION.matcher(name);
        if (!matcher.find()) {
            return name.contains("gemini-") ? 25 : 0;
        }
        int minor = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return Integer.parseInt(matcher.group(1)) * 10 + minor;
    }
}
