package dev.telecoder.plugin.agents;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class SandboxSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new SandboxSkill(TestContext.withJson(Bench.SETTINGS));
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"task\": \"Fix add\"}",
                "{\"task\": \"x\", \"agent\": \"writer\", \"session\": \"codex:1\", \"expect_change\": false}");
    }

    @Override
    protected Optional<String> longInput() {
        return Optional.of("{\"task\": \"x\", \"agent\": \"sleeper\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"task\": \"x\", \"agent\": \"talker\"}");
    }

    @Override
    protected SkillContext context(Path workspace, ManualCancellation cancellation) {
        return new Bench(workspace).context.withCancellation(cancellation);
    }
}
