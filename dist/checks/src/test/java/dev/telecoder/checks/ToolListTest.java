package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillSpec;
import dev.telecoder.plugin.code.CodeEditSkill;
import dev.telecoder.plugin.code.CodeReadSkill;
import dev.telecoder.plugin.code.CodeSearchSkill;
import dev.telecoder.plugin.git.BranchSkill;
import dev.telecoder.plugin.git.CommitSkill;
import dev.telecoder.plugin.git.DiffSkill;
import dev.telecoder.plugin.git.PrSkill;
import dev.telecoder.plugin.repo.SetupSkill;
import dev.telecoder.plugins.skills.test.TestRunSkill;
import dev.telecoder.testkit.TestContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every first request to a model carries. */
class ToolListTest {

    private static final int MOST_BYTES = 5_500;

    @Test
    void isShortEnoughToSendWithEveryRequest() {
        List<Skill> offered =
                List.of(new CodeEditSkill(), new CodeReadSkill(), new CodeSearchSkill(TestContext.with()),
                        new BranchSkill(),
                        new CommitSkill(), new DiffSkill(), new PrSkill(), new SetupSkill(), new TestRunSkill());

        int all = 0;
        for (Skill skill : offered) {
            int bytes = bytes(skill.spec());
            System.out.printf("%-12s %5d bytes%n", skill.spec().name(), bytes);
            all += bytes;
        }

        System.out.printf("%-12s %5d bytes, about %d tokens%n", "all", all, all / 4);
        assertThat(all).isLessThanOrEqualTo(MOST_BYTES);
    }

    private static int bytes(SkillSpec spec) {
        String schema = spec.inputSchemaJson().replaceAll("\\n\\s*", "").strip();
        JsonValue head = JsonValue.object().put("name", spec.name()).put("description", spec.description()).build();
        return (head + ",\"input_schema\":" + schema).getBytes(StandardCharsets.UTF_8).length;
    }
}
