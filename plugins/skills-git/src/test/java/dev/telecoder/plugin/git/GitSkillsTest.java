package dev.telecoder.plugin.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.RunRecord;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSkillsTest {

    private final Skill commit = new CommitSkill();
    private final Skill diff = new DiffSkill();
    private final Skill branch = new BranchSkill();

    @TempDir private Path temp;

    private TestRepository remote;
    private TestCheckout checkout;

    @BeforeEach
    void open() {
        remote = TestRepository.in(temp, Map.of("README.md", "# Test\n", "src/A.java", "class A {}\n"));
        checkout = TestCheckout.of(remote);
    }

    @Test
    void commitsOnANewBranchAndPushes() throws Exception {
        write("src/A.java", "class A { int x; }\n");

        SkillResult result = run(commit, """
                {"message": "Add x", "branch": "telecoder/x", "push": true}""", "r1");

        String head = remote.head("telecoder/x").orElseThrow();
        assertThat(result.succeeded()).isTrue();
        JsonValue data = result.data().orElseThrow();
        assertThat(data.get("commit").text()).isEqualTo(head);
        assertThat(data.get("branch").text()).isEqualTo("telecoder/x");
        assertThat(data.get("files").items()).extracting(JsonValue::text).containsExactly("src/A.java");
        assertThat(data.get("pushed").get("commit").text()).isEqualTo(head);
        assertThat(data.get("pushed").get("already").asBoolean(true)).isFalse();
        assertThat(result.files()).containsExactly(Path.of("src/A.java"));
        assertThat(result.artifacts()).singleElement().satisfies(artifact -> {
            assertThat(artifact.type()).isEqualTo("commit");
            assertThat(artifact.title()).endsWith("Add x");
        });
        assertThat(result.output()).contains("1 file, +1 -1", "Pushed telecoder/x");
        assertThat(remote.remoteGit("show", "-s", "--format=%(trailers:key=TeleCoder-Run,valueonly)", "telecoder/x"))
                .isEqualTo("r1");
    }

    @Test
    void saysWhenAMessageIsUnlikeTheOthers() throws Exception {
        for (String subject : new String[]{"fix: a", "feat(x): b", "docs: c", "test: d", "chore: e", "fix: f"}) {
            remote.write("README.md", subject);
            remote.commit(subject);
        }
        checkout = TestCheckout.of(remote);
        write("src/A.java", "class A { int y; }\n");
        SkillResult odd = run(commit, "{\"message\": \"Add y\"}", "r1");
        write("src/A.java", "class A { int z; }\n");
        SkillResult fitting = run(commit, "{\"message\": \"feat: add z\"}", "r2");

        assertThat(odd.succeeded()).isTrue();
        assertThat(odd.output()).contains("Note for the next message: Messages begin with a type");
        assertThat(odd.data().orElseThrow().get("commit").text()).isNotEmpty();
        assertThat(fitting.output()).doesNotContain("Note");
    }

    @Test
    void makesNoSecondCommitWhenARunIsRepeated() throws Exception {
        write("src/A.java", "class A { int x; }\n");
        run(commit, "{\"message\": \"Add x\", \"branch\": \"telecoder/x\"}", "r1");
        String head = checkout.head().orElseThrow();

        SkillResult again = run(commit, """
                {"message": "Add x", "branch": "telecoder/x", "push": true}""", "r1");

        assertThat(again.succeeded()).isTrue();
        assertThat(remote.head("telecoder/x")).contains(head);
        assertThat(checkout.log("", 10)).hasSize(2);
        assertThat(again.data().orElseThrow().get("files").items()).hasSize(1);
    }

    @Test
    void pushesWhatWasCommittedBefore() throws Exception {
        write("src/A.java", "class A { int x; }\n");
        run(commit, "{\"message\": \"Add x\"}", "r1");

        SkillResult pushed = run(commit, "{\"push\": true}", "r2");
        SkillResult again = run(commit, "{\"push\": true}", "r3");

        assertThat(pushed.succeeded()).isTrue();
        assertThat(remote.head("main")).isEqualTo(checkout.head());
        assertThat(again.data().orElseThrow().get("pushed").get("already").asBoolean(false)).isTrue();
        assertThat(remote.reflog("main")).hasSize(2);
        assertThat(run(commit, "{\"message\": \"Nothing\"}", "r4").output()).contains("nothing to commit");
    }

    @Test
    void saysWhatToDoWhenTheRemoteMoved() throws Exception {
        remote.write("other.txt", "o");
        remote.commit("Other");
        remote.push("main");
        remote.git("reset", "-q", "--hard", "HEAD~1");
        write("README.md", "mine\n");

        SkillResult result = run(commit, "{\"message\": \"Mine\", \"push\": true}", "r1");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("was made on main but not pushed", "rebase");
        assertThat(result.data().orElseThrow().get("commit").text()).isEqualTo(checkout.head().orElseThrow());
        assertThat(remote.reflog("main")).hasSize(2);

        SkillResult forced = run(commit, "{\"push\": true, \"force\": true}", "r2");

        assertThat(forced.succeeded()).isTrue();
        assertThat(remote.head("main")).isEqualTo(checkout.head());
    }

    @Test
    void tellsWhatBecameOfAPush() throws Exception {
        String input = "{\"message\": \"Add x\", \"branch\": \"telecoder/x\", \"push\": true}";
        TestSkillContext context = TestSkillContext.in(checkout.directory()).withCheckout(checkout).withRunId("r1");
        RunRecord run = new Cut("r1", SkillInputs.of(input));

        assertThat(commit.reconcile(run, context).state()).isEqualTo(Reconciled.State.NOT_DONE);
        write("src/A.java", "class A { int x; }\n");
        assertThat(commit.reconcile(run, context).state()).isEqualTo(Reconciled.State.NOT_DONE);
        run(commit, "{\"message\": \"Add x\", \"branch\": \"telecoder/x\"}", "r1");
        assertThat(commit.reconcile(run, context).state()).isEqualTo(Reconciled.State.NOT_DONE);
        run(commit, input, "r1");
        assertThat(commit.reconcile(run, context)).satisfies(found -> {
            assertThat(found.state()).isEqualTo(Reconciled.State.DONE);
            assertThat(found.result().orElseThrow().data().orElseThrow().get("commit").text())
                    .isEqualTo(remote.head("telecoder/x").orElseThrow());
        });
        remote.commit("On top");
        remote.push("telecoder/x");
        assertThat(commit.reconcile(run, context).state()).isEqualTo(Reconciled.State.DONE);
        Files.move(remote.remote(), temp.resolve("away"));
        assertThat(commit.reconcile(run, context).state()).isEqualTo(Reconciled.State.UNKNOWN);
    }

    @Test
    void knowsTheRiskAndTheEffectsOfEachInput() {
        assertThat(commit.risk(SkillInputs.of("{\"message\": \"x\"}"))).isEqualTo(Risk.WRITE);
        assertThat(commit.risk(SkillInputs.of("{\"push\": true}"))).isEqualTo(Risk.EXTERNAL);
        assertThat(commit.risk(SkillInputs.of("{\"push\": true, \"force\": true}"))).isEqualTo(Risk.DANGEROUS);
        assertThat(commit.effects(SkillInputs.of("{\"push\": true, \"branch\": \"b\"}")))
                .containsExactly(new Effect("push", "b"));
        assertThat(commit.effects(SkillInputs.of("{\"message\": \"x\"}"))).isEmpty();
        assertThat(branch.risk(SkillInputs.of("{\"action\": \"list\"}"))).isEqualTo(Risk.READ);
        assertThat(branch.risk(SkillInputs.of("{\"action\": \"delete\"}"))).isEqualTo(Risk.WRITE);
        assertThat(branch.risk(SkillInputs.of("{\"action\": \"delete\", \"force\": true}"))).isEqualTo(Risk.DANGEROUS);
        assertThat(diff.risk(SkillInputs.of("{}"))).isEqualTo(Risk.READ);
    }

    @Test
    void comparesFilesCommitsAndTimes() throws Exception {
        write("src/A.java", "class A { int x; }\n");
        write("new.txt", "new\n");

        SkillResult all = run(diff, "{}", "r");
        SkillResult one = run(diff, "{\"path\": \"src\", \"stat\": true}", "r");
        SkillResult since = run(diff, "{\"since\": \"2d\", \"stat\": true}", "r");

        assertThat(all.output()).startsWith("2 files, +2 -1").contains("A new.txt +1 -0", "+class A { int x; }");
        assertThat(all.data().orElseThrow().get("files").items()).hasSize(2);
        assertThat(one.output()).contains("M src/A.java +1 -1").doesNotContain("int x", "new.txt");
        assertThat(since.output()).contains("new.txt");
        assertThat(run(diff, "{\"from\": \"origin/main\", \"to\": \"main\"}", "r").output())
                .startsWith("No difference");
        assertThat(run(diff, "{\"from\": \"nope\"}", "r").succeeded()).isFalse();
        assertThat(run(diff, "{\"path\": \"../x\"}", "r").output()).contains("outside");
        assertThat(run(diff, "{\"since\": \"whenever\"}", "r").output()).contains("Expected a date");
    }

    @Test
    void keepsBranchesWhoseCommitsWouldBeLost() throws Exception {
        run(branch, "{\"action\": \"create\", \"name\": \"telecoder/x\"}", "r");
        write("README.md", "x\n");
        run(commit, "{\"message\": \"X\"}", "r1");
        run(branch, "{\"action\": \"switch\", \"name\": \"main\"}", "r");

        SkillResult refused = run(branch, "{\"action\": \"delete\", \"name\": \"telecoder/x\"}", "r");
        SkillResult list = run(branch, "{\"action\": \"list\"}", "r");
        SkillResult deleted = run(branch, "{\"action\": \"delete\", \"name\": \"telecoder/x\", \"force\": true}", "r");

        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.output()).contains("force");
        assertThat(list.output()).contains("* main", "telecoder/x", "not merged or pushed");
        assertThat(deleted.succeeded()).isTrue();
        assertThat(deleted.data().orElseThrow().get("branches").items()).hasSize(1);
        assertThat(run(branch, "{\"action\": \"switch\", \"name\": \"nope\"}", "r").output())
                .contains("no branch nope");
        assertThat(run(branch, "{\"action\": \"create\"}", "r").succeeded()).isFalse();
    }

    private SkillResult run(Skill skill, String input, String runId) {
        return skill.run(SkillInputs.of(input),
                TestSkillContext.in(checkout.directory()).withCheckout(checkout).withRunId(runId));
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(checkout.directory().resolve(path), text);
    }

    record Cut(String id, SkillInput input, String on) implements RunRecord {

        Cut(String id, SkillInput input) {
            this(id, input, "main");
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Optional<String> branch() {
            return Optional.of(on);
        }

        @Override
        public Optional<String> head() {
            return Optional.empty();
        }
    }
}
