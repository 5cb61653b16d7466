package dev.telecoder.plugin.code;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class CodeReadSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new CodeReadSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"path\": \".\"}", "{\"path\": \"a\", \"start_line\": 2, \"limit\": 3}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"path\": \"" + path + "\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"path\": \"none.txt\"}");
    }
}
