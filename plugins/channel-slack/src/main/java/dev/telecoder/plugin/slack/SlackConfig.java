package dev.telecoder.plugin.slack;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code channels.slack}.
 *
 * @param botToken the app's token in the workspace
 * @param appToken the app's own token, for Socket Mode
 * @param signingSecret what Slack signs with, for the Events API
 * @param apiUrl where the Web API is
 */
@Setting("An app on Slack.")
record SlackConfig(
        @Setting(value = "The app's token in the workspace, which begins with xoxb-.", required = true,
                examples = "${SLACK_BOT_TOKEN}") @Nullable Secret botToken,
        @Setting(value = "The app-level token, which begins with xapp-. With it messages come by Socket Mode.",
                examples = "${SLACK_APP_TOKEN}") @Nullable Secret appToken,
        @Setting("The signing secret, for requests at /hooks/channel-slack/events.") @Nullable Secret signingSecret,
        @Setting(value = "Where the Web API is.",
                examples = "https://slack.com/api") @Nullable String apiUrl) {

    SlackConfig {
        botToken = given(botToken);
        appToken = given(appToken);
        signingSecret = given(signingSecret);
        apiUrl = apiUrl == null ? "https://slack.com/api" : apiUrl.strip().replaceAll("/+$", "");
        if (botToken == null) {
            throw new IllegalArgumentException(
                    "channels.slack.bot_token is missing. It starts with \"xoxb-\" and stands"
                            + " under OAuth & Permissions in the app's settings.");
        }
        if (appToken == null && signingSecret == null) {
            throw new IllegalArgumentException(
                    "channels.slack.app_token is missing. Socket Mode needs it; it starts with"
                            + " \"xapp-\". For the Events API set channels.slack.signing_secret instead.");
        }
        if (!apiUrl.matches("(?i)https?://[^/\\s]+.*")) {
            throw new IllegalArgumentException("channels.slack.api_url is \"" + apiUrl
                    + "\"; it must begin with http:// or https://.");
        }
        String path = URI.create(apiUrl).getPath();
        apiUrl = path == null || path.isEmpty() ? apiUrl + "/api" : apiUrl;
    }

    private static @Nullable Secret given(@Nullable Secret secret) {
        return secret == null || secret.reveal().isBlank() ? null : new Secret(secret.reveal().strip());
    }

    String bot() {
        return botToken == null ? "" : botToken.reveal();
    }

    String url() {
        return String.valueOf(apiUrl);
    }
}
