package dev.telecoder.plugin.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.FakeWhatsApp;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.NodePeer;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each call against Meta's own OpenAPI description, which Stoplight's Prism holds it against. */
@Timeout(240)
class WhatsAppPrismTest {

    private static final String DESCRIPTION = "whatsapp/business-messaging-v23.0.trimmed.openapi.json";
    private static final ChatAddress CHAT = new ChatAddress("whatsapp", "972987654321", null);

    private final ManualClock clock = ManualClock.at(Instant.ofEpochSecond(1_697_043_300));
    private final TestContext json = TestContext.with();

    @Test
    void sendsNothingThatMetasDescriptionDoesNotAllow(@TempDir Path data) {
        try (NodePeer prism = NodePeer.prism(ContractFiles.require(DESCRIPTION))) {
            TestContext context = context(prism, data);
            WhatsAppChannel channel = new WhatsAppChannel(context);
            channel.start(new RecordingInbox());

            assertThat(channel.send(message("**hi**")).messageId()).startsWith("wamid.");
            assertThat(channel.send(message("May I?").withReplyTo("wamid.in")
                    .withChoices(new Choice("a", "Allow once"), new Choice("b", "Deny"))).messageId()).isNotEmpty();
            assertThat(channel.send(message("Which?").withChoices(new Choice("a", "1"), new Choice("b", "2"),
                    new Choice("c", "3"), new Choice("d", "4"))).messageId()).isNotEmpty();
            assertThatCode(() -> channel.sendFile(CHAT,
                    new Attachment("build.log", "text/plain", "line".getBytes(StandardCharsets.UTF_8))))
                    .doesNotThrowAnyException();
            assertThatCode(() -> channel.react(CHAT, "wamid.1", "👀")).doesNotThrowAnyException();
            refuses(context, "{\"to\":\"1\"}",
                    "{\"messaging_product\":\"whatsapp\",\"to\":\"1\",\"type\":\"smoke signal\"}");
            channel.stop();
        }
    }

    @Test
    void sendsTemplatesThatMetasDescriptionAllows(@TempDir Path data) {
        try (NodePeer prism = NodePeer.prism(ContractFiles.require(DESCRIPTION))) {
            TestContext context = context(prism, data);
            WhatsAppChannel channel = new WhatsAppChannel(context);
            channel.start(new RecordingInbox());
            channel.handle(Posted.signed(Posted.text("wamid.1", "hi")));
            clock.advance(Duration.ofHours(25));

            assertThat(channel.send(message("the build is **green**")).messageId()).startsWith("wamid.");
            refuses(context, "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"1\","
                    + "\"type\":\"template\",\"template\":{\"name\":\"news\",\"language\":{\"code\":\"en_US\"}}}");
            channel.stop();
        }
    }

    /**
     * The description's schema of a request has only messages to somebody; a receipt it gives as the example "Send typing
     * indicator and read receipt", which its schema refuses. So the schema of a receipt is added, made of that example.
     */
    @Test
    void confirmsAndShowsThatItWritesAsMetasExampleDoes(@TempDir Path data) throws IOException {
        JsonValue description = json.json().parse(Files.readString(ContractFiles.require(DESCRIPTION)));
        JsonValue example = description.get("paths").get("/{Version}/{Phone-Number-ID}/messages").get("post")
                .get("requestBody").get("content").get("application/json").get("examples")
                .get("Send typing indicator and read receipt").get("value");
        assertThat(example.members()).containsOnlyKeys("message_id", "messaging_product", "status", "typing_indicator");
        Path corrected = data.resolve("corrected.json");
        Files.writeString(corrected, withReceipts(description, example).toString());

        try (NodePeer prism = NodePeer.prism(corrected)) {
            TestContext context = context(prism, data);
            WhatsAppChannel channel = new WhatsAppChannel(context);
            channel.start(new RecordingInbox());
            channel.handle(Posted.signed(Posted.text("wamid.1", "hi")));

            assertThatCode(() -> channel.typing(CHAT)).doesNotThrowAnyException();
            assertThatCode(() -> channel.send(message("hi"))).doesNotThrowAnyException();
            refuses(context, "{\"messaging_product\":\"whatsapp\",\"status\":\"seen\",\"message_id\":\"wamid.1\"}",
                    "{\"messaging_product\":\"whatsapp\",\"status\":\"read\"}",
                    "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.1\","
                            + "\"typing_indicator\":{\"type\":\"voice\"}}");
            channel.stop();
        }
    }

    private JsonValue withReceipts(JsonValue description, JsonValue example) {
        JsonValue receipt = json.json().parse("""
                {"type":"object","additionalProperties":false,"required":["messaging_product","status","message_id"],
                 "properties":{"messaging_product":{"enum":["whatsapp"]},"message_id":{"type":"string"},
                  "status":{"enum":[%s]},"typing_indicator":{"type":"object","additionalProperties":false,
                   "required":["type"],"properties":{"type":{"enum":[%s]}}}}}""".formatted(example.get("status"),
                example.get("typing_indicator").get("type")));
        List<JsonValue> kinds = new ArrayList<>(
                description.get("components").get("schemas").get("Message").get("oneOf").items());
        kinds.add(receipt);
        return ContractFiles.corrected(description, JsonValue.array(kinds), "components", "schemas", "Message",
                "oneOf");
    }

    private TestContext context(NodePeer prism, Path data) {
        return TestContext.with("access_token", FakeWhatsApp.TOKEN, "phone_number_id", FakeWhatsApp.NUMBER,
                "app_secret", FakeWhatsApp.SECRET, "api_url", prism.url(), "template", "news").withClock(clock)
                .withDataDirectory(data);
    }

    private static void refuses(TestContext context, String... bodies) {
        GraphApi api = new GraphApi(context.http(), context.json(), context.config(WhatsAppConfig.class));
        for (String wrong : bodies) {
            JsonValue body = context.json().parse(wrong);
            assertThatThrownBy(() -> api.send(body)).as("the peer is strict: " + wrong).isNotNull();
        }
    }

    private static TestOutboundMessage message(String markdown) {
        return TestOutboundMessage.of(CHAT, markdown).withPart(new WhatsAppFormat().render(markdown).getFirst());
    }
}
