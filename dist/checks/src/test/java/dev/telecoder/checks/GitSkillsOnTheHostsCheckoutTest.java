package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.RunRecord;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillInput;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.platform.repo.Credentials;
import dev.telecoder.platform.repo.PushPolicy;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.TaskCheckout;
import dev.telecoder.plugin.git.BranchSkill;
import dev.telecoder.plugin.git.CommitSkill;
import dev.telecoder.plugin.git.DiffSkill;
import dev.telecoder.plugin.shell.ExecSkill;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The git skills behind the host's own door. */
class GitSkillsOnTheHostsCheckoutTest {

    private final Skill commit = new CommitSkill();
    private final Skill diff = new DiffSkill();
    private final Skill branch = new BranchSkill();

    @TempDir private Path temp;

    private TestRepository remote;
    private TaskCheckout checkout;

    @BeforeEach
    void open() {
        remote = TestRepository.in(temp, Map.of("README.md", "# Test\n", "src/A.java", "class A {}\n"));
        checkout = new Repos(temp.resolve("workspaces"), List::of, Credentials.NONE, () -> PushRules.DEFAULT,
                Clock.systemUTC()).open("t1", remote.url().toString(), "", PushPolicy.ALLOW);
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
    void aHookOfTheRepositoryIsAScriptThatTheGateLetsRunInTheSandbox() throws Exception {
        Files.createDirectories(checkout.directory().resolve("node_modules/.bin"));
        for (String hook : List.of(".husky/pre-commit", ".husky/commit-msg", ".githooks/pre-commit",
                ".pre-commit-config.yaml")) {
            Files.createDirectories(checkout.directory().resolve(hook).getParent());
            write(hook, "#!/bin/sh\ntrue\n");
            assertThat(checkout.directory().resolve(hook).toFile().setExecutable(hook.startsWith(".githooks")))
                    .isTrue();
            List<Risk> risks = new ArrayList<>();

            SkillResult result = commit.run(SkillInputs.of("{\"message\": \"Add a hook, it's one\"}"),
                    TestSkillContext.in(checkout.directory()).withCheckout(checkout).withRunId(hook)
                            .withSkill("shell.exec", wish -> {
                                risks.add(new ExecSkill().risk(SkillInputs.of(wish.toString())));
                                return SkillResult.ok("").withData(JsonValue.object().put("exit_code", 0).build());
                            }));

            assertThat(result.succeeded()).as(result.output()).isTrue();
            assertThat(risks).as(hook).isNotEmpty().containsOnly(Risk.WRITE);
            Files.delete(checkout.directory().resolve(hook));
        }
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
        remote.git("fetch", "-q");
        remote.git("checkout", "-q", "telecoder/x");
        remote.commit("On top");
        remote.push("telecoder/x");
        assertThat(commit.reconcile(run, context).state()).isEqualTo(Reconciled.State.DONE);
        Files.move(remote.remote(), temp.resolve("away"));
        assertThat(commit.reconcile(run, context).state()).isEqualTo(Reconciled.State.UNKNOWN);
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

    private record Cut(String id, SkillInput input) implements RunRecord {

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Optional<String> branch() {
            return Optional.of("main");
        }

        @Override
        public Optional<String> head() {
            return Optional.empty();
        }
    }
}
