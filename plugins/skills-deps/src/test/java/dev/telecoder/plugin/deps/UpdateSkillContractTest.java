package dev.telecoder.plugin.deps;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class UpdateSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new UpdateSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("""
                {"package": "lodash", "version": "4.17.21"}""", """
                {"package": "a:b", "version": "1.0", "command": "make test", "test": false}""");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("""
                {"package": "nothing", "version": "1.0"}""");
    }
}
