package dev.telecoder.plugin.ci;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class StatusSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new StatusSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{}", "{\"branch\": \"*\", \"limit\": 5}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{}");
    }

    @Override
    protected SkillContext context(Path workspace, ManualCancellation cancellation) {
        return TestSkillContext.in(workspace).withCancellation(cancellation).withRepositories(new TestRepositories());
    }
}
