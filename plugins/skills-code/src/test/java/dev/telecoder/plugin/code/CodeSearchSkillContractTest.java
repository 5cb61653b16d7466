package dev.telecoder.plugin.code;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class CodeSearchSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new CodeSearchSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"query\": \"x\"}", "{\"query\": \"a b\", \"mode\": \"ranked\", \"limit\": 5}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"query\": \"(\", \"regex\": true}");
    }
}
