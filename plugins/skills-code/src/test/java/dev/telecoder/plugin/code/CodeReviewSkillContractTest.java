package dev.telecoder.plugin.code;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestContext;
import java.util.List;
import java.util.Optional;

class CodeReviewSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new CodeReviewSkill(TestContext.with());
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"diff\": \"change.diff\"}", "{\"pr\": 3}", "{}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"diff\": \"" + path + "\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"diff\": \"none.diff\"}");
    }
}
