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
import dev.telecoder.testkit.NodePeer;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Messages, questions, files and reactions against Meta's own OpenAPI description, which Stoplight's Prism holds them
 * against. Templates and receipts that show typing are left to {@code FakeWhatsApp}.
 */
@Timeout(120)
class WhatsAppPrismTest {

    private static final ChatAddress CHAT = new ChatAddress("whatsapp", "972987654321", null);

    @Test
    void sendsNothingThatMetasDescriptionDoesNotAllow() {
        try (NodePeer prism = NodePeer.prism(
                ContractFiles.require("whatsapp/business-messaging-v23.0.trimmed.openapi.json"))) {
            TestContext context = TestContext.with("access_token", FakeWhatsApp.TOKEN, "phone_number_id",
                    FakeWhatsApp.NUMBER, "app_secret", FakeWhatsApp.SECRET, "api_url", prism.url());
            WhatsAppChannel channel = new WhatsAppChannel(context);
            GraphApi api = new GraphApi(context.http(), context.json(), context.config(WhatsAppConfig.class));
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
            for (String wrong : List.of("{\"to\":\"1\"}",
                    "{\"messaging_product\":\"whatsapp\",\"to\":\"1\",\"type\":\"smoke signal\"}")) {
                JsonValue body = context.json().parse(wrong);
                assertThatThrownBy(() -> api.send(body)).as("the peer is strict: " + wrong).isNotNull();
            }
            channel.stop();
        }
    }

    private static TestOutboundMessage message(String markdown) {
        return TestOutboundMessage.of(CHAT, markdown).withPart(new WhatsAppFormat().render(markdown).getFirst());
    }
}
