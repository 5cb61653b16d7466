package dev.telecoder.plugin.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.FakeLinear;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import dev.telecoder.testkit.TestWebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class LinearChannelTest {

    private static final ChatAddress ISSUE = new ChatAddress("linear", "i1", null);

    private final FakeLinear linear = FakeLinear.start();
    private final LinearChannel channel = channel(FakeLinear.KEY);

    private LinearChannel channel(String key) {
        return new LinearChannel(TestContext.with("api_key", key, "webhook_secret", "s", "api_url", linear.url()));
    }

    @BeforeEach
    void begin() {
        channel.start(new RecordingInbox());
    }

    @AfterEach
    void end() {
        channel.stop();
        linear.close();
    }

    private static TestOutboundMessage message(String markdown) {
        return TestOutboundMessage.of(ISSUE, markdown).withPart(new LinearFormat().render(markdown).getFirst());
    }

    private List<JsonValue> later(String mutation) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (linear.given(mutation).isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return linear.given(mutation);
    }

    @Test
    void saysAMessageOnceAndChangesIt() {
        String first = channel.send(message("**working**")).messageId();
        String again = channel.send(message("**working**")).messageId();
        channel.edit(first, message("done"));

        assertThat(again).isEqualTo(first)
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(linear.given("commentCreate").getFirst().get("input").get("body").text()).isEqualTo("**working**");
        assertThat(linear.given("commentCreate").getFirst().get("input").get("issueId").text()).isEqualTo("i1");
        assertThat(linear.given("commentUpdate").getFirst().get("input").get("body").text()).isEqualTo("done");
    }

    @Test
    void linksThePullRequestToTheIssue() {
        channel.send(message("See https://github.com/myorg/api/pull/12 and [x](https://github.com/myorg/api/pulls)."));

        assertThat(later("attachmentCreate")).singleElement().satisfies(given -> {
            assertThat(given.get("input").get("url").text()).isEqualTo("https://github.com/myorg/api/pull/12");
            assertThat(given.get("input").get("issueId").text()).isEqualTo("i1");
        });
    }

    @Test
    void beginsAnIssueThatWaited() {
        String body = "{\"type\":\"Issue\",\"action\":\"create\",\"webhookTimestamp\":" + System.currentTimeMillis()
                + ",\"data\":{\"id\":\"i1\",\"title\":\"t\",\"creatorId\":\"anna\",\"labels\":[{\"name\":\"telecoder\"}]}}";
        channel.handle(TestWebhookRequest.post(body).withHeader("Linear-Signature",
                Signatures.hmacSha256("s", "", body.getBytes(StandardCharsets.UTF_8))));

        assertThat(later("issueUpdate")).singleElement()
                .satisfies(given -> assertThat(given.get("input").get("stateId").text()).isEqualTo("s1"));
    }

    @Test
    void sendsAFileAsALink() {
        channel.sendFile(ISSUE, new Attachment("fix.patch", "text/x-diff", "--- a".getBytes(StandardCharsets.UTF_8)));

        assertThat(linear.files()).containsExactly("yes:--- a");
        assertThat(linear.given("commentCreate").getFirst().get("input").get("body").text())
                .isEqualTo("[fix.patch](https://uploads.linear.app/1)");
    }

    @Test
    void tellsFailuresApartAndNoKey() {
        assertThatThrownBy(() -> channel("lin_api_wrong").start(new RecordingInbox()))
                .hasMessageContaining("channels.linear.api_key").hasMessageNotContaining("lin_api_wrong")
                .extracting(e -> ((PluginException) e).failure()).isEqualTo(Failure.AUTHENTICATION);
        linear.fail(400, "{\"errors\":[{\"message\":\"slow\",\"extensions\":{\"code\":\"RATELIMITED\"}}]}");
        assertThat(failure().retryAfter()).contains(Duration.ofSeconds(7));
        linear.fail(500, "{}");
        assertThat(failure().failure()).isEqualTo(Failure.UNAVAILABLE);
        linear.fail(200, "{\"errors\":[{\"message\":\"Entity not found\"}]}");
        assertThat(failure().failure()).isEqualTo(Failure.REJECTED);
    }

    private PluginException failure() {
        return catchThrowableOfType(PluginException.class, () -> channel.send(message("a")));
    }
}
