package dev.telecoder.plugin.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.Http;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.ScriptedLlm;
import dev.telecoder.testkit.StreamFaults;
import dev.telecoder.testkit.TestContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams that are cut, end, fall silent, or turn into something else, at one byte after the other. */
class BrokenStreamsTest {

    private static final LlmResponse ANSWER = ScriptedLlm.response(new Content.Reasoning("Let me see. ", "c2ln"),
            new Content.Text("Grüße 🦞, I read both files. "), ScriptedLlm.call("read_file", "{\"path\":\"a.txt\"}"),
            ScriptedLlm.call("read_file", "{\"path\":\"b.txt\"}"));

    @Test
    void givesTheWholeAnswerOrNone() {
        assertThat(StreamFaults.check(new GeminiWords().answer(ANSWER), this::provider)).isPositive();
    }

    @Test
    void givesTheWholeRecordedAnswerOrNone() throws IOException {
        for (Path file : ContractFiles.list("llm/gemini-responses", "streaming-success")) {
            // This one names the reason to stop in each of its chunks, so nothing tells its end from its middle.
            if (file.getFileName().toString().contains("grounding")) {
                continue;
            }
            assertThat(StreamFaults.check(Reply.events(Files.readString(file)), this::provider)).as(file.toString())
                    .isPositive();
        }
    }

    private LlmProvider provider(URI url, Http http) {
        return new GeminiProvider(TestContext.with("base_url", url).withHttp(http), Map.of());
    }
}
