package dev.telecoder.plugin.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.Content;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Stop;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestLlmRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that were recorded at Google, played back in small pieces. */
class RecordedAnswersTest {

    private final LoopbackServer server = LoopbackServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsText() {
        LlmResponse grounded = play(200, "streaming-success-search-grounding.txt");

        assertThat(play(200, "streaming-success-basic-reply-short.txt").message().text()).isEqualTo("Cheyenne");
        assertThat(grounded.message().text()).startsWith("The current stock price").endsWith("TradingView.\n");
        assertThat(grounded.usage().input()).isEqualTo(8);
        assertThat(grounded.usage().output()).isEqualTo(106);
    }

    @Test
    void readsACall() {
        LlmResponse response = play(200, "streaming-success-function-call-short.txt");

        assertThat(response.stop()).isEqualTo(Stop.TOOL_CALLS);
        assertThat(response.message().content()).singleElement().isInstanceOfSatisfying(Content.ToolCall.class,
                call -> assertThat(call.tool() + call.argumentsJson())
                        .isEqualTo("getTemperature{\"city\":\"San Jose\"}"));
    }

    @Test
    void saysThatItWasBlocked() {
        LlmResponse stopped = play(200, "streaming-failure-finish-reason-safety.txt");

        assertThat(stopped.stop()).isEqualTo(Stop.REFUSED);
        assertThat(stopped.message().text()).isEqualTo("No");
        assertThat(play(200, "streaming-failure-prompt-blocked-safety.txt").stop()).isEqualTo(Stop.REFUSED);
        assertThat(play(200, "unary-failure-finish-reason-safety.json").stop()).isEqualTo(Stop.REFUSED);
        assertThat(play(200, "unary-failure-prompt-blocked-safety.json").stop()).isEqualTo(Stop.REFUSED);
    }

    @Test
    void failsWhereThereIsNoAnswer() {
        assertThat(failing(200, "streaming-failure-empty-content.txt").failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failing(200, "unary-failure-empty-content.json").failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(failing(400, "unary-failure-image-rejected.json").failure()).isEqualTo(Failure.REJECTED);
    }

    @Test
    void readsAnAnswerThatIsNoStream() {
        assertThat(play(200, "unary-success-search-grounding.json").message().text())
                .startsWith("The current stock price");
    }

    private PluginException failing(int status, String file) {
        // Outside of what is caught: where the recordings are absent, the test is skipped.
        ContractFiles.require("llm/gemini-responses/" + file);
        return catchThrowableOfType(PluginException.class, () -> play(status, file));
    }

    private LlmResponse play(int status, String file) {
        try {
            String body = Files.readString(ContractFiles.require("llm/gemini-responses/" + file));
            server.answer(Reply.of(status, body).inPiecesOf(61));
            return new GeminiProvider(TestContext.with("base_url", server.url()), Map.of())
                    .generate(TestLlmRequest.saying("go"), event -> {});
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
