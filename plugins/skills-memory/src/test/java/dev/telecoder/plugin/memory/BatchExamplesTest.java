package dev.telecoder.plugin.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillExample;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.util.List;
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
        SkillResult result = new RecallSkill().run(example.asInput(),
                TestSkillContext.in(temp).withRecall(Past.withThreeMessages()));

        assertThat(example.differences(result)).isEmpty();
        assertThat(result.origin().orElse(Origin.PERSON)).isEqualTo(Origin.PERSON);
    }
}
