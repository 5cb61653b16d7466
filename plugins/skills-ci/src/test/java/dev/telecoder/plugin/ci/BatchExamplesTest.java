package dev.telecoder.plugin.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillExample;
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

    private static final Map<String, Skill> SKILLS = Map.of("ci.logs", new LogsSkill(), "ci.status", new StatusSkill());

    @TempDir private Path temp;

    static List<SkillExample> examples() {
        return SkillExample.in(Path.of("src/test/resources/batch"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsTheExampleSays(SkillExample example) {
        TestRepository repository = TestRepository.in(temp, Map.of("README.md", "# Test\n"));
        TestCheckout checkout = TestCheckout.of(repository, "acme/basket");
        TestRepositories repositories = new TestRepositories().with("acme/basket", repository);
        if (!example.id().equals("no ci")) {
            repositories.withCi("acme/basket", new ReplayedCi());
        }

        SkillResult result = SKILLS.get(example.skill()).run(example.asInput(), TestSkillContext
                .in(Path.of("src/test/resources/logs")).withCheckout(checkout).withRepositories(repositories));

        assertThat(example.differences(result)).isEmpty();
        int most = example.input().get("max_chars").asInt(8_000);
        assertThat(result.succeeded() && example.skill().equals("ci.logs") ? result.output().length() : 0)
                .isLessThanOrEqualTo(most);
    }
}
