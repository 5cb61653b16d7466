package dev.telecoder.plugin.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.FakeJira;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import dev.telecoder.testkit.TestWebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class JiraChannelTest {

    private static final ChatAddress ISSUE = new ChatAddress("jira", "10040", null);

    private final FakeJira jira = FakeJira.start();
    private final JiraChannel cloud = new JiraChannel(TestContext.with("api_url", jira.url(), "user_email", "t@e.org",
            "api_token", "token-1", "webhook_secret", "s"));
    private final JiraChannel server = new JiraChannel(
            TestContext.with("api_url", jira.url(), "api_token", "token-1", "deployment", "server"));

    @AfterEach
    void end() {
        cloud.stop();
        server.stop();
        jira.close();
    }

    private static TestOutboundMessage message(String markdown) {
        return TestOutboundMessage.of(ISSUE, markdown).withPart(new JiraFormat().render(markdown).getFirst());
    }

    @Test
    void saysDocumentsOnCloudAndWikiTextOnAServer() {
        cloud.start(new RecordingInbox());
        server.start(new RecordingInbox());

        String id = cloud.send(message("**done**")).messageId();
        cloud.edit(id, message("changed"));
        server.send(message("**done**"));

        assertThat(id).isEqualTo("10040/7");
        assertThat(jira.bodies("POST", "/rest/api/3/issue/10040/comment")).singleElement()
                .satisfies(body -> assertThat(body).contains("\"strong\""));
        assertThat(jira.bodies("PUT", "/rest/api/3/issue/10040/comment/7")).hasSize(1);
        assertThat(jira.bodies("POST", "/rest/api/2/issue/10040/comment")).containsExactly("{\"body\":\"{*}done{*}\"}");
    }

    @Test
    void beginsAnIssueThatWaited() {
        cloud.start(new RecordingInbox());
        String body =
                "{\"timestamp\":1,\"webhookEvent\":\"jira:issue_created\",\"issue\":{\"id\":\"10040\",\"fields\":{"
                        + "\"summary\":\"t\",\"labels\":[\"telecoder\"],\"creator\":{\"accountId\":\"anna\"}}}}";

        cloud.handle(TestWebhookRequest.post(body).withHeader("X-Hub-Signature",
                "sha256=" + Signatures.hmacSha256("s", "", body.getBytes(StandardCharsets.UTF_8))));

        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (jira.bodies("POST", "/transitions").isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(jira.bodies("POST", "/transitions")).containsExactly("{\"transition\":{\"id\":\"21\"}}");
    }

    @Test
    void attachesFiles() {
        cloud.start(new RecordingInbox());

        assertThat(cloud.sendFile(ISSUE,
                new Attachment("fix.patch", "text/x-diff", "--- a".getBytes(StandardCharsets.UTF_8))).messageId())
                .isEqualTo("10040/file-55");
        assertThat(jira.bodies("POST", "/attachments").getFirst()).contains("fix.patch", "--- a");
    }

    @Test
    void tellsFailuresApartAndNoToken() {
        JiraChannel wrong = new JiraChannel(
                TestContext.with("api_url", jira.url(), "user_email", "t@e.org", "api_token", "token-wrong"));

        assertThatThrownBy(() -> wrong.start(new RecordingInbox())).hasMessageContaining("channels.jira.api_token")
                .hasMessageNotContaining("token-wrong")
                .extracting(e -> ((PluginException) e).failure()).isEqualTo(Failure.AUTHENTICATION);
        jira.fail(429);
        assertThat(failure().retryAfter()).contains(Duration.ofSeconds(7));
        jira.fail(503);
        assertThat(failure().failure()).isEqualTo(Failure.UNAVAILABLE);
        jira.fail(400);
        assertThat(failure().failure()).isEqualTo(Failure.REJECTED);
    }

    private PluginException failure() {
        return catchThrowableOfType(PluginException.class, () -> cloud.send(message("a")));
    }

    @Test
    void wantsAnAddressOnCloudOnly() {
        assertThatThrownBy(() -> new JiraChannel(TestContext.with("api_url", jira.url(), "api_token", "t")))
                .hasMessageContaining("channels.jira.user_email");
    }
}
