package dev.telecoder.plugin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillExample;
import dev.telecoder.testkit.TestCheckout;
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
        TestRepository repository = TestRepository.in(temp, Map.of("README.md", "# Test\n", "src/a.txt", "one\ntwo\n"));

        SkillResult result = new ExecSkill().run(example.asInput(),
                TestSkillContext.in(repository.directory()).withCheckout(TestCheckout.of(repository)));

        assertThat(example.differences(result)).isEmpty();
    }
}
