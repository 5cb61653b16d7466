package dev.telecoder.plugin.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.SkillResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxSkillTest {

    @TempDir private Path temp;

    @ParameterizedTest
    @CsvSource({"claude-code,claude,stream-claude.jsonl", "codex,codex,stream-codex.jsonl",
            "opencode,opencode,stream-opencode.jsonl", "pi,pi,stream-pi87.jsonl"})
    void anEditThatWasReportedAndMadeSucceeds(String agent, String program, String stream) {
        Bench bench = new Bench(temp).replays(program, stream, true, 0);

        SkillResult result = bench.run("{\"task\":\"Fix add\",\"agent\":\"" + agent + "\"}");

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.output()).contains("Fixed add() in calc.py.", "+    return a + b", agent + ":");
        assertThat(result.files()).containsExactly(Path.of("calc.py"));
        JsonValue data = result.data().orElseThrow();
        assertThat(data.get("diff").text()).contains("-    return a - b", "+    return a + b");
        assertThat(data.get("input_tokens").asLong(0)).isPositive();
        assertThat(bench.context.progressLines()).anyMatch(line -> line.contains("calc.py"));
    }

    @ParameterizedTest
    @CsvSource({"claude-code,claude,stream-claude.jsonl", "codex,codex,stream-codex.jsonl",
            "opencode,opencode,stream-opencode.jsonl", "pi,pi,stream-pi87.jsonl"})
    void doneWithoutAChangeFailsThoughTheExitCodeIsZero(String agent, String program, String stream) {
        Bench bench = new Bench(temp).replays(program, stream, false, 0);

        SkillResult result = bench.run("{\"task\":\"Fix add\",\"agent\":\"" + agent + "\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("changed no file");
    }

    @Test
    void theExitCodeDecidesNothingWhereTheStreamAndTheTreeAgree() {
        Bench bench = new Bench(temp).replays("claude", "stream-claude.jsonl", true, 1);

        assertThat(bench.run("{\"task\":\"Fix add\"}").succeeded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"claude-code,claude,stream-claude-401.jsonl,1", "codex,codex,stream-codex-401.jsonl,0"})
    void a401IsAFailureThatIsTold(String agent, String program, String stream, int exit) {
        Bench bench = new Bench(temp).replays(program, stream, false, exit);

        SkillResult result = bench.run("{\"task\":\"Fix add\",\"agent\":\"" + agent + "\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).startsWith(agent + " failed").contains("401");
    }

    @Test
    void aDeniedEditIsAFailureThatNamesIt() {
        Bench bench = new Bench(temp).program("claude", """
                echo '{"type":"result","subtype":"success","is_error":false,"result":"I may not.","permission_denials":\
                [{"tool_name":"Edit","tool_input":{"file_path":"calc.py"}}],"usage":{}}'""");

        SkillResult result = bench.run("{\"task\":\"Fix add\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("was not allowed to Edit calc.py");
    }

    @Test
    void endlessRetriesAreNoProgressAndAreStopped() {
        Bench bench = new Bench(temp).program("claude",
                """
                while :; do echo '{"type":"system","subtype":"api_retry","error_status":500,"error":"server"}'; sleep 0.1; done""");

        SkillResult result = bench.run(Bench.SETTINGS.replace("\"idle\":\"10s\"", "\"idle\":\"1s\""),
                "{\"task\":\"Fix add\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("no progress", "llm.agents.idle");
        assertThat(bench.context.progressLines()).anyMatch(line -> line.contains("500"));
    }

    @Test
    void anAgentThatGoesOnTooLongIsStopped() {
        Bench bench = new Bench(temp).program("claude", """
                while :; do echo '{"type":"user"}'; sleep 0.1; done""");

        SkillResult result = bench.run(Bench.SETTINGS.replace("\"timeout\":\"20s\"", "\"timeout\":\"1s\""),
                "{\"task\":\"Fix add\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("llm.agents.timeout");
    }

    @Test
    void aStreamThatBreaksOffIsAFailureWithTheLastLines() {
        Bench bench =
                new Bench(temp).program("claude", "sed -i 's/a - b/a + b/' calc.py; echo Segmentation fault; exit 139");

        SkillResult result = bench.run("{\"task\":\"Fix add\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("broke off", "139", "Segmentation fault", "calc.py (+1 -1)");
    }

    @Test
    void whatWasChangedBeforeIsNotTakenForTheAgentsWork() {
        Bench bench = new Bench(temp).replays("claude", "stream-claude.jsonl", false, 0);
        bench.repository.write("other.py", "x = 1\n");

        SkillResult result = bench.run("{\"task\":\"Fix add\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.files()).isEmpty();
    }

    @Test
    void onlyTheAgentsOwnFilesAreTold() {
        Bench bench = new Bench(temp).replays("claude", "stream-claude.jsonl", true, 0);
        bench.repository.write("other.py", "x = 1\n");

        SkillResult result = bench.run("{\"task\":\"Fix add\"}");

        assertThat(result.files()).containsExactly(Path.of("calc.py"));
        assertThat(result.output()).doesNotContain("other.py");
    }

    @Test
    void aFollowUpGoesOnWithTheSession() {
        Bench bench = new Bench(temp).program("claude", "printf '%s\\n' \"$@\" > arguments.txt; "
                + "echo '{\"type\":\"result\",\"subtype\":\"success\",\"result\":\"ok\",\"session_id\":\"abc-1\"}'");

        SkillResult result = bench.run("{\"task\":\"More\",\"session\":\"claude-code:abc-1\"}");

        assertThat(bench.repository.read("arguments.txt")).contains("--resume\nabc-1\n");
        assertThat(result.data().orElseThrow().get("session").text()).isEqualTo("claude-code:abc-1");
    }

    @Test
    void aSessionThatWouldBeAnOptionIsRefused() {
        SkillResult result = new Bench(temp).run("{\"task\":\"x\",\"session\":\"claude-code:--help\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("is no session");
    }

    @Test
    void theKeyIsNeitherInTheArgumentsNorInWhatIsTold() {
        Bench bench = new Bench(temp).program("claude", "printf '%s\\n' \"$@\" > arguments.txt; "
                + "echo \"{\\\"type\\\":\\\"result\\\",\\\"result\\\":\\\"key $ANTHROPIC_API_KEY\\\"}\"");

        SkillResult result = bench.run("{\"task\":\"x\"}");

        assertThat(bench.repository.read("arguments.txt")).doesNotContain("task-key-4711");
        assertThat(result.output()).contains("key [key]").doesNotContain("task-key-4711");
        assertThat(result.data().orElseThrow().toString()).doesNotContain("task-key-4711");
    }

    @Test
    void anAgentThatIsNotThereIsNamedWithTheCommandThatInstallsIt() {
        SkillResult result = new Bench(temp).run("{\"task\":\"x\",\"agent\":\"pi\"}");

        org.junit.jupiter.api.Assumptions.assumeFalse(result.succeeded());
        assertThat(result.output()).contains("telecoder sandbox install pi");
    }
}
