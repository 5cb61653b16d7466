package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.Secret;
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
record AnthropicConfig(@Nullable String provider, @Nullable String baseUrl, @Nullable Secret apiKey,
        List<Fallback> fallbacks) {

    AnthropicConfig {
        baseUrl = checked(baseUrl, "llm.base_url");
        apiKey = given(apiKey);
        fallbacks = List.copyOf(fallbacks);
    }

    /** A provider that answers if the first cannot; without an id it is the first one with another model. */
    record Fallback(@Nullable String provider, @Nullable String baseUrl, @Nullable Secret apiKey) {

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
