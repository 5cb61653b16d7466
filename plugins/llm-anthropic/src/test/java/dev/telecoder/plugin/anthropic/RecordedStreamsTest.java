package dev.telecoder.plugin.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that were recorded at Anthropic, played back in small pieces. */
class RecordedStreamsTest {

    private final LoopbackServer server = LoopbackServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsAText() throws IOException {
        LlmResponse response = play("basic_response");

        assertThat(response.message().text()).isEqualTo("Hello there!");
        assertThat(response.stop()).isEqualTo(Stop.END);
        assertThat(response.usage().input()).isEqualTo(11);
        assertThat(response.usage().output()).isEqualTo(6);
    }

    @Test
    void readsACallOfATool() throws IOException {
        LlmResponse response = play("tool_use_response");

        assertThat(response.message().content()).containsExactly(
                new Content.Text("I'll check the current weather in Paris for you."),
                new Content.ToolCall("toolu_01NRLabsLyVHZPKxbKvkfSMn", "get_weather", "{\"location\": \"Paris\"}"));
        assertThat(response.stop()).isEqualTo(Stop.TOOL_CALLS);
        assertThat(response.usage().output()).isEqualTo(65);
    }

    @Test
    void readsARefusal() throws IOException {
        LlmResponse response = play("refusal_response");

        assertThat(response.stop()).isEqualTo(Stop.REFUSED);
        assertThat(response.message().text()).isEmpty();
    }

    private LlmResponse play(String name) throws IOException {
        String body = Files.readString(ContractFiles.require("llm/sse/anthropic." + name + ".sse"));
        server.answer(LoopbackServer.Reply.events(body).inPiecesOf(37));
        return new AnthropicProvider(TestContext.with("base_url", server.url()), Map.of())
                .generate(TestLlmRequest.saying("go"), event -> {});
    }
}
