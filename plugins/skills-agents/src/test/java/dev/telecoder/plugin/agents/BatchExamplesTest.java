package dev.telecoder.plugin.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillExample;
import dev.telecoder.testkit.TestContext;
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
        Bench bench = new Bench(temp).replays("claude", "stream-claude.jsonl", true, 0)
                .replays("codex", "stream-codex-401.jsonl", false, 0);
        Skill skill = example.skill().equals(PermitSkill.NAME) ? new PermitSkill()
                : new SandboxSkill(TestContext.withJson(Bench.SETTINGS));

        SkillResult result = skill.run(example.asInput(), bench.context);

        assertThat(example.differences(result)).isEmpty();
    }
}
