package dev.telecoder.plugin.telegram;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code channels.telegram}.
 *
 * @param botToken the bot's token
 * @param apiUrl where the Bot API is
 * @param mode how messages arrive
 * @param webhookSecret what Telegram sends along with each update
 */
@Setting("A bot on Telegram.")
record TelegramConfig(
        @Setting(value = "The bot's token, from @BotFather.", required = true,
                examples = "${TELEGRAM_TOKEN}") @Nullable Secret botToken,
        @Setting(value = "Where the Bot API is; a server of your own may stand here.",
                examples = "https://api.telegram.org") @Nullable String apiUrl,
        @Setting("How messages arrive: by asking for them, or at /hooks/channel-telegram/updates.") @Nullable Mode mode,
        @Setting("The secret_token the webhook was set with; mode webhook needs it.") @Nullable Secret webhookSecret) {

    /** How messages arrive. */
    enum Mode {
        POLLING, WEBHOOK
    }

    TelegramConfig {
        if (botToken == null || botToken.reveal().isBlank()) {
            throw new IllegalArgumentException(
                    "channels.telegram.bot_token is missing. @BotFather gives it; it looks like 12345:ABC-DEF.");
        }
        mode = mode == null ? Mode.POLLING : mode;
        apiUrl = apiUrl == null ? "https://api.telegram.org" : apiUrl.strip().replaceAll("/+$", "");
        if (!apiUrl.matches("(?i)https?://[^/\\s]+.*")) {
            throw new IllegalArgumentException("channels.telegram.api_url is \"" + apiUrl
                    + "\"; it must begin with http:// or https://.");
        }
        URI.create(apiUrl);
        if (mode == Mode.WEBHOOK && (webhookSecret == null || webhookSecret.reveal().isBlank())) {
            throw new IllegalArgumentException("channels.telegram.webhook_secret is missing. With mode webhook it must"
                    + " be the secret_token that the webhook was set with.");
        }
    }

    String token() {
        return String.valueOf(botToken == null ? null : botToken.reveal().strip());
    }

    String url() {
        return String.valueOf(apiUrl);
    }
}
