package dev.telecoder.plugin.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.NodePeer;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the Web API of npm's {@code emulate}, written by others, which keeps what it is told. */
@Timeout(240)
class SlackEmulateTest {

    @Test
    void saysEditsAsksInThreadsAndSendsFilesAtAServerOfOthers() {
        try (NodePeer emulate = NodePeer.start("emulate", "dist/index.js", "start", "--service", "slack", "--port",
                "PORT")) {
            TestContext context = TestContext.with("bot_token", "test_token_admin", "signing_secret", "s", "api_url",
                    emulate.url() + "/api");
            WebApi api = new WebApi(context.http(), context.json(), context.config(SlackConfig.class));
            String general = api.form("conversations.list", JsonValue.object().build()).get("channels").at(0).get("id")
                    .text();
            SlackChannel channel = new SlackChannel(context);
            channel.start(new RecordingInbox());

            var first = channel.send(message(general, null, "**working**"));
            String thread = first.messageId().substring(first.messageId().indexOf('/') + 1);
            channel.send(message(general, thread, "in the thread")
                    .withChoices(new Choice("allow_once", "Allow once"), new Choice("deny", "Deny")));
            channel.edit(first.messageId(), message(general, null, "done"));
            channel.sendFile(new ChatAddress("slack", general, thread),
                    new Attachment("fix.patch", "text/x-diff", "--- a".getBytes(StandardCharsets.UTF_8)));

            List<JsonValue> said = api.form("conversations.history",
                    JsonValue.object().put("channel", general).build()).get("messages").items();
            assertThat(said)
                    .anyMatch(one -> one.get("text").text().equals("done") && one.get("ts").text().equals(thread));
            assertThat(api.form("conversations.replies", JsonValue.object().put("channel", general).put("ts", thread)
                    .build()).get("messages").items())
                    .anyMatch(one -> one.get("blocks").toString().contains("\"Allow once\""));
            assertThatThrownBy(() -> channel.send(message("C0000NOSUCH", null, "lost")))
                    .hasMessageContaining("channel_not_found")
                    .extracting(e -> ((PluginException) e).failure()).isEqualTo(Failure.REJECTED);
            channel.stop();
        }
    }

    private static TestOutboundMessage message(String channel, String thread, String markdown) {
        return TestOutboundMessage.of(new ChatAddress("slack", channel, thread), markdown)
                .withPart(new SlackFormat().render(markdown).getFirst());
    }
}
