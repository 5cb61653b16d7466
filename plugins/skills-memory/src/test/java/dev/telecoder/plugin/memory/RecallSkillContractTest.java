package dev.telecoder.plugin.memory;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class RecallSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new RecallSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("""
                {"query": "database"}""", """
                {"query": "database", "limit": 3, "repo": "a/b", "since": "2026-05-01T00:00:00Z"}""");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("""
                {"query": "database", "since": "yesterday"}""");
    }

    @Override
    protected SkillContext context(Path workspace, ManualCancellation cancellation) {
        return TestSkillContext.in(workspace).withCancellation(cancellation).withRecall(Past.withThreeMessages());
    }
}
