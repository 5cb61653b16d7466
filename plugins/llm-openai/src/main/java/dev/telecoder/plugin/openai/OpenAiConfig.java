package dev.telecoder.plugin.openai;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code llm}. All providers share it: the main part may be meant for another one, and this one may be
 * among the fallbacks.
 *
 * @param provider which provider the main part is for; null if the host finds one out
 * @param baseUrl what stands before {@code /chat/completions}; null for the vendor's own
 * @param apiKey the key; null to take it from the environment, or for a server that wants none
 * @param fallbacks who answers if the first cannot
 */
@Setting("Which model answers.")
record OpenAiConfig(
        @Setting(value = "The id of the provider; without one, whichever finds a key or a local server.",
                examples = "openai") @Nullable String provider,
        @Setting(value = "What stands before /chat/completions.",
                examples = "https://api.openai.com/v1") @Nullable String baseUrl,
        @Setting(value = "The provider's key; without one, the variable in the environment that the provider names.",
                examples = "${OPENAI_API_KEY}") @Nullable Secret apiKey,
        @Setting("Who answers if the first cannot, in order.") List<Fallback> fallbacks) {

    OpenAiConfig {
        baseUrl = checked(baseUrl, "llm.base_url");
        apiKey = given(apiKey);
        fallbacks = List.copyOf(fallbacks);
    }

    /** A provider that answers if the first cannot; without an id it is the first one with another model. */
    @Setting("Another provider or model.")
    record Fallback(
            @Setting(value = "The id of the provider; without one, the first provider.",
                    examples = "openai") @Nullable String provider,
            @Setting(value = "Where the provider is, if elsewhere.",
                    examples = "https://api.openai.com/v1") @Nullable String baseUrl,
            @Setting(value = "The key, if it is another one.",
                    examples = "${OPENAI_API_KEY}") @Nullable Secret apiKey) {

        Fallback {
            baseUrl = checked(baseUrl, "llm.fallbacks[].base_url");
            apiKey = given(apiKey);
        }
    }

    private static @Nullable Secret given(@Nullable Secret key) {
        return key == null || key.reveal().isBlank() ? null : key;
    }

    private static @Nullable String checked(@Nullable String url, String setting) {
        if (url == null) {
            return null;
        }
        String trimmed = url.strip().replaceAll("/+$", "");
        if (!trimmed.matches("(?i)https?://.*") || !isUri(trimmed)) {
            throw new IllegalArgumentException(setting + " is \"" + url
                    + "\". Expected an address such as \"https://api.openai.com/v1\".");
        }
        return trimmed;
    }

    private static boolean isUri(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /**
     * The section as the provider of this id reads it: address and key of another provider are none of its business.
     */
    OpenAiConfig of(String id) {
        if (provider == null || provider.equals(id)) {
            return this;
        }
        return fallbacks.stream().filter(fallback -> id.equals(fallback.provider())).findFirst()
                .map(own -> new OpenAiConfig(id, own.baseUrl(), own.apiKey(), List.of()))
                .orElseGet(() -> new OpenAiConfig(provider, null, null, List.of()));
    }
}
