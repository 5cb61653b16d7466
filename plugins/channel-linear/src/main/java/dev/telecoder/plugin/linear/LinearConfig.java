package dev.telecoder.plugin.linear;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code channels.linear}.
 *
 * @param apiKey the key of TeleCoder's own account
 * @param webhookSecret what Linear signs with
 * @param triggerLabel the label that gives an issue to TeleCoder
 * @param apiUrl where the GraphQL API is
 */
@Setting("Issues on Linear.")
record LinearConfig(
        @Setting(value = "The API key of an account of TeleCoder's own: what that account writes is not heard.",
                required = true, examples = "${LINEAR_API_KEY}") @Nullable Secret apiKey,
        @Setting("The webhook's signing secret, for requests at /hooks/channel-linear/events.") @Nullable Secret webhookSecret,
        @Setting(value = "The label that gives an issue to TeleCoder.",
                examples = "telecoder") @Nullable String triggerLabel,
        @Setting(value = "Where the GraphQL API is.",
                examples = "https://api.linear.app/graphql") @Nullable String apiUrl) {

    LinearConfig {
        apiKey = given(apiKey);
        webhookSecret = given(webhookSecret);
        triggerLabel = triggerLabel == null || triggerLabel.isBlank() ? "telecoder" : triggerLabel.strip();
        if (apiKey == null) {
            throw new IllegalArgumentException(
                    "channels.linear.api_key is missing. It stands under Settings, Security &"
                            + " access, Personal API keys, of the account TeleCoder shall use.");
        }
        apiUrl = apiUrl == null ? "https://api.linear.app" : apiUrl.strip().replaceAll("/+$", "");
        if (!apiUrl.matches("(?i)https?://[^/\\s]+.*")) {
            throw new IllegalArgumentException("channels.linear.api_url is \"" + apiUrl
                    + "\"; it must begin with http:// or https://.");
        }
        String path = URI.create(apiUrl).getPath();
        apiUrl = path == null || path.isEmpty() ? apiUrl + "/graphql" : apiUrl;
    }

    private static @Nullable Secret given(@Nullable Secret secret) {
        return secret == null || secret.reveal().isBlank() ? null : new Secret(secret.reveal().strip());
    }

    /** Keys of people stand there as they are, tokens of applications as bearers. */
    String authorization() {
        String key = apiKey == null ? "" : apiKey.reveal();
        return key.startsWith("lin_oauth_") ? "Bearer " + key : key;
    }

    String label() {
        return String.valueOf(triggerLabel);
    }

    String url() {
        return String.valueOf(apiUrl);
    }
}
