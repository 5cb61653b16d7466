package dev.telecoder.plugin.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.http.WebhookHandler.Response;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.FakeSlackSocketMode;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlackEventsTest extends WebhookHandlerContract {

    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final Instant NOW = Instant.ofEpochSecond(1_531_420_618);

    private final FakeSlackSocketMode slack = FakeSlackSocketMode.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final ManualClock clock = ManualClock.at(NOW);
    private final SlackChannel channel = new SlackChannel(TestContext.with("bot_token", FakeSlackSocketMode.BOT_TOKEN,
            "signing_secret", SECRET, "api_url", slack.url()).withClock(clock));

    @BeforeEach
    void begin() {
        channel.start(inbox);
    }

    @AfterEach
    void end() {
        channel.stop();
        slack.close();
    }

    @Override
    protected WebhookHandler handler() {
        return channel;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"token":"x","team_id":"T1","type":"event_callback","event_id":"Ev1","event":{"type":"app_mention",
                "text":"<@UBOT> hey &lt;b&gt; <https://x.y|x> <@U2|bert>","user":"U1","ts":"1605853844.000800",
                "channel":"C111"}}""");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-Slack-Request-Timestamp", "1531420618").withHeader("X-Slack-Signature",
                "v0=" + Signatures.hmacSha256(SECRET, "v0:1531420618:", request.body()));
    }

    @Override
    protected int effects() {
        return inbox.messages().size();
    }

    @Test
    void acceptsThePublishedSignature() {
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskX"
                + "aIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        TestWebhookRequest request = TestWebhookRequest.post(body)
                .withHeader("content-type", "application/x-www-form-urlencoded")
                .withHeader("X-Slack-Request-Timestamp", "1531420618").withHeader("X-Slack-Signature",
                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");

        assertThat(channel.handle(request).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(6));
        assertThat(channel.handle(request).status()).as("a recorded one").isEqualTo(401);

        assertThat(inbox.messages()).singleElement().satisfies(message -> {
            assertThat(message.text()).isEqualTo("/help");
            assertThat(message.address().chat()).isEqualTo("G8PSS9T3V");
        });
    }

    @Test
    void answersTheHandshake() {
        Response answer = channel.handle(signed(
                TestWebhookRequest
                        .post("{\"token\":\"x\",\"challenge\":\"3eZbrw1aB\",\"type\":\"url_verification\"}")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("3eZbrw1aB");
    }

    @Test
    void readsWhatWasSaid() {
        channel.handle(signed(delivery()));

        assertThat(inbox.messages().getFirst().text()).isEqualTo("hey <b> [x](https://x.y) @bert");
    }

    @Test
    void takesAPress() {
        String payload =
                """
                {"type":"block_actions","user":{"id":"U1"},"container":{"type":"message","message_ts":"1.2","channel_id":"C1",
                "thread_ts":"1.1"},"actions":[{"type":"button","action_id":"choice-0","value":"deny","action_ts":"3.4"}]}""";
        TestWebhookRequest press = TestWebhookRequest
                .post("payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8))
                .withHeader("content-type", "application/x-www-form-urlencoded");

        assertThat(channel.handle(signed(press)).status()).isEqualTo(200);

        assertThat(inbox.messages().getFirst().picked()).hasValueSatisfying(picked -> {
            assertThat(picked.messageId()).isEqualTo("C1/1.2");
            assertThat(picked.choiceId()).isEqualTo("deny");
        });
        assertThat(inbox.messages().getFirst().address().thread()).isEqualTo("1.1");
    }
}
