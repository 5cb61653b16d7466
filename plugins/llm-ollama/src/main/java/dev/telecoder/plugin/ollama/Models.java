package dev.telecoder.plugin.ollama;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmModel;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the server says of its models, and what their names tell. */
final class Models {

    private static final Pattern THINKS = Pattern.compile(
            "(^|/)(deepseek-r1|deepseek-v3\\.[1-9]|qwen3(?!-coder|.*instruct)|qwq|gpt-oss|magistral|cogito|smollm3)");
    private static final Pattern CODES = Pattern.compile("coder|codestral|devstral|gpt-oss|qwen3|glm-4\\.[6-9]");
    private static final Pattern SIZE = Pattern.compile("([\\d.]+)\\s*([BM])", Pattern.CASE_INSENSITIVE);
    private static final int USUAL_CONTEXT = 32_768;

    private Models() {}

    /**
     * A model as the server lists it.
     *
     * @param name its name
     * @param listed what the list says
     * @param shown what the server says when asked for it; {@code NULL} if it was not asked or did not say
     */
    record Found(String name, JsonValue listed, JsonValue shown) {

        boolean can(String ability) {
            return shown.get("capabilities").items().stream().anyMatch(one -> one.text().equals(ability));
        }

        boolean isForChat() {
            return !name.isEmpty() && (shown.get("capabilities").isNull() ? !name.contains("embed")
                    : can("completion"));
        }

        /** In millions of parameters. */
        double size() {
            Matcher matcher = SIZE.matcher(listed.get("details").get("parameter_size").text());
            return !matcher.find() ? 0
                    : Double.parseDouble(matcher.group(1)) * (matcher.group(2).equalsIgnoreCase("B") ? 1_000 : 1);
        }
    }

    /** The best for coding first: what can call tools, what was made for code, what is large. */
    static List<LlmModel> of(List<Found> found, @Nullable Integer numCtx) {
        return found.stream().filter(Found::isForChat)
                .sorted(Comparator.<Found, Boolean>comparing(model -> !model.can("tools"))
                        .thenComparing(model -> !CODES.matcher(model.name()).find())
                        .thenComparing(Comparator.comparingDouble(Found::size).reversed()))
                .map(model -> model(model, numCtx)).toList();
    }

    private static LlmModel model(Found found, @Nullable Integer numCtx) {
        int own = USUAL_CONTEXT;
        for (Map.Entry<String, JsonValue> info : found.shown().get("model_info").members().entrySet()) {
            if (info.getKey().endsWith(".context_length")) {
                own = info.getValue().asInt(own);
            }
        }
        // More than the usual is held only where somebody said that the memory is there.
        int context = Math.min(own, numCtx == null ? USUAL_CONTEXT : numCtx);
        LlmModel.Builder builder = LlmModel.builder(found.name()).contextTokens(context)
                .maxOutputTokens(Math.clamp(context / 4, 1_024, 8_192));
        if (found.can("vision")) {
            builder.seesImages();
        }
        return found.can("thinking") || thinks(found.name()) ? builder.thinks().build() : builder.build();
    }

    static boolean thinks(String name) {
        return THINKS.matcher(name).find();
    }

    /** Whether the model is told how much to think; others are told whether. */
    static boolean thinksByLevel(String name) {
        return name.contains("gpt-oss");
    }
}
