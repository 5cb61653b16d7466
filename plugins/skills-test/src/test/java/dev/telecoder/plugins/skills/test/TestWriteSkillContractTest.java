package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class TestWriteSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new TestWriteSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"path\": \"a_test.py\", \"content\": \"x\", \"command\": \"true\"}",
                "{\"path\": \"a_test.py\", \"target\": \"a.py\", \"instructions\": \"adds\", \"test\": \"t\"}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"path\": \"" + path + "\", \"content\": \"x\", \"command\": \"true\"}");
    }

    @Override
    protected Optional<String> longInput() {
        return Optional.of("{\"path\": \"a.txt\", \"content\": \"x\", \"command\": \"sleep 40\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"path\": \"a_test.xyz\", \"content\": \"x\"}");
    }
}
