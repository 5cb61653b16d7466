package dev.telecoder.platform.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Checkout.Change;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillResult;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final List<Change> CHANGED = List.of(new Change("src/A.java", Change.Kind.MODIFIED, 2, 1));

    @Test
    void endsWithTheFourLines() {
        Evidence evidence = Evidence.of(List.of(test("t0", 1, 1, 5), edit("t1"), test("t1", 0, 0, 6), commit("t1")),
                CHANGED, Map.of("myorg/api", "t1"));

        assertThat(evidence.lines()).isEqualTo("""
                **Changed** 1 file (+2 -1): `src/A.java` · commit abc1234 fix · branch telecoder/fix\s\s
                **Verified** `mvn test` exit 0: 1 failed, 5 passed -> 6 passed\s\s
                **Uncertain** nothing known\s\s
                **Next** look at the pushed branch, and merge it""");
        assertThat(evidence.toJson(null).members().keySet())
                .contains("changed", "commits", "artifacts", "runs", "uncertain", "cost_usd");
        assertThat(evidence.toJson(null).get("runs").items()).hasSize(2);
        assertThat(evidence.toJson(null).get("runs").at(0).get("totals").get("failed").asInt(0)).isEqualTo(1);
    }

    @Test
    void aRunBeforeTheLastChangeVerifiesNothing() {
        Evidence evidence = Evidence.of(List.of(edit("t1"), test("t1", 0, 0, 6), edit("t2")), CHANGED,
                Map.of("myorg/api", "t2"));

        assertThat(evidence.lines()).contains("**Verified** not verified")
                .contains("**Uncertain** no test passed after the last change");
    }

    @Test
    void aRunThatFailedVerifiesNothing() {
        assertThat(Evidence.of(List.of(edit("t1"), test("t1", 1, 1, 5)), CHANGED, Map.of("myorg/api", "t1")).lines())
                .contains("**Verified** not verified");
    }

    @Test
    void aTestThatPassedOnOneRepositorySaysNothingOfAnother() {
        Run other = run("code.edit", "myorg/web", "w1", List.of("B.java"), null, Run.State.DONE);

        assertThat(Evidence.of(List.of(edit("t1"), test("t1", 0, 0, 6), other), CHANGED,
                Map.of("myorg/api", "t1", "myorg/web", "w1")).lines()).contains("**Verified** not verified");
    }

    @Test
    void whereThereIsNoRepositoryTheOrderOfTheRunsDecides() {
        Run edit = run("code.edit", null, null, List.of("a.py"), JsonValue.object()
                .put("diff", "--- a/a.py\n+++ b/a.py\n@@ -1 +1,2 @@\n-x\n+y\n+z\n").build(), Run.State.DONE);
        Run passes = run("test.run", null, null, List.of(), totals(0, 0, 3), Run.State.DONE);

        Evidence after = Evidence.of(List.of(edit, passes), List.of(), Map.of());
        Evidence before = Evidence.of(List.of(passes, edit), List.of(), Map.of());

        assertThat(after.lines()).startsWith("**Changed** 1 file (+2 -1): `a.py`").contains("exit 0: 3 passed");
        assertThat(before.lines()).contains("**Verified** not verified");
    }

    @Test
    void saysWhatNobodyKnows() {
        Run unknown = run("git.commit", "myorg/api", null, List.of(), null, Run.State.UNKNOWN);

        assertThat(Evidence.of(List.of(unknown), List.of(), Map.of()).uncertain())
                .containsExactly("whether git.commit happened before TeleCoder was interrupted");
    }

    private static Run test(String tree, int exit, int failed, int passed) {
        return run("test.run", "myorg/api", tree, List.of(), totals(exit, failed, passed), Run.State.DONE);
    }

    private static JsonValue totals(int exit, int failed, int passed) {
        return JsonValue.object().put("command", "mvn test").put("exit_code", exit).put("tests", failed + passed)
                .put("failed", failed).put("passed", passed).put("errors", 0).put("skipped", 0).build();
    }

    private static Run edit(String tree) {
        return run("code.edit", "myorg/api", tree, List.of("src/A.java"), null, Run.State.DONE);
    }

    private static Run commit(String tree) {
        JsonValue data = JsonValue.object().put("pushed", "telecoder/fix").build();
        RunResult result = new RunResult(true, "ok", data, List.of(),
                List.of(new SkillResult.Artifact("commit", "abc1234 fix", URI.create("file:///r")),
                        new SkillResult.Artifact("branch", "telecoder/fix", URI.create("file:///r"))),
                Origin.PERSON, null);
        return run("git.commit", "myorg/api", tree, result, Run.State.DONE);
    }

    private static Run run(String skill, @Nullable String repo, @Nullable String tree, List<String> files,
            @Nullable JsonValue data, Run.State state) {
        return run(skill, repo, tree, new RunResult(true, "ok", data, files, List.of(), Origin.PERSON, null), state);
    }

    private static Run run(String skill, @Nullable String repo, @Nullable String tree, RunResult result,
            Run.State state) {
        return new Run(skill + AT, "turn", 0, "c", null, Entry.CHAT, "p", skill, JsonValue.object().build(), Risk.WRITE,
                "allow", "default", state, repo, "main", "base", null, tree, result, AT, AT, AT);
    }
}
