package dev.telecoder.plugin.openai;

/**
 * A service that speaks Chat Completions, OpenAI also Responses, and how its dialect differs.
 *
 * @param id the value of {@code llm.provider}
 * @param name what people call it
 * @param baseUrl its own address
 * @param keyVariable the environment variable with its key
 * @param takesSchemas whether it takes a JSON Schema for the answer; else it is asked for any JSON
 * @param wantsReasoningBack whether the thoughts before a tool call must come again with it
 * @param takesImages whether it takes images
 */
record Vendor(String id, String name, String baseUrl, String keyVariable, boolean takesSchemas,
        boolean wantsReasoningBack, boolean takesImages) {

    static final Vendor OPENAI =
            new Vendor("openai", "OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY", true, false, true);

    static final Vendor DEEPSEEK =
            new Vendor("deepseek", "DeepSeek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", false, true,
                    false);
}
