package dev.telecoder.plugin.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrSkillTest {

    private static final String INPUT = """
            {"title": "Add x", "what": "A has x.", "why": "It was missing.", "tests_before": "1 failed",
             "tests_after": "12 passed", "risk": "low"}""";

    private final Skill pr = new PrSkill();
    private final Host host = new Host();

    @TempDir private Path temp;

    private TestRepository remote;
    private TestCheckout checkout;

    /** Keeps what was opened; knows the repository by another name than we do. */
    private static final class Host implements CodeHost, PullRequests {

        private final List<PullRequest> open = new ArrayList<>();
        private final List<String> bodies = new ArrayList<>();
        private final List<Boolean> drafts = new ArrayList<>();

        @Override
        public String id() {
            return "fake";
        }

        @Override
        public Optional<String> identify(String url) {
            return Optional.of("there/api");
        }

        @Override
        public Optional<PullRequest> findOpen(String repo, String branch) {
            assertThat(repo).isEqualTo("there/api");
            return open.stream().filter(one -> one.branch().equals(branch)).findFirst();
        }

        @Override
        public PullRequest open(String repo, String branch, String base, String title, String markdown, boolean draft) {
            assertThat(repo).isEqualTo("there/api");
            open.add(new PullRequest(open.size() + 1L, title, branch, base, "telecoder", "open",
                    URI.create("https://git.example/there/api/pull/" + (open.size() + 1))));
            bodies.add(markdown);
            drafts.add(draft);
            return open.getLast();
        }
    }

    @BeforeEach
    void open() {
        remote = TestRepository.in(temp, Map.of("README.md", "# Test\n", "src/A.java", "class A {}\n"));
        checkout = TestCheckout.of(remote);
    }

    private TestSkillContext context() {
        var repositories = new TestRepositories().with(checkout.repo(), remote).withCodeHost(checkout.repo(), host);
        return TestSkillContext.in(checkout.directory()).withCheckout(checkout).withRepositories(repositories);
    }

    private SkillResult run(String input) {
        return pr.run(SkillInputs.of(input), context());
    }

    private void change() throws IOException {
        Files.writeString(checkout.directory().resolve("src/A.java"), "class A { int x; }\n");
        new CommitSkill().run(SkillInputs.of("{\"message\": \"Add x\", \"branch\": \"telecoder/x\"}"), context());
    }

    @Test
    void pushesAndOpensWithTheEvidence() throws IOException {
        change();

        SkillResult result = run(INPUT);

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(remote.head("telecoder/x")).isEqualTo(checkout.head());
        assertThat(host.drafts).containsExactly(false);
        assertThat(host.open.getFirst().base()).isEqualTo("main");
        assertThat(host.bodies.getFirst()).containsSubsequence("## What", "A has x.", "## Why", "It was missing.",
                "## Tests before", "1 failed", "## Tests after", "12 passed", "## Risk", "low", "src/A.java +1 -1");
        assertThat(result.data().orElseThrow().get("number").asInt(0)).isEqualTo(1);
        assertThat(result.output()).contains("https://git.example/there/api/pull/1");
    }

    @Test
    void opensADraftWhereNothingWasVerified() throws IOException {
        change();

        run("{\"title\": \"Add x\", \"what\": \"A has x.\", \"why\": \"It was missing.\", \"tests_after\": \" \"}");

        assertThat(host.drafts).containsExactly(true);
        assertThat(host.bodies.getFirst()).contains("Not verified");
    }

    @Test
    void opensNoSecondOneOfABranch() throws IOException {
        change();
        run(INPUT);
        Files.writeString(checkout.directory().resolve("src/B.java"), "class B {}\n");
        new CommitSkill().run(SkillInputs.of("{\"message\": \"Add B\"}"), context().withRunId("second"));

        SkillResult again = run(INPUT);

        assertThat(host.open).hasSize(1);
        assertThat(again.output()).contains("Already open: #1");
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
