package dev.telecoder.plugin.code;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class CodeEditSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new CodeEditSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"edits\": [{\"path\": \"a.txt\", \"old\": \"\", \"new\": \"x\"}]}", "{\"patch\": \"x\"}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"edits\": [{\"path\": \"" + path + "\", \"old\": \"\", \"new\": \"x\"}]}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"edits\": [{\"path\": \"none.txt\", \"old\": \"a\", \"new\": \"b\"}]}");
    }
}
