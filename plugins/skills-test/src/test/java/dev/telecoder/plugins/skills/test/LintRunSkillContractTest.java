package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class LintRunSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new LintRunSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{}", "{\"tool\": \"ruff\", \"fix\": true}", "{\"report\": \"a.xml\"}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"report\": \"" + path + "\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{}");
    }
}
