package dev.telecoder.plugin.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.NodePeer;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Against npm's {@code discord-digital-twin} 0.1.1, written by others. Without it the test is skipped.
 */
@Timeout(240)
class DiscordTwinTest {

    private static TestOutboundMessage message(String channel, String markdown) {
        return TestOutboundMessage.of(new ChatAddress("discord", channel, null), markdown)
                .withPart(new DiscordFormat().render(markdown).getFirst());
    }

    @Test
    void hearsSaysAndEditsAtAServerOfOthers() throws IOException {
        Path folder = NodePeer.require("discord-digital-twin");
        Process twin = new ProcessBuilder(NodePeer.node(folder), "--input-type=module", "-e",
                Files.readString(Path.of("src", "test", "js", "twin.mjs"))).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = twin.inputReader(StandardCharsets.UTF_8);
                Writer in = twin.outputWriter(StandardCharsets.UTF_8)) {
            TestContext bare = TestContext.with();
            JsonValue told = bare.json().parse(out.readLine());
            String channel = told.get("channel").text();
            RecordingInbox inbox = new RecordingInbox();
            DiscordChannel discord = new DiscordChannel(TestContext.with("bot_token", told.get("token").text(),
                    "api_url", told.get("rest").text(), "gateway_url", told.get("gateway").text()));

            discord.start(inbox);
            var receipt = discord.send(message(channel, "working"));
            discord.edit(receipt.messageId(), message(channel, "**done**"));
            in.write("hello bot\n");
            in.flush();
            InboundMessage heard = inbox.next(Duration.ofSeconds(20));
            in.write("end\n");
            in.flush();

            assertThat(heard.text()).isEqualTo("hello bot");
            assertThat(heard.sender().name()).isEqualTo("Anna");
            assertThat(heard.address().chat()).isEqualTo(channel);
            assertThat(bare.json().parse(out.readLine()).items()).extracting(JsonValue::text)
                    .containsExactlyInAnyOrder("**done**", "hello bot");
            discord.stop();
        } finally {
            twin.destroy();
        }
    }
}
