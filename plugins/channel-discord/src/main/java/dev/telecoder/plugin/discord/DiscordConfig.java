package dev.telecoder.plugin.discord;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code channels.discord}.
 *
 * @param botToken the bot's token
 * @param applicationId the application, under which commands are registered
 * @param publicKey what Discord signs interactions with
 * @param apiUrl where the REST API is
 * @param gatewayUrl where the gateway is
 */
@Setting("A bot on Discord.")
record DiscordConfig(
        @Setting(value = "The bot's token, from the page Bot of the developer portal.", required = true,
                examples = "${DISCORD_TOKEN}") @Nullable Secret botToken,
        @Setting(value = "The application's id; without one Discord is asked for it.",
                examples = "1100000000000000000") @Nullable String applicationId,
        @Setting("The application's public key; with it interactions are taken at"
                + " /hooks/channel-discord/interactions.") @Nullable String publicKey,
        @Setting(value = "Where the REST API is, with its version.",
                examples = "https://discord.com/api/v10") @Nullable String apiUrl,
        @Setting(value = "Where the gateway is; without one Discord is asked for it.",
                examples = "wss://gateway.discord.gg") @Nullable String gatewayUrl) {

    DiscordConfig {
        if (botToken == null || botToken.reveal().isBlank()) {
            throw new IllegalArgumentException(
                    "channels.discord.bot_token is missing. It stands on the page Bot of your"
                            + " application in Discord's developer portal.");
        }
        apiUrl = apiUrl == null ? "https://discord.com/api/v10" : apiUrl.strip().replaceAll("/+$", "");
        if (!apiUrl.matches("(?i)https?://[^/\\s]+.*")) {
            throw new IllegalArgumentException("channels.discord.api_url is \"" + apiUrl
                    + "\"; it must begin with http:// or https://.");
        }
        String path = URI.create(apiUrl).getPath();
        apiUrl = path == null || path.isEmpty() ? apiUrl + "/api/v10"
                : path.equals("/api") ? apiUrl + "/v10" : apiUrl;
        gatewayUrl = gatewayUrl == null || gatewayUrl.isBlank() ? null : gatewayUrl.strip().replaceAll("/+$", "");
        if (gatewayUrl != null && !gatewayUrl.matches("(?i)(wss?|https?)://[^/\\s]+.*")) {
            throw new IllegalArgumentException("channels.discord.gateway_url is \"" + gatewayUrl
                    + "\"; it must begin with wss:// or ws://.");
        }
        publicKey = publicKey == null || publicKey.isBlank() ? null : publicKey.strip();
        if (publicKey != null && !publicKey.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(
                    "channels.discord.public_key must be the 64 hexadecimal digits that stand"
                            + " under General Information in Discord's developer portal.");
        }
    }

    String token() {
        return botToken == null ? "" : botToken.reveal().strip();
    }

    String url() {
        return String.valueOf(apiUrl);
    }
}
