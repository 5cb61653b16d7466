package dev.telecoder.plugin.openai;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.LlmModel;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** What is known of models by their names; OpenAI itself tells only the names. */
final class Models {

    private static final Pattern NO_CHAT = Pattern.compile(
            "embed|whisper|tts|dall-e|moderation|audio|realtime|image|transcribe|search|babbage|davinci|instruct|sora");

    /** The best for coding first. */
    private static final List<Known> KNOWN = List.of(
            new Known("gpt-5[.\\d]*-codex", 400_000, 128_000, true, true),
            new Known("gpt-5[.\\d]*(-pro)?$", 400_000, 128_000, true, true),
            new Known("gpt-5.*", 400_000, 128_000, true, true),
            new Known("o[34].*", 200_000, 100_000, true, true),
            new Known("gpt-4\\.1.*", 1_047_576, 32_768, true, false),
            new Known("gpt-4o.*", 128_000, 16_384, true, false),
            new Known("o1.*", 200_000, 100_000, true, true),
            new Known("deepseek-reasoner.*", 128_000, 64_000, false, true),
            new Known("deepseek.*", 128_000, 8_192, false, false));

    private Models() {}

    static List<LlmModel> of(List<JsonValue> listed) {
        return listed.stream().filter(one -> !name(one).isEmpty() && !NO_CHAT.matcher(name(one)).find())
                .sorted(Comparator.comparingInt(one -> rank(name(one)))).map(Models::model).toList();
    }

    /** Whether the model takes a setting for how long it thinks. */
    static boolean takesEffort(String name) {
        return plain(name).matches("(gpt-5|o[134]).*") && !name.contains("chat");
    }

    /** Whether the model refuses a conversation with encrypted thoughts: those that never think. */
    static boolean refusesThoughts(String name) {
        return plain(name).matches("gpt-[34].*|chatgpt.*|gpt-5[.\\d]*-chat.*");
    }

    private static int rank(String name) {
        int at = 0;
        while (at < KNOWN.size() && !plain(name).matches(KNOWN.get(at).pattern())) {
            at++;
        }
        return at;
    }

    private static String name(JsonValue listed) {
        return listed.get("id").text();
    }

    private static LlmModel model(JsonValue listed) {
        String name = name(listed);
        LlmModel.Builder builder = LlmModel.builder(name);
        int rank = rank(name);
        if (rank < KNOWN.size()) {
            Known known = KNOWN.get(rank);
            builder.contextTokens(known.context()).maxOutputTokens(known.output());
            if (known.images()) {
                builder.seesImages();
            }
            if (known.thinks()) {
                builder.thinks();
            }
        }
        // OpenRouter, vLLM and LM Studio tell how much fits, each with a word of its own.
        for (String word : List.of("context_length", "max_model_len", "max_context_length")) {
            int told = listed.get(word).asInt(0);
            if (told > 0) {
                builder.contextTokens(told);
            }
        }
        int answer = listed.get("top_provider").get("max_completion_tokens").asInt(0);
        if (answer > 0) {
            builder.maxOutputTokens(answer);
        }
        return builder.build();
    }

    /** Routers write the vendor before the name: openai/gpt-4o. */
    private static String plain(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private record Known(String pattern, int context, int output, boolean images, boolean thinks) {}
}
