package dev.telecoder.plugin.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.FakeLinear;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinearEventsTest extends WebhookHandlerContract {

    private static final String SECRET = "lin_wh_secret";

    private final FakeLinear linear = FakeLinear.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final ManualClock clock = ManualClock.at(Instant.ofEpochMilli(1_579_783_998_084L));
    private final LinearChannel channel = new LinearChannel(TestContext.with("api_key", FakeLinear.KEY,
            "webhook_secret", SECRET, "trigger_label", "agent", "api_url", linear.url()).withClock(clock));

    @BeforeEach
    void begin() {
        channel.start(inbox);
    }

    @AfterEach
    void end() {
        channel.stop();
        linear.close();
    }

    @Override
    protected WebhookHandler handler() {
        return channel;
    }

    /** The body of Linear's own SDK's test. */
    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"action":"create","data":{"id":"2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9",
                "createdAt":"2020-01-23T12:53:18.084Z","updatedAt":"2020-01-23T12:53:18.084Z","archivedAt":null,
                "body":"Indeed, I think this is definitely an improvement over the previous version.","edited":false,
                "issueId":"539068e2-ae88-4d09-bd75-22eb4a59612f","userId":"aacdca22-6266-4c0a-ab3c-8fa70a26765c"},
                "type":"Comment","createdAt":"2020-01-23T12:53:18.084Z","webhookTimestamp":1579783998084}""");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("Linear-Signature", Signatures.hmacSha256(SECRET, "", request.body()));
    }

    @Override
    protected int effects() {
        return inbox.messages().size();
    }

    private WebhookHandler.Response post(String type, String action, String data) {
        return channel.handle(signed(TestWebhookRequest.post("{\"type\":\"" + type + "\",\"action\":\"" + action
                + "\",\"webhookTimestamp\":1579783998084,\"actor\":{\"id\":\"anna\",\"name\":\"Anna\"},\"data\":" + data
                + "}")));
    }

    private static String comment(String id, String author, String body) {
        return "{\"id\":\"" + id + "\",\"issueId\":\"i1\",\"userId\":\"" + author + "\",\"body\":\"" + body + "\"}";
    }

    private static String issue(String title, String label) {
        return "{\"id\":\"i1\",\"title\":\"" + title + "\",\"description\":\"It fails.\",\"creatorId\":\"anna\","
                + "\"labels\":[{\"id\":\"l\",\"name\":\"" + label + "\"}]}";
    }

    @Test
    void refusesARecordedDelivery() {
        clock.advance(Duration.ofSeconds(61));

        assertThat(channel.handle(signed(delivery())).status()).isEqualTo(401);
        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void saysThatItKnewADelivery() {
        assertThat(channel.handle(signed(delivery())).duplicate()).isFalse();
        assertThat(channel.handle(signed(delivery())).duplicate()).isTrue();
    }

    @Test
    void hearsAnIssueOnceHoweverOftenItIsEdited() {
        assertThat(post("Issue", "create", issue("Broken", "other")).status()).isEqualTo(202);
        assertThat(inbox.messages()).isEmpty();

        post("Issue", "update", issue("Broken", "Agent"));
        boolean edited = post("Issue", "update", issue("Still broken", "Agent")).duplicate();

        assertThat(edited).isTrue();
        assertThat(inbox.messages()).singleElement().satisfies(message -> {
            assertThat(message.address()).isEqualTo(new ChatAddress("linear", "i1", null));
            assertThat(message.text()).isEqualTo("Broken\n\nIt fails.");
            assertThat(message.sender().name()).isEqualTo("Anna");
            assertThat(message.addressedToBot()).isTrue();
            assertThat(message.direct()).isFalse();
        });
    }

    @Test
    void isMeantByItsNameOrByTheLabel() {
        post("Comment", "create", comment("c1", "anna", "@TeleCoder fix it"));
        post("Comment", "create", comment("c2", "anna", "just talk, @telecoderx"));
        linear.labels("agent");
        post("Comment", "create", comment("c3", "anna", "and now?"));

        assertThat(inbox.messages()).extracting(InboundMessage::addressedToBot).containsExactly(true, false, true);
        assertThat(inbox.messages().getFirst().text()).isEqualTo("fix it");
        assertThat(inbox.messages()).extracting(message -> message.address().chat()).containsOnly("i1");
    }

    @Test
    void hearsNeitherItselfNorEditsNorOtherThings() {
        post("Comment", "create", comment("c1", "me", "done @telecoder"));
        post("Comment", "update", comment("c2", "anna", "@telecoder"));
        post("Comment", "create", "{\"id\":\"c3\",\"issueId\":\"i1\",\"userId\":\"x\",\"botActor\":{\"id\":\"b\"},"
                + "\"body\":\"@telecoder\"}");
        post("Reaction", "create", "{\"id\":\"r1\"}");

        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void isAskedAgainWhenLinearCannotTellTheLabels() {
        linear.fail(500, "{}");

        assertThat(channel.handle(signed(delivery())).status()).isEqualTo(503);
        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void isNotThereWithoutASecret() {
        LinearChannel without =
                new LinearChannel(TestContext.with("api_key", FakeLinear.KEY, "api_url", linear.url()));

        assertThat(without.handle(signed(delivery())).status()).isEqualTo(404);
    }
}
