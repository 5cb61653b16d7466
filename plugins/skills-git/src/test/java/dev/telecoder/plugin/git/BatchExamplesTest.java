package dev.telecoder.plugin.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillExample;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs lines as {@code skills run --batch} takes them, and checks what scripts would read. */
class BatchExamplesTest {

    @TempDir private Path temp;

    static List<SkillExample> examples() {
        return SkillExample.in(Path.of("src/test/resources/batch"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsTheExampleSays(SkillExample example) {
        Map<String, Skill> skills = Map.of("git.commit", new CommitSkill(), "git.diff", new DiffSkill(), "git.branch",
                new BranchSkill(), "git.pr", new PrSkill());
        TestRepository repository =
                TestRepository.in(temp, Map.of("README.md", "# Test\n", "src/A.java", "class A {}\n"));
        repository.write("src/A.java", "class A { int hello; }\n");
        var checkout = TestCheckout.of(repository);
        var repositories = new TestRepositories().with(checkout.repo(), repository);
        if (example.skill().equals("git.pr")) {
            FakePulls pulls = new FakePulls();
            if (example.asInput().value().get("number").asLong(0) > 0) {
                pulls.seven();
            }
            repositories.withCodeHost(checkout.repo(), pulls);
            new CommitSkill().run(SkillInputs.of("{\"message\": \"Say hello\", \"branch\": \"telecoder/hello\"}"),
                    TestSkillContext.in(repository.directory()).withCheckout(checkout));
        }

        SkillResult result = skills.get(example.skill()).run(example.asInput(),
                TestSkillContext.in(repository.directory()).withCheckout(checkout).withRepositories(repositories));

        assertThat(example.differences(result)).isEmpty();
    }
}
