package dev.telecoder.plugin.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads what the agents printed when they were run for real. */
class StreamsTest {

    private final List<String> progress = new ArrayList<>();

    private Transcript read(Agent agent, String stream) throws IOException {
        Transcript transcript = new Transcript(progress::add);
        for (String line : Files.readAllLines(Path.of("src/test/resources/streams", stream))) {
            agent.read(Bench.JSON.parse(line), transcript);
        }
        return transcript;
    }

    @Test
    void claudeCodeTellsStepsSummarySessionAndCost() throws IOException {
        Transcript said = read(new ClaudeCode(), "stream-claude.jsonl");

        assertThat(said.isFinished()).isTrue();
        assertThat(said.error()).isNull();
        assertThat(said.text()).isEqualTo("Fixed add() in calc.py.");
        assertThat(said.session()).isEqualTo("c4a1a567-0d95-4305-9de1-bf36adf220ef");
        assertThat(said.cost()).isEqualTo(0.0018, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(said.input()).isEqualTo(300);
        assertThat(said.output()).isEqualTo(60);
        assertThat(progress).containsExactly("Read /workspace/repo/calc.py", "Edit /workspace/repo/calc.py");
    }

    @Test
    void claudeCodeOn401IsAFailureThoughItSaysSuccess() throws IOException {
        Transcript said = read(new ClaudeCode(), "stream-claude-401.jsonl");

        assertThat(said.isFinished()).isFalse();
        assertThat(said.error()).contains("401");
        assertThat(progress).singleElement().asString().contains("401", "trying again");
    }

    @Test
    void codexTellsStepsSummaryAndTokens() throws IOException {
        Transcript said = read(new Codex(), "stream-codex.jsonl");

        assertThat(said.isFinished()).isTrue();
        assertThat(said.error()).isNull();
        assertThat(said.text()).isEqualTo("Fixed add() in calc.py.");
        assertThat(said.session()).isEqualTo("01a20275-7812-74f1-8177-8378813231c3");
        assertThat(said.input()).isEqualTo(200);
        assertThat(said.output()).isEqualTo(40);
        assertThat(said.cost()).isNull();
        assertThat(progress).singleElement().asString().contains("sed -i");
    }

    @Test
    void codexOn401IsAFailure() throws IOException {
        Transcript said = read(new Codex(), "stream-codex-401.jsonl");

        assertThat(said.isFinished()).isFalse();
        assertThat(said.error()).contains("401 Unauthorized");
        assertThat(progress).hasSize(6);
    }

    @Test
    void openCodeTellsStepsSummaryAndTokens() throws IOException {
        Transcript said = read(new OpenCode(false), "stream-opencode.jsonl");

        assertThat(said.isFinished()).isTrue();
        assertThat(said.error()).isNull();
        assertThat(said.text()).isEqualTo("Fixed add() in calc.py.");
        assertThat(said.session()).isEqualTo("ses_dfd8adbe1ffeJ9PxQLcGuBe4Hs");
        assertThat(said.input()).isEqualTo(300);
        assertThat(said.output()).isEqualTo(60);
        assertThat(progress).containsExactly("read /workspace/repo/calc.py", "edit /workspace/repo/calc.py");
    }

    @Test
    void openCodeTellsAnErrorWithItsStatus() {
        Transcript said = new Transcript(progress::add);

        new OpenCode(false).read(Bench.JSON.parse("""
                {"type":"error","error":{"name":"APIError","data":{"message":"mock says no","statusCode":401}}}"""),
                said);

        assertThat(said.error()).isEqualTo("401 mock says no");
    }

    @Test
    void piTellsStepsSummaryAndTokens() throws IOException {
        Transcript said = read(new Pi(), "stream-pi87.jsonl");

        assertThat(said.isFinished()).isTrue();
        assertThat(said.error()).isNull();
        assertThat(said.text()).isEqualTo("Fixed add() in calc.py.");
        assertThat(said.session()).isEqualTo("01a20274-e2b3-7077-b5e1-7dfaf9c7a6a3");
        assertThat(said.input()).isEqualTo(300);
        assertThat(said.output()).isEqualTo(60);
        assertThat(progress).containsExactly("read /workspace/repo/calc.py", "edit /workspace/repo/calc.py");
    }

    @Test
    void piThatEndsWithAnErrorHasFailedThoughItExitsWithZero() {
        Transcript said = new Transcript(progress::add);

        new Pi().read(Bench.JSON.parse("""
                {"type":"message_end","message":{"role":"assistant","content":[],"stopReason":"error",
                "errorMessage":"401 mock says no"}}"""), said);

        assertThat(said.isFinished()).isFalse();
        assertThat(said.error()).isEqualTo("401 mock says no");
    }
}
