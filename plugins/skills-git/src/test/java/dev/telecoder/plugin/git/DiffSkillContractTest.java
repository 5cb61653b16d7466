package dev.telecoder.plugin.git;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestCheckout;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class DiffSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new DiffSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("""
                {}""",
                """
                {"since": "2d"}""");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("""
                {"from": "nowhere"}""");
    }

    @Override
    protected SkillContext context(Path workspace, ManualCancellation cancellation) {
        TestRepository remote = TestRepository.in(workspace);
        return TestSkillContext.in(workspace).withCancellation(cancellation).withCheckout(TestCheckout.of(remote))
                .withRepositories(new TestRepositories().with("a/b", remote));
    }
}
