package dev.telecoder.plugin.jira;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.FakeJira;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JiraEventsTest extends WebhookHandlerContract {

    private static final String SECRET = "It's a Secret to Everybody";

    private final FakeJira jira = FakeJira.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final JiraChannel channel = new JiraChannel(TestContext.with("api_url", jira.url(), "user_email", "t@e.org",
            "api_token", "token-1", "webhook_secret", SECRET, "trigger_label", "test-label"));

    @BeforeEach
    void begin() {
        channel.start(inbox);
    }

    @AfterEach
    void end() {
        channel.stop();
        jira.close();
    }

    @Override
    protected WebhookHandler handler() {
        return channel;
    }

    private static String comment(String id, String author, String body) {
        return "{\"timestamp\":1550286678321,\"webhookEvent\":\"comment_created\",\"comment\":{\"id\":\"" + id
                + "\",\"author\":{\"accountId\":\"" + author + "\",\"displayName\":\"Anna\"},\"body\":" + body
                + "},\"issue\":{\"id\":\"10040\",\"key\":\"TES-41\",\"fields\":{\"summary\":\"s\"}}}";
    }

    private static String issue(String event, String summary, String label) {
        return "{\"timestamp\":1,\"webhookEvent\":\"jira:issue_" + event
                + "\",\"user\":{\"accountId\":\"bob\"},\"issue\":"
                + "{\"id\":\"10040\",\"fields\":{\"summary\":\"" + summary
                + "\",\"description\":\"It fails.\",\"labels\":[\""
                + label + "\"],\"creator\":{\"accountId\":\"anna\",\"displayName\":\"Anna\"}}}}";
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post(comment("10019", "anna", "\"[~accountid:me] look\""));
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-Hub-Signature", "sha256=" + Signatures.hmacSha256(SECRET, "", request.body()));
    }

    @Override
    protected int effects() {
        return inbox.messages().size();
    }

    private WebhookHandler.Response post(String body) {
        return channel.handle(signed(TestWebhookRequest.post(body)));
    }

    @Test
    void takesThePublishedSignature() {
        TestWebhookRequest request = TestWebhookRequest.post("Hello World!").withHeader("X-Hub-Signature",
                "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9");

        assertThat(channel.handle(request).status()).as("signed rightly, but no event").isEqualTo(400);
        assertThat(channel.handle(request.withBody("Hello world!".getBytes(StandardCharsets.UTF_8))).status())
                .isEqualTo(401);
    }

    @Test
    void saysThatItKnewADelivery() {
        assertThat(channel.handle(signed(delivery())).duplicate()).isFalse();
        assertThat(channel.handle(signed(delivery())).duplicate()).isTrue();
    }

    @Test
    void hearsAnIssueOnceHoweverOftenItIsEdited() {
        post(issue("created", "Broken", "other"));
        assertThat(inbox.messages()).isEmpty();

        post(issue("updated", "Broken", "Test-Label"));
        assertThat(post(issue("updated", "Still broken", "test-label")).duplicate()).isTrue();

        assertThat(inbox.messages()).singleElement().satisfies(message -> {
            assertThat(message.address()).isEqualTo(new ChatAddress("jira", "10040", null));
            assertThat(message.text()).isEqualTo("Broken\n\nIt fails.");
            assertThat(message.sender().id()).isEqualTo("anna");
            assertThat(message.addressedToBot()).isTrue();
            assertThat(message.direct()).isFalse();
        });
    }

    @Test
    void isMeantByAMentionOrByTheLabelAndReadsDocuments() {
        post(comment("1", "anna", "\"[~accountid:me] fix it\""));
        post(comment("2", "anna", "\"just talk\""));
        jira.labels("test-label");
        post(comment("3", "anna", "{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"paragraph\",\"content\":["
                + "{\"type\":\"mention\",\"attrs\":{\"id\":\"me\",\"text\":\"@Tele Coder\"}},"
                + "{\"type\":\"text\",\"text\":\" and now?\"}]}]}"));

        assertThat(inbox.messages()).extracting(InboundMessage::addressedToBot).containsExactly(true, false, true);
        assertThat(inbox.messages()).extracting(InboundMessage::text).containsExactly("fix it", "just talk",
                "and now?");
    }

    @Test
    void hearsNeitherItselfNorOtherEvents() {
        post(comment("1", "me", "\"[~accountid:me] done\""));
        post(comment("2", "anna", "\"[~accountid:me]\"").replace("comment_created", "comment_updated"));
        post(issue("deleted", "x", "test-label"));

        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void isAskedAgainWhenJiraCannotTellTheLabels() {
        jira.fail(500);

        assertThat(post(comment("2", "anna", "\"just talk\"")).status()).isEqualTo(503);
    }

    @Test
    void isNotThereWithoutASecret() {
        JiraChannel without = new JiraChannel(
                TestContext.with("api_url", jira.url(), "user_email", "t@e.org", "api_token", "token-1"));

        assertThat(without.handle(signed(delivery())).status()).isEqualTo(404);
    }

    /** Each recorded webhook of Cloud and of a server is answered. */
    @Test
    void readsRecordedWebhooks() throws IOException {
        for (Path file : ContractFiles.list("jira/webhooks", "")) {
            assertThat(post(Files.readString(file)).status()).as(file.toString()).isEqualTo(202);
        }
        assertThat(inbox.messages()).extracting(message -> message.address().chat()).contains("10040", "10013");
        assertThat(inbox.messages()).extracting(InboundMessage::text)
                .contains("Added a comment with mentioned user [~user]", "unik");
    }
}
