package dev.telecoder.platform.config;

import dev.telecoder.api.Secret;
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
 * @param fallbacks who answers if the first cannot, in order
 */
public record LlmConfig(
        Optional<String> provider,
        Optional<String> model,
        Optional<String> smallModel,
        Optional<Secret> apiKey,
        Optional<URI> baseUrl,
        Optional<Integer> maxOutputTokens,
        List<Fallback> fallbacks) {

    /** No model is configured. */
    public static final LlmConfig NONE = new LlmConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            List.of());

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
    public record Fallback(
            Optional<String> provider, Optional<String> model, Optional<Secret> apiKey, Optional<URI> baseUrl) {}
}
