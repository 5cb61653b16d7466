package dev.telecoder.plugin.deps;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class AuditSkillContractTest extends SkillContract {

    private final LoopbackServer osv = LoopbackServer.start();

    @AfterEach
    void close() {
        osv.close();
    }

    @Override
    protected Skill skill() {
        return new AuditSkill(TestContext.with("api_url", osv.url().toString()));
    }

    @Override
    protected List<String> inputs() {
        return List.of("{}", """
                {"packages": [{"ecosystem": "npm", "name": "a", "version": "1.0.0"}], "outdated": false}""", """
                {"database": "osv"}""");
    }

    @Override
    protected Optional<String> inputNaming(String path) {
        return Optional.of("{\"packages\": [{\"ecosystem\": \"npm\", \"name\": \"a\", \"version\": \"1.0.0\"}],"
                + " \"outdated\": false, \"database\": \"" + path + "\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{}");
    }
}
