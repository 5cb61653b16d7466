package dev.telecoder.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telecoder.testkit.FakeDiscord;
import dev.telecoder.testkit.FakeJira;
import dev.telecoder.testkit.FakeLinear;
import dev.telecoder.testkit.FakeSlackSocketMode;
import dev.telecoder.testkit.FakeTelegram;
import dev.telecoder.testkit.FakeWhatsApp;
import java.io.IOException;
import java.util.Map;

/**
 * The six platforms people write on, as the testkit has them, in a process of their own. Whatever is asked over HTTP, it
 * answers how {@code channels} is set to reach them.
 */
final class ChannelPlatforms {

    private ChannelPlatforms() {}

    public static void main(String[] arguments) throws IOException {
        // They listen as long as the process is there.
        Map<String, Object> channels = Map.of(
                "telegram", Map.of("bot_token", FakeTelegram.TOKEN, "api_url", FakeTelegram.start().url()),
                "slack", Map.of("bot_token", FakeSlackSocketMode.BOT_TOKEN, "app_token", FakeSlackSocketMode.APP_TOKEN,
                        "api_url", FakeSlackSocketMode.start().url()),
                "discord", Map.of("bot_token", FakeDiscord.TOKEN, "application_id", "77", "api_url",
                        FakeDiscord.start().url()),
                "whatsapp", Map.of("access_token", FakeWhatsApp.TOKEN, "phone_number_id", FakeWhatsApp.NUMBER,
                        "app_secret", FakeWhatsApp.SECRET, "verify_token", "bench", "api_url",
                        FakeWhatsApp.start().url()),
                "linear", Map.of("api_key", FakeLinear.KEY, "webhook_secret", "bench", "api_url",
                        FakeLinear.start().url()),
                "jira", Map.of("user_email", FakeJira.EMAIL, "api_token", FakeJira.TOKEN, "webhook_secret", "bench",
                        "api_url", FakeJira.start().url()));
        String config = new ObjectMapper().writeValueAsString(channels);
        HttpPeer.serve(request -> HttpPeer.json(config));
    }
}
