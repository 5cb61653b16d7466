package dev.telecoder.plugin.git;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.api.skill.SkillContext;
import dev.telecoder.platform.repo.Credentials;
import dev.telecoder.platform.repo.PushPolicy;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.TaskRepositories;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestRepository;
import dev.telecoder.testkit.TestSkillContext;
import java.nio.file.Path;
import java.time.Clock;
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
        Repos repos = new Repos(workspace.resolve("workspaces"), List::of, Credentials.NONE, () -> PushRules.DEFAULT,
                Clock.systemUTC());
        return TestSkillContext.in(workspace).withCancellation(cancellation)
                .withCheckout(repos.folder(remote.directory(), PushPolicy.ALLOW)).withRepositories(new TaskRepositories(repos,
                        "t1", PushPolicy.ALLOW, Optional::empty, opened -> { }, name -> Optional.empty(), name -> List.of()));
    }
}
