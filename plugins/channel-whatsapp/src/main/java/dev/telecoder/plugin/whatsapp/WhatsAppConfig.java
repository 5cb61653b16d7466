package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code channels.whatsapp}.
 *
 * @param accessToken the token of a system user
 * @param phoneNumberId the id of the number, which is not the number
 * @param appSecret what Meta signs with
 * @param verifyToken what Meta shows when the webhook is set
 * @param apiUrl where the Graph API is
 * @param template the message template for people who have not written for a day
 * @param templateLanguage the language of the template
 */
@Setting("A business number on WhatsApp, by the Cloud API.")
record WhatsAppConfig(
        @Setting(value = "The token of a system user with whatsapp_business_messaging.", required = true,
                examples = "${WHATSAPP_TOKEN}") @Nullable Secret accessToken,
        @Setting(value = "The id of the phone number, which is not the number itself.", required = true,
                examples = "102290129340398") @Nullable String phoneNumberId,
        @Setting("The app's secret, for requests at /hooks/channel-whatsapp/events.") @Nullable Secret appSecret,
        @Setting("The verify token that the webhook is set with in Meta's dashboard.") @Nullable Secret verifyToken,
        @Setting(value = "Where the Graph API is.",
                examples = "https://graph.facebook.com/v23.0") @Nullable String apiUrl,
        @Setting("An approved template with one parameter in its body, sent to people who have not written for 24 hours:"
                + " WhatsApp takes nothing else then.") @Nullable String template,
        @Setting(value = "The language of the template.", examples = "en_US") @Nullable String templateLanguage) {

    private static final String VERSION = "/v23.0";

    WhatsAppConfig {
        accessToken = given(accessToken);
        appSecret = given(appSecret);
        verifyToken = given(verifyToken);
        template = template == null || template.isBlank() ? null : template.strip();
        templateLanguage = templateLanguage == null ? "en_US" : templateLanguage.strip();
        phoneNumberId = phoneNumberId == null ? "" : phoneNumberId.strip();
        if (accessToken == null) {
            throw new IllegalArgumentException(
                    "channels.whatsapp.access_token is missing. A system user of the business"
                            + " gets one with the right whatsapp_business_messaging.");
        }
        if (!phoneNumberId.matches("\\d{1,32}")) {
            throw new IllegalArgumentException("channels.whatsapp.phone_number_id is \"" + phoneNumberId
                    + "\"; it must be the id that stands below the number in Meta's dashboard, digits only.");
        }
        apiUrl = apiUrl == null ? "https://graph.facebook.com" : apiUrl.strip().replaceAll("/+$", "");
        if (!apiUrl.matches("(?i)https?://[^/\\s]+.*")) {
            throw new IllegalArgumentException("channels.whatsapp.api_url is \"" + apiUrl
                    + "\"; it must begin with http:// or https://.");
        }
        String path = URI.create(apiUrl).getPath();
        apiUrl = path == null || path.isEmpty() ? apiUrl + VERSION : apiUrl;
    }

    private static @Nullable Secret given(@Nullable Secret secret) {
        return secret == null || secret.reveal().isBlank() ? null : new Secret(secret.reveal().strip());
    }

    String token() {
        return accessToken == null ? "" : accessToken.reveal();
    }

    String number() {
        return String.valueOf(phoneNumberId);
    }

    String url() {
        return String.valueOf(apiUrl);
    }
}
