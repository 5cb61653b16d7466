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

class PrSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new PrSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("""
                {"title": "Add x", "what": "A has x.", "why": "It was missing."}""");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("""
                {"title": "Add x", "what": "A has x.", "why": "It was missing.", "branch": "nowhere"}""");
    }

    @Override
    protected SkillContext context(Path workspace, ManualCancellation cancellation) {
        TestRepository remote = TestRepository.in(workspace);
        return TestSkillContext.in(workspace).withCancellation(cancellation).withCheckout(TestCheckout.of(remote))
                .withRepositories(new TestRepositories().with("a/b", remote));
    }
}
