package dev.telecoder.plugin.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.Http;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.testkit.ScriptedLlm;
import dev.telecoder.testkit.StreamFaults;
import dev.telecoder.testkit.TestContext;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams that are cut, end, fall silent, or turn into something else, at one byte after the other. */
class BrokenStreamsTest {

    private static final LlmResponse ANSWER = ScriptedLlm.response(new Content.Reasoning("Let me see. ", "c2ln"),
            new Content.Text("Grüße 🦞, I read both files. "), ScriptedLlm.call("read_file", "{\"path\":\"a.txt\"}"),
            ScriptedLlm.call("read_file", "{\"path\":\"b.txt\"}"));

    @Test
    void givesTheWholeAnswerOrNone() {
        assertThat(StreamFaults.check(new OllamaWords().answer(ANSWER), this::provider)).isPositive();
    }

    private LlmProvider provider(URI url, Http http) {
        return new OllamaProvider(TestContext.with("base_url", url).withHttp(http), Map.of());
    }
}
