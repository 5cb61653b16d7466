package dev.telecoder.plugin.shell;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.SkillContract;
import java.util.List;
import java.util.Optional;

class ExecSkillContractTest extends SkillContract {

    @Override
    protected Skill skill() {
        return new ExecSkill();
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"command\": \"ls\"}", "{\"command\": \"rm -rf /\"}",
                "{\"command\": \"git push\", \"timeout\": 5}");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"command\": \"cat outside.txt\", \"path\": \"" + path.replace("/outside.txt", "").replace(
                "outside.txt", ".").replace("link.txt", "..") + "\"}");
    }

    @Override
    protected Optional<String> longInput() {
        return Optional.of("{\"command\": \"sleep 30\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"command\": \"no-such-command-4711\"}");
    }
}
