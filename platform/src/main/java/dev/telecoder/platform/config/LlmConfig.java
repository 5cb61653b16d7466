package dev.telecoder.platform.config;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code llm}: which model answers. The provider reads the section too and may know more keys.
 *
 * @param provider the provider's id; without one the host asks each what it finds
 * @param model the model; without one the provider's first
 * @param smallModel the model for small questions; without one {@code model}
 * @param apiKey the key
 * @param baseUrl where the provider is, if elsewhere
 * @param maxOutputTokens the most tokens of an answer
 * @param contextTokens how large request and answer may be together
 * @param thinking how long a model may think
 * @param fallbacks who answers if the first cannot, in order
 */
@Setting("Which model answers. Without the section every provider is asked what it finds: a key in the environment, a local server.")
public record LlmConfig(
        @Setting(value = "The id of the provider; without one, whichever finds a key or a local server.", examples = {
                "anthropic", "openai", "deepseek"}) Optional<String> provider,
        @Setting(value = "The model's name; without one, the provider's best for coding.",
                examples = "claude-sonnet-4-6") Optional<String> model,
        @Setting(value = "The model for small questions; without one, model.",
                examples = "claude-haiku-4-5") Optional<String> smallModel,
        @Setting(value = "The provider's key; without one, the variable in the environment that the provider names.",
                examples = "${ANTHROPIC_API_KEY}") Optional<Secret> apiKey,
        @Setting(
                value = "Where the provider is, if elsewhere: for anthropic without a version path, for openai and compatible servers with /v1.",
                examples = {"https://api.anthropic.com", "http://127.0.0.1:8000/v1"}) Optional<URI> baseUrl,
        @Setting(value = "The most tokens of one answer; without one, 8192 or what the provider tells of the model.",
                min = 1,
                examples = "8192") Optional<Integer> maxOutputTokens,
        @Setting(
                value = "How many tokens request and answer may have together; without one, what is known of the model, and of it no more than 64000 for what was said: more costs and seldom helps.",
                min = 4_000, examples = "200000") Optional<Integer> contextTokens,
        @Setting("How long a model may think before it answers; without one, medium.") Optional<Thinking> thinking,
        @Setting("Who answers if the first cannot, in order.") List<Fallback> fallbacks) {

    /** No model is configured. */
    public static final LlmConfig NONE = new LlmConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), List.of());

    /** How long a model may think. */
    public enum Thinking {
        /** Not at all. */
        NONE,
        /** A little. */
        LOW,
        /** As it would by itself. */
        MEDIUM,
        /** As long as it helps. */
        HIGH
    }

    /** Checks the address. */
    public LlmConfig {
        fallbacks = List.copyOf(fallbacks);
        baseUrl.ifPresent(url -> {
            if (url.getHost() == null || url.getScheme() == null || !url.getScheme().startsWith("http")) {
                throw new IllegalArgumentException(
                        "base_url must be a whole address such as http://127.0.0.1:11434, with http or https");
            }
        });
    }

    /**
     * Another provider or model.
     *
     * @param provider the provider's id; without one the first provider
     * @param model the model
     * @param apiKey the key, if another
     * @param baseUrl where the provider is, if elsewhere
     */
    @Setting("Another provider or model.")
    public record Fallback(
            @Setting(value = "The id of the provider; without one, the first provider.",
                    examples = "openai") Optional<String> provider,
            @Setting(value = "The model's name.", examples = "gpt-5") Optional<String> model,
            @Setting(value = "The key, if it is another one.", examples = "${OPENAI_API_KEY}") Optional<Secret> apiKey,
            @Setting(value = "Where the provider is, if elsewhere.",
                    examples = "https://api.openai.com/v1") Optional<URI> baseUrl) {}
}
