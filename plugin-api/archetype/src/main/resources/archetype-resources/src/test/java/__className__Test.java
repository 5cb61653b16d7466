package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.SkillInputs;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the host relies on, from the contract, and what this skill is for. Rows that do not apply are skipped. */
class ${className}Test extends SkillContract {

    @TempDir
    Path workspace;

    @Override
    protected Skill skill() {
        return new ${className}();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"text\": \"one two\"}", "{\"text\": \"\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"text\": \" \"}");
    }

    @Test
    void countsWords() {
        SkillResult result = skill().run(SkillInputs.of("{\"text\": \" to be\\n or not  to be \"}"),
                TestSkillContext.in(workspace));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.output()).isEqualTo("6 words");
    }
}
