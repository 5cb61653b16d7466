package dev.telecoder.plugin.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.FakeWhatsApp;
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

class WhatsAppEventsTest extends WebhookHandlerContract {

    private final FakeWhatsApp whatsApp = FakeWhatsApp.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final WhatsAppChannel channel = new WhatsAppChannel(TestContext.with("access_token", FakeWhatsApp.TOKEN,
            "phone_number_id", FakeWhatsApp.NUMBER, "app_secret", FakeWhatsApp.SECRET, "verify_token", "shown",
            "api_url", whatsApp.url()));

    @BeforeEach
    void begin() {
        channel.start(inbox);
    }

    @AfterEach
    void end() {
        channel.stop();
        whatsApp.close();
    }

    @Override
    protected WebhookHandler handler() {
        return channel;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post(Posted.text("wamid.1", "hello"));
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return Posted.signed(request);
    }

    @Override
    protected int effects() {
        return inbox.messages().size();
    }

    private static TestWebhookRequest handshake(String mode, String token) {
        return TestWebhookRequest.get().withQuery("hub.mode", mode).withQuery("hub.verify_token", token)
                .withQuery("hub.challenge", "1158201444");
    }

    @Test
    void repeatsTheChallengeToWhoKnowsTheToken() {
        WebhookHandler.Response right = channel.handle(handshake("subscribe", "shown"));

        assertThat(right.status()).isEqualTo(200);
        assertThat(right.body()).isEqualTo("1158201444");
        assertThat(channel.handle(handshake("subscribe", "other")).status()).isEqualTo(401);
        assertThat(channel.handle(handshake("unsubscribe", "shown")).status()).isEqualTo(401);
        assertThat(channel.handle(TestWebhookRequest.get()).status()).isEqualTo(401);
    }

    @Test
    void saysThatItKnewADelivery() {
        assertThat(channel.handle(signed(delivery())).duplicate()).isFalse();
        assertThat(channel.handle(signed(delivery())).duplicate()).isTrue();
    }

    @Test
    void isNotThereWithoutItsSecrets() {
        WhatsAppChannel without = new WhatsAppChannel(TestContext.with("access_token", FakeWhatsApp.TOKEN,
                "phone_number_id", FakeWhatsApp.NUMBER, "api_url", whatsApp.url()));

        assertThat(without.handle(signed(delivery())).status()).isEqualTo(404);
        assertThat(without.handle(handshake("subscribe", "")).status()).isEqualTo(404);
    }

    @Test
    void leavesStatusesReactionsAndOtherNumbersAlone() {
        String status = Posted.value(value -> value.put("statuses", java.util.List.of(JsonValue.object()
                .put("id", "wamid.x").put("status", "delivered").build())));
        String reaction = Posted.message(JsonValue.object().put("id", "wamid.2").put("type", "reaction")
                .put("reaction", JsonValue.object().put("emoji", "x").build()).build());
        String other = Posted.text("wamid.3", "hi").replace(FakeWhatsApp.NUMBER, "999");

        for (String body : java.util.List.of(status, reaction, other)) {
            assertThat(channel.handle(Posted.signed(body)).status()).isEqualTo(202);
        }
        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void takesAPressWithTheMessageItBelongsTo() {
        channel.handle(Posted.signed(Posted.message(Posted.json("""
                {"context":{"from":"1122334455667","id":"wamid.q"},"id":"wamid.p","type":"interactive","interactive":
                {"type":"button_reply","button_reply":{"id":"allow_once","title":"Allow once"}}}"""))));
        channel.handle(Posted.signed(Posted.message(Posted.json("""
                {"context":{"from":"1122334455667","id":"wamid.q"},"id":"wamid.l","type":"interactive","interactive":
                {"type":"list_reply","list_reply":{"id":"deny","title":"Deny"}}}"""))));

        assertThat(inbox.messages()).extracting(message -> message.picked().orElseThrow()).containsExactly(
                new InboundMessage.Picked("wamid.q", "allow_once"), new InboundMessage.Picked("wamid.q", "deny"));
    }

    @Test
    void takesAFileAsWhatItIs() {
        whatsApp.file("77", "line one\nline two".getBytes(StandardCharsets.UTF_8));
        channel.handle(Posted.signed(Posted.message(Posted.json("""
                {"id":"wamid.d","type":"document","document":{"caption":"look","filename":"build.log",
                "mime_type":"image/png","id":"77"}}"""))));
        channel.handle(Posted.signed(Posted.message(Posted.json("""
                {"id":"wamid.e","type":"image","image":{"mime_type":"image/png","id":"78"}}"""))));

        assertThat(inbox.messages().getFirst().text()).isEqualTo("look");
        assertThat(inbox.messages().getFirst().attachments()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("build.log");
            assertThat(file.mediaType()).isEqualTo("text/plain");
        });
        assertThat(inbox.messages().getLast().text()).startsWith("[file image could not be fetched");
    }

    /** Each recorded webhook is answered, and those that say something become a message. */
    @Test
    void readsRecordedWebhooks() throws IOException {
        int taken = 0;
        for (Path file : ContractFiles.list("whatsapp/webhooks", "")) {
            for (var named : Posted.json(Files.readString(file)).members().entrySet()) {
                String body = named.getValue().toString().replace("wamid.xyzxyz", "wamid." + taken++);
                assertThat(channel.handle(Posted.signed(body)).status()).as(file + " " + named.getKey())
                        .isEqualTo(202);
            }
        }
        assertThat(inbox.messages()).extracting(InboundMessage::text).contains("Body Text", "replied text",
                "forwarded text").anyMatch(text -> text.startsWith("[contact Chandler Bing, +1 555-555-5555]"))
                .anyMatch(text -> text.contains("Facebook HQ"));
    }
}
