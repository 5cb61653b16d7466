package dev.telecoder.plugin.code;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class CodeExplainSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new CodeExplainSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"path\": \"src/a.py\", \"start_line\": 3}", "{\"symbol\": \"Cache.get\"}",
                "{\"question\": \"how are entries dropped\"}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"path\": \"" + path + "\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"symbol\": \"NoSuchThing\"}");
    }
}
