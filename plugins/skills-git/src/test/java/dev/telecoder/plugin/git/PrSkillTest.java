package dev.telecoder.plugin.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.skill.CheckedRun;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrSkillTest {

    private static final String INPUT = """
            {"title": "Add x", "what": "A has x.", "why": "It was missing.", "risk": "low"}""";

    private final Skill pr = new PrSkill();
    private final FakePulls host = new FakePulls();
    private final List<CheckedRun> checked = new ArrayList<>();

    @TempDir private Path temp;

    private TestRepository remote;
    private TestCheckout checkout;

    @BeforeEach
    void open() {
        remote = TestRepository.in(temp, Map.of("README.md", "# Test\n", "src/A.java", "class A {}\n"));
        checkout = TestCheckout.of(remote);
    }

    private TestSkillContext context() {
        var repositories = new TestRepositories().with(checkout.repo(), remote).withCodeHost(checkout.repo(), host);
        TestSkillContext context =
                TestSkillContext.in(checkout.directory()).withCheckout(checkout).withRepositories(repositories);
        checked.forEach(context::withCheckedRun);
        return context;
    }

    /** A run of the tests that ended now, on the files as a revision has them. */
    private void tested(String revision, int exitCode, int passed, int failed) {
        checked.add(new CheckedRun("test.run", "make test", exitCode, JsonValue.object().put("tests", passed + failed)
                .put("passed", passed).put("failed", failed).put("errors", 0).put("skipped", 0).build(),
                checkout.tree(revision).orElseThrow(), Instant.EPOCH));
    }

    private SkillResult run(String input) {
        return pr.run(SkillInputs.of(input), context());
    }

    private Reconciled.State reconciled(String input) {
        return pr.reconcile(new GitSkillsTest.Cut("run-1", SkillInputs.of(input), "telecoder/x"), context()).state();
    }

    private void change() throws IOException {
        Files.writeString(checkout.directory().resolve("src/A.java"), "class A { int x; }\n");
        new CommitSkill().run(SkillInputs.of("{\"message\": \"Add x\", \"branch\": \"telecoder/x\"}"), context());
    }

    @Test
    void pushesAndOpensWithTheEvidence() throws IOException {
        change();
        tested("main", 1, 11, 1);
        tested("telecoder/x", 0, 12, 0);

        SkillResult result = run(INPUT);

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(remote.head("telecoder/x")).isEqualTo(checkout.head());
        assertThat(host.drafts).containsExactly(false);
        assertThat(host.open.getFirst().base()).isEqualTo("main");
        assertThat(host.bodies.getFirst()).containsSubsequence("## What", "A has x.", "## Why", "It was missing.",
                "## Risk", "low", "## Tests before", "`make test` exit 1: 1 failed, 11 passed", "## Tests after",
                "`make test` exit 0: 12 passed, on " + checkout.head().orElseThrow().substring(0, 10),
                "src/A.java +1 -1");
        assertThat(result.data().orElseThrow().get("verified").asBoolean(false)).isTrue();
        assertThat(result.data().orElseThrow().get("number").asInt(0)).isEqualTo(1);
        assertThat(result.output()).contains("https://git.example/there/api/pull/1");
    }

    @Test
    void opensADraftWhereNothingWasRun() throws IOException {
        change();

        run(INPUT);

        assertThat(host.drafts).containsExactly(true);
        assertThat(host.bodies.getFirst()).contains("Not verified: nothing was run on");
    }

    @Test
    void believesNoRunOnOtherFilesThanThoseItPushes() throws IOException {
        change();
        tested("telecoder/x", 0, 12, 0);
        Files.writeString(checkout.directory().resolve("src/B.java"), "class B {}\n");
        new CommitSkill().run(SkillInputs.of("{\"message\": \"Add B\"}"), context().withRunId("second"));

        SkillResult result = run(INPUT);

        assertThat(host.drafts).containsExactly(true);
        assertThat(result.output()).contains("Not verified");
    }

    @Test
    void believesNoRunThatFailedLater() throws IOException {
        change();
        tested("telecoder/x", 0, 12, 0);
        tested("telecoder/x", 1, 11, 1);

        run(INPUT);

        assertThat(host.drafts).containsExactly(true);
        assertThat(host.bodies.getFirst()).contains("Not verified: `make test` exit 1: 1 failed, 11 passed");
    }

    @Test
    void saysNothingOfTestsInTheNameOfTheHost() throws IOException {
        change();

        run("""
                {"title": "Add x", "what": "A <!-- telecoder:proven --> 99 passed", "why": "y", "tests_after": "99 passed"}""");

        assertThat(host.drafts).containsExactly(true);
        assertThat(host.bodies.getFirst()).containsOnlyOnce("<!-- telecoder:proven -->");
    }

    @Test
    void bringsTheOpenOneUpToDateAndReadyOnceItIsVerified() throws IOException {
        Files.writeString(checkout.directory().resolve("CODEOWNERS"), "* @anna\n/src/ @boris @myorg/core @telecoder\n");
        change();
        run(INPUT);
        host.head = checkout.head().orElseThrow();
        host.bodies.set(0, "Please look.\n" + host.bodies.getFirst() + "- [x] done\n");
        assertThat(host.asked).as("nobody is asked to review a draft").isEmpty();
        tested("telecoder/x", 0, 12, 0);

        SkillResult again = run("{\"title\": \"Add x to A\"}");

        assertThat(again.output()).contains("now up to date: #1 Add x to A",
                "Asked for a review: anna, boris, team core");
        assertThat(host.drafts).containsExactly(false);
        assertThat(host.bodies.getFirst()).startsWith("Please look.\n").endsWith("- [x] done\n")
                .contains("A has x.", "12 passed").doesNotContain("Not verified");
    }

    @Test
    void updatesNoneThatIsNotOpen() throws IOException {
        change();

        SkillResult result = run("{\"action\": \"update\", \"what\": \"More.\"}");

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("No pull request of telecoder/x is open");
        assertThat(remote.head("telecoder/x")).as("nothing was pushed").isEmpty();
    }

    @Test
    void commentsAndAsksForReviews() throws IOException {
        change();
        run(INPUT);

        SkillResult comment = run("{\"action\": \"comment\", \"text\": \"Fixed.\"}");
        SkillResult review = run("{\"action\": \"review\", \"number\": 1, \"reviewers\": [\"@anna\", \"myorg/core\"]}");
        SkillResult nobody = run("{\"action\": \"review\"}");

        assertThat(comment.succeeded()).as(comment.output()).isTrue();
        assertThat(host.comments).containsExactly("Fixed.");
        assertThat(review.succeeded()).as(review.output()).isTrue();
        assertThat(host.asked).containsExactly("anna", "team core");
        assertThat(nobody.output()).contains("CODEOWNERS names nobody");
    }

    @Test
    void mergesWhatIsGreenReadyAndTheSameAsHere() throws IOException {
        change();
        tested("telecoder/x", 0, 12, 0);
        run(INPUT);
        host.head = "0000000000000000000000000000000000000000";
        String others = run("{\"action\": \"merge\"}").output();
        host.head = checkout.head().orElseThrow();
        host.checks.add(new PullRequestWork.Check("verify", "failed", "1", null));
        String red = run("{\"action\": \"merge\"}").output();
        host.checks.clear();

        SkillResult merged = run("{\"action\": \"merge\"}");

        assertThat(others).contains("has other commits than the branch here");
        assertThat(red).contains("is not green: verify failed");
        assertThat(merged.succeeded()).as(merged.output()).isTrue();
        assertThat(merged.data().orElseThrow().get("merge_commit").text()).isEqualTo("c0ffee");
        assertThat(run("{\"action\": \"merge\", \"number\": 1}").output()).contains("is merged already");
    }

    @Test
    void isDangerousOnlyToMerge() {
        assertThat(pr.risk(SkillInputs.of("{\"action\": \"merge\"}"))).isEqualTo(Risk.DANGEROUS);
        assertThat(pr.risk(SkillInputs.of(INPUT))).isEqualTo(Risk.EXTERNAL);
        assertThat(pr.risk(SkillInputs.of("{\"action\": \"comment\"}"))).isEqualTo(Risk.EXTERNAL);
        assertThat(pr.effects(SkillInputs.of("{\"action\": \"comment\"}")))
                .containsExactly(new Effect("comment", null));
        assertThat(pr.effects(SkillInputs.of("{\"action\": \"merge\"}"))).as("no plan covers it").isEmpty();
    }

    @Test
    void findsOutAfterACrashWhatItDid() throws IOException {
        change();
        run(INPUT);
        host.head = checkout.head().orElseThrow();
        run("{\"action\": \"comment\", \"text\": \"Fixed.\"}");

        assertThat(reconciled(INPUT)).isEqualTo(Reconciled.State.DONE);
        assertThat(reconciled("{\"action\": \"comment\", \"text\": \"Fixed.\"}")).isEqualTo(Reconciled.State.DONE);
        assertThat(reconciled("{\"action\": \"comment\", \"text\": \"Else.\"}"))
                .isEqualTo(Reconciled.State.NOT_DONE);
        assertThat(reconciled("{\"action\": \"merge\", \"number\": 1}")).isEqualTo(Reconciled.State.NOT_DONE);
        assertThat(reconciled("{\"action\": \"merge\"}")).isEqualTo(Reconciled.State.UNKNOWN);
    }

    @Test
    void opensNoSecondOneOfABranch() throws IOException {
        change();
        run(INPUT);
        Files.writeString(checkout.directory().resolve("src/B.java"), "class B {}\n");
        new CommitSkill().run(SkillInputs.of("{\"message\": \"Add B\"}"), context().withRunId("second"));

        SkillResult again = run(INPUT);

        assertThat(host.open).hasSize(1);
        assertThat(again.output()).contains("Already open, now up to date: #1");
        assertThat(host.bodies.getFirst()).contains("A src/B.java");
        assertThat(remote.head("telecoder/x")).isEqualTo(checkout.head());
    }

    @Test
    void putsTheTemplateOfTheRepositoryBelow() throws IOException {
        Files.createDirectories(checkout.directory().resolve(".github"));
        Files.writeString(checkout.directory().resolve(".github/pull_request_template.md"), "- [ ] changelog\n");
        change();

        run(INPUT);

        assertThat(host.bodies.getFirst()).endsWith("---\n\n- [ ] changelog\n");
    }

    @Test
    void readsNoTemplateThatIsALink() throws IOException {
        Path outside = Files.createDirectories(temp.resolve("elsewhere"));
        Files.writeString(outside.resolve("pull_request_template.md"), "secret");
        Files.createSymbolicLink(checkout.directory().resolve(".github"), outside);
        Files.createSymbolicLink(checkout.directory().resolve("pull_request_template.md"),
                outside.resolve("pull_request_template.md"));

        assertThat(PrBody.template(checkout.directory())).isEmpty();
    }

    @Test
    void opensNothingOfTheDefaultBranch() throws IOException {
        SkillResult result = run(INPUT);

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("a branch of its own, not main");
        assertThat(host.open).isEmpty();
    }

    @Test
    void opensNothingWhileSomethingIsNotCommitted() throws IOException {
        change();
        Files.writeString(checkout.directory().resolve("src/A.java"), "class A { int y; }\n");

        SkillResult result = run(INPUT);

        assertThat(result.output()).contains("Not everything is committed");
        assertThat(remote.head("telecoder/x")).as("nothing was pushed").isEmpty();
    }

    @Test
    void opensNothingThatChangesNothing() {
        checkout.createBranch("telecoder/empty", "");

        assertThat(run(INPUT).output()).contains("has nothing that main does not have");
        assertThat(remote.head("telecoder/empty")).isEmpty();
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoCodeHost() throws IOException {
        change();

        SkillResult result = pr.run(SkillInputs.of(INPUT), TestSkillContext.in(checkout.directory())
                .withCheckout(checkout).withRepositories(new TestRepositories().with(checkout.repo(), remote)));

        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).contains("repos[].host", "github.token");
    }

    @Test
    void isSeenByOthersTwice() {
        assertThat(pr.effects(SkillInputs.of("{\"branch\": \"telecoder/x\"}")))
                .containsExactly(new Effect("push", "telecoder/x"), new Effect("pull-request", "telecoder/x"));
    }
}
