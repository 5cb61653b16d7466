package dev.telecoder.plugin.anthropic;

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
 * @param baseUrl what stands before {@code /v1/messages}; null for the vendor's own
 * @param apiKey the key; null to take it from the environment, or for a proxy that wants none
 * @param fallbacks who answers if the first cannot
 */
@Setting("Which model answers.")
record AnthropicConfig(
        @Setting(value = "The id of the provider; without one, whichever finds a key or a local server.",
                examples = "anthropic") @Nullable String provider,
        @Setting(value = "What stands before /v1/messages.",
                examples = "https://api.anthropic.com") @Nullable String baseUrl,
        @Setting(value = "The provider's key; without one, the variable in the environment that the provider names.",
                examples = "${ANTHROPIC_API_KEY}") @Nullable Secret apiKey,
        @Setting("Who answers if the first cannot, in order.") List<Fallback> fallbacks) {

    AnthropicConfig {
        baseUrl = checked(baseUrl, "llm.base_url");
        apiKey = given(apiKey);
        fallbacks = List.copyOf(fallbacks);
    }

    /** A provider that answers if the first cannot; without an id it is the first one with another model. */
    @Setting("Another provider or model.")
    record Fallback(
            @Setting(value = "The id of the provider; without one, the first provider.",
                    examples = "anthropic") @Nullable String provider,
            @Setting(value = "Where the provider is, if elsewhere.",
                    examples = "https://api.anthropic.com") @Nullable String baseUrl,
            @Setting(value = "The key, if it is another one.",
                    examples = "${ANTHROPIC_API_KEY}") @Nullable Secret apiKey) {

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
        String trimmed = url.strip().replaceAll("(/v1)?/*$", "");
        if (!trimmed.matches("(?i)https?://.*") || !isUri(trimmed)) {
            throw new IllegalArgumentException(setting + " is \"" + url
                    + "\". Expected an address such as \"https://api.anthropic.com\".");
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
    AnthropicConfig of(String id) {
        if (provider == null || provider.equals(id)) {
            return this;
        }
        return fallbacks.stream().filter(fallback -> id.equals(fallback.provider())).findFirst()
                .map(own -> new AnthropicConfig(id, own.baseUrl(), own.apiKey(), List.of()))
                .orElseGet(() -> new AnthropicConfig(provider, null, null, List.of()));
    }
}
