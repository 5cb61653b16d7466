package dev.telecoder.plugin.repo;

import static org.assertj.core.api.Assertions.assertThat;

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

    @TempDir private Path temp;

    static List<SkillExample> examples() {
        return SkillExample.in(Path.of("src/test/resources/batch"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsTheExampleSays(SkillExample example) {
        TestRepository repository =
                TestRepository.in(temp, Map.of("Makefile", "test:\n\ttrue\n", "src/a.py", "a = 1\n"));

        SkillResult result = new SetupSkill().run(example.asInput(), TestSkillContext.in(repository.directory())
                .withCheckout(TestCheckout.of(repository, "myorg/api"))
                .withRepositories(new TestRepositories().with("myorg/api", repository)));

        assertThat(example.differences(result)).isEmpty();
    }
}
