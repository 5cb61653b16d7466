package dev.telecoder.plugin.ci;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class LogsSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new LogsSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"run\": \"42\"}", "{\"run\": 42, \"max_chars\": 100}", "{\"log_file\": \"build.log\"}", "{}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"log_file\": \"" + path + "\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"log_file\": \"none.log\"}");
    }
}
