package dev.telecoder.plugin.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that were recorded at OpenAI, played back whole and cut into small pieces. */
class RecordedStreamsTest {

    private final LoopbackServer server = LoopbackServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsEveryRecordedStream() throws IOException {
        for (Path file : ContractFiles.list("llm/sse", "openai-chat.")) {
            String body = Files.readString(file);
            Expected expected = Expected.of(body);
            StringBuilder told = new StringBuilder();

            server.answer(LoopbackServer.Reply.events(body).inPiecesOf(97));
            LlmResponse response = new OpenAiProvider(TestContext.with("base_url", server.url() + "/v1"), Map.of())
                    .generate(TestLlmRequest.saying("go"), event -> {
                        if (event instanceof LlmEvent.TextDelta delta) {
                            told.append(delta.text());
                        }
                    });

            assertThat(response.message().text()).as(file.toString()).isEqualTo(expected.text())
                    .isEqualTo(told.toString());
            assertThat(response.stop()).as(file.toString()).isEqualTo(expected.stop());
            assertThat(response.usage().output()).as(file.toString()).isEqualTo(expected.tokens()).isPositive();
            if (file.getFileName().toString().contains(".tools.")) {
                assertThat(response.message().content()).allSatisfy(piece -> assertThat(piece)
                        .isInstanceOfSatisfying(Content.ToolCall.class, call -> {
                            assertThat(call.tool()).isEqualTo("get_weather");
                            assertThat(TestContext.with().json().parse(call.argumentsJson()).get("city").text())
                                    .isNotEmpty();
                        }));
            }
        }
    }

    /** What the file says by the simplest reading of it: its first choice's deltas in order. */
    private record Expected(String text, Stop stop, long tokens) {

        static Expected of(String body) {
            StringBuilder text = new StringBuilder();
            boolean refused = false;
            Stop stop = Stop.END;
            long tokens = 0;
            for (String line : body.lines().filter(l -> l.startsWith("data: {")).toList()) {
                JsonValue chunk = TestContext.with().json().parse(line.substring(6));
                tokens = Math.max(tokens, chunk.get("usage").get("completion_tokens").asLong(0));
                for (JsonValue choice : chunk.get("choices").items()) {
                    if (choice.get("index").asInt(-1) == 0) {
                        JsonValue delta = choice.get("delta");
                        text.append(delta.get("content").text()).append(delta.get("refusal").text());
                        refused |= !delta.get("refusal").text().isEmpty();
                        stop = switch (choice.get("finish_reason").text()) {
                            case "length" -> Stop.MAX_TOKENS;
                            case "tool_calls" -> Stop.TOOL_CALLS;
                            default -> stop;
                        };
                    }
                }
            }
            return new Expected(text.toString(), refused ? Stop.REFUSED : stop, tokens);
        }
    }
}
