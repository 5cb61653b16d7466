package dev.telecoder.support.llm;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code llm} as every provider reads it. All providers share the section: its main part may be meant for
 * another one, and this one may be among the fallbacks. {@link #access} sorts that out. A provider with settings of its own
 * writes a record of its own with these components and more, and makes one of these to ask.
 *
 * @param provider which provider the main part is for; null if the host finds one out
 * @param model the model of the main part; null for the provider's own choice
 * @param baseUrl where the provider is, without a slash at the end; null for the vendor's own address
 * @param apiKey the key; null to take it from the environment, or for a server that wants none
 * @param fallbacks who answers if the first cannot, in order
 * @since 0.2
 */
@Setting("Which model answers.")
public record LlmSettings(
        @Setting(value = "The id of the provider; without one, whichever finds a key or a local server.",
                examples = "anthropic") @Nullable String provider,
        @Setting(value = "The model's name; without one, the provider's best for coding.",
                examples = "claude-sonnet-4-5") @Nullable String model,
        @Setting(
                value = "Where the provider is, if elsewhere: for openai and compatible servers with /v1, for the others"
                        + " without a version path.",
                examples = "http://127.0.0.1:8000/v1") @Nullable String baseUrl,
        @Setting(value = "The provider's key; without one, the variable in the environment that the provider names.",
                examples = "${ANTHROPIC_API_KEY}") @Nullable Secret apiKey,
        @Setting("Who answers if the first cannot, in order.") List<LlmFallback> fallbacks) {

    /** Checks the address, and copies the fallbacks; a key without text is none. */
    public LlmSettings {
        baseUrl = address(baseUrl, "llm.base_url");
        apiKey = given(apiKey);
        fallbacks = List.copyOf(fallbacks);
    }

    /**
     * Where a provider is and with which key, as far as the settings say so.
     *
     * @param baseUrl the address, without a slash at the end; null for the vendor's own
     * @param apiKey the key; null to look for it in the environment
     */
    public record Access(@Nullable String baseUrl, @Nullable Secret apiKey) {

        /**
         * Says what key to use.
         *
         * @param fromEnvironment what the environment has, perhaps nothing or only spaces
         * @return the key of the settings, else that of the environment, else null
         */
        public @Nullable Secret keyOr(@Nullable String fromEnvironment) {
            if (apiKey != null) {
                return apiKey;
            }
            return fromEnvironment == null || fromEnvironment.isBlank() ? null : new Secret(fromEnvironment.strip());
        }
    }

    /**
     * Says where a provider is: address and key that were meant for another one are none of its business.
     *
     * @param id the provider's id
     * @return its access
     */
    public Access access(String id) {
        if (provider == null || provider.equals(id)) {
            return new Access(baseUrl, apiKey);
        }
        return fallbacks.stream().filter(fallback -> id.equals(fallback.provider())).findFirst()
                .map(own -> new Access(own.baseUrl(), own.apiKey())).orElseGet(() -> new Access(null, null));
    }

    /**
     * Says where a provider answers with a model: an entry of the fallbacks may name the same provider at another address.
     *
     * @param id the provider's id
     * @param wanted the model
     * @return the access of the entry that names the model and has an address or a key; else as for {@link #access(String)}
     */
    public Access access(String id, String wanted) {
        boolean first = provider == null || provider.equals(id);
        if (first && wanted.equals(model)) {
            return access(id);
        }
        Optional<LlmFallback> named = fallbacks.stream()
                .filter(entry -> entry.provider() == null ? first : id.equals(entry.provider()))
                .filter(entry -> wanted.equals(entry.model()) && (entry.baseUrl() != null || entry.apiKey() != null))
                .findFirst();
        if (named.isEmpty()) {
            return access(id);
        }
        LlmFallback entry = named.get();
        // A key of its own at the usual address; at another address only its own key, never that of the first.
        return entry.baseUrl() != null || !first ? new Access(entry.baseUrl(), entry.apiKey())
                : new Access(baseUrl, entry.apiKey());
    }

    /**
     * Tells whether the settings name a provider, first or among the fallbacks.
     *
     * @param id the provider's id
     * @return whether they do
     */
    public boolean names(String id) {
        return id.equals(provider) || fallbacks.stream().anyMatch(entry -> id.equals(entry.provider()));
    }

    /**
     * Checks an address.
     *
     * @param url what the file says
     * @param setting the name of the setting, for the message
     * @return the address without a slash at the end; null if the file says nothing
     * @throws IllegalArgumentException if it is no address of the web
     */
    static @Nullable String address(@Nullable String url, String setting) {
        if (url == null) {
            return null;
        }
        String trimmed = url.strip().replaceAll("/+$", "");
        if (!trimmed.matches("(?i)https?://.*") || !hasHost(trimmed)) {
            throw new IllegalArgumentException(setting + " is \"" + url
                    + "\". Expected a whole address such as \"http://127.0.0.1:8000/v1\".");
        }
        return trimmed;
    }

    private static boolean hasHost(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    static @Nullable Secret given(@Nullable Secret key) {
        return key == null || key.reveal().isBlank() ? null : key;
    }
}
