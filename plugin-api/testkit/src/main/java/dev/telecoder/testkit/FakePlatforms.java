package dev.telecoder.testkit;

import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * All the platforms of this package at once, for tests of a whole host: it gets {@link #settings} as its {@code channels}.
 * Safe for many threads.
 *
 * @since 1.0
 */
public final class FakePlatforms implements AutoCloseable {

    private final List<AutoCloseable> open = new ArrayList<>();
    private final JsonValue settings;

    private FakePlatforms() {
        FakeTelegram telegram = opened(FakeTelegram.start());
        FakeSlackSocketMode slack = opened(FakeSlackSocketMode.start());
        FakeDiscord discord = opened(FakeDiscord.start());
        FakeWhatsApp whatsApp = opened(FakeWhatsApp.start());
        FakeLinear linear = opened(FakeLinear.start());
        FakeJira jira = opened(FakeJira.start());
        settings = JsonValue.object()
                .put("telegram", at(telegram.url()).put("bot_token", FakeTelegram.TOKEN).build())
                .put("slack", at(slack.url()).put("bot_token", FakeSlackSocketMode.BOT_TOKEN)
                        .put("app_token", FakeSlackSocketMode.APP_TOKEN).build())
                .put("discord", at(discord.url()).put("bot_token", FakeDiscord.TOKEN).put("application_id", "77")
                        .build())
                .put("whatsapp", at(whatsApp.url()).put("access_token", FakeWhatsApp.TOKEN)
                        .put("phone_number_id", FakeWhatsApp.NUMBER).put("app_secret", FakeWhatsApp.SECRET)
                        .put("verify_token", "verify").build())
                .put("linear", at(linear.url()).put("api_key", FakeLinear.KEY).put("webhook_secret", "secret").build())
                .put("jira", at(jira.url()).put("user_email", FakeJira.EMAIL).put("api_token", FakeJira.TOKEN)
                        .put("webhook_secret", "secret").build())
                .build();
    }

    /** {@return running ones} */
    public static FakePlatforms start() {
        return new FakePlatforms();
    }

    private <T extends AutoCloseable> T opened(T platform) {
        open.add(platform);
        return platform;
    }

    private static JsonValue.ObjectBuilder at(URI url) {
        return JsonValue.object().put("api_url", url.toString());
    }

    /** {@return how {@code channels} is set to reach them, a section for each} */
    public JsonValue settings() {
        return settings;
    }

    @Override
    public void close() {
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException("A platform did not end.", e);
            }
        }
    }
}
