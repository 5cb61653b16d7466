package dev.telecoder.plugin.code;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestContext;
import java.util.List;
import java.util.Optional;

class ReviewRulesSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new ReviewRulesSkill(TestContext.with());
    }

    @Override
    protected List<String> inputs() {
        return List.of("{}", "{\"add\": \"public methods need a test\"}", "{\"reject\": [\"4f0c2a9b17de\"]}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"remove\": \"no such rule\"}");
    }
}
