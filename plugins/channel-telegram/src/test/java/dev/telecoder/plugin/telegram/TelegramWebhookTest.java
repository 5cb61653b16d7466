package dev.telecoder.plugin.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.testkit.FakeTelegram;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Telegram sends the secret itself, and no signature over what it sends. */
class TelegramWebhookTest {

    private static final String UPDATE = """
            {"update_id":10000,"message":{"date":1441645532,"chat":{"last_name":"Test","id":1111,"type":"private",
            "first_name":"Test"},"message_id":1365,"from":{"last_name":"Test","id":1111,"is_bot":false,
            "first_name":"Test"},"text":"/start"}}""";
    private static final String HEADER = "X-Telegram-Bot-Api-Secret-Token";

    private final FakeTelegram telegram = FakeTelegram.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final TelegramChannel channel = new TelegramChannel(TestContext.with("bot_token", FakeTelegram.TOKEN,
            "api_url", telegram.url(), "mode", "webhook", "webhook_secret", "s3cret"));

    @BeforeEach
    void begin() {
        channel.start(inbox);
    }

    @AfterEach
    void end() {
        channel.stop();
        telegram.close();
    }

    private int post(String body, String secret) {
        return channel.handle(TestWebhookRequest.post(body).withHeader(HEADER, secret)).status();
    }

    @Test
    void takesAnUpdateOnce() {
        assertThat(List.of(post(UPDATE, "s3cret"), post(UPDATE, "s3cret"))).containsOnly(202);

        assertThat(inbox.messages()).singleElement().satisfies(message -> {
            assertThat(message.id()).isEqualTo("1111/1365");
            assertThat(message.text()).isEqualTo("/start");
            assertThat(message.direct()).isTrue();
        });
    }

    @Test
    void refusesAWrongOrMissingSecret() {
        assertThat(post(UPDATE, "other")).isEqualTo(401);
        assertThat(channel.handle(TestWebhookRequest.post(UPDATE)).status()).isEqualTo(401);
        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void answersGarbageWith400() {
        for (String garbage : List.of("", "{", "null", "[]", "\"text\"", "\u0000\ufffd", "{\"update_id\":\"x\"}")) {
            assertThat(post(garbage, "s3cret")).as(garbage).isEqualTo(400);
        }
    }

    @Test
    void wantsASecretAndIsNotThereWhenPolling() {
        TestContext without =
                TestContext.with("bot_token", FakeTelegram.TOKEN, "api_url", telegram.url(), "mode", "webhook");
        TelegramChannel polls =
                new TelegramChannel(TestContext.with("bot_token", FakeTelegram.TOKEN, "api_url", telegram.url()));

        assertThatThrownBy(() -> new TelegramChannel(without))
                .hasMessageContaining("channels.telegram.webhook_secret");
        assertThat(polls.handle(TestWebhookRequest.post(UPDATE)).status()).isEqualTo(404);
    }
}
