package dev.telecoder.plugin.anthropic;

import dev.telecoder.api.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code llm}. All providers share it, so it may be meant for another one: then only {@code provider} counts.
 *
 * @param provider which provider the section is for; null if the host finds one out
 * @param baseUrl what stands before {@code /v1/messages}; null for the vendor's own
 * @param apiKey the key; null to take it from the environment, or for a proxy that wants none
 */
record AnthropicConfig(@Nullable String provider, @Nullable String baseUrl, @Nullable Secret apiKey) {

    AnthropicConfig {
        if (baseUrl != null) {
            baseUrl = baseUrl.strip().replaceAll("(/v1)?/*$", "");
            if (!baseUrl.matches("(?i)https?://[^\\s/]+.*") || !isUri(baseUrl)) {
                throw new IllegalArgumentException("llm.base_url is \"" + baseUrl
                        + "\". Expected an address such as \"https://api.anthropic.com\".");
            }
        }
        if (apiKey != null && apiKey.reveal().isBlank()) {
            apiKey = null;
        }
    }

    private static boolean isUri(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** The section as the provider of this id reads it: address and key of another provider are none of its business. */
    AnthropicConfig of(String id) {
        return provider == null || provider.equals(id) ? this : new AnthropicConfig(provider, null, null);
    }
}
