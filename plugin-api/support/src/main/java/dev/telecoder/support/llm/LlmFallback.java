package dev.telecoder.support.llm;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code llm.fallbacks}: a provider that answers if the first cannot. Without an id it is the first provider,
 * with another model.
 *
 * @param provider the id of the provider; null for the first one
 * @param model the model; null for the provider's own choice
 * @param baseUrl where the provider is, without a slash at the end; null where it is usually
 * @param apiKey the key; null if it is no other than usual
 * @since 0.2
 */
@Setting("Another provider or model.")
public record LlmFallback(
        @Setting(value = "The id of the provider; without one, the first provider.",
                examples = "openai") @Nullable String provider,
        @Setting(value = "The model's name.", examples = "gpt-5") @Nullable String model,
        @Setting(value = "Where the provider is, if elsewhere.",
                examples = "https://api.openai.com/v1") @Nullable String baseUrl,
        @Setting(value = "The key, if it is another one.", examples = "${OPENAI_API_KEY}") @Nullable Secret apiKey) {

    /** Checks the address; a key without text is none. */
    public LlmFallback {
        baseUrl = LlmSettings.address(baseUrl, "llm.fallbacks[].base_url");
        apiKey = LlmSettings.given(apiKey);
    }
}
