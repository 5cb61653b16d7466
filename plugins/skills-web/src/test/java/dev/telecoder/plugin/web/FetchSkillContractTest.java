package dev.telecoder.plugin.web;

import dev.telecoder.api.skill.Skill;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.SkillContract;
import dev.telecoder.testkit.TestContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class FetchSkillContractTest extends SkillContract {

    private final LoopbackServer server = LoopbackServer.start();

    @BeforeEach
    void hang() {
        server.answer(Reply.of(200, "half of what is there").silentInTheMiddle());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected Skill skill() {
        return new FetchSkill(TestContext.with());
    }

    @Override
    protected List<String> inputs() {
        return List.of("{\"url\": \"https://example.com\"}",
                "{\"url\": \"https://example.com/?token=abcdefgh\", \"summary\": true}",
                "{\"url\": \"https://example.com\", \"summary\": \"what is new?\", \"max_chars\": 10, \"offset\": 5}");
    }

    @Override
    protected Optional<String> longInput() {
        return Optional.of("{\"url\": \"" + server.url() + "\"}");
    }

    @Override
    protected Optional<String> failingInput() {
        return Optional.of("{\"url\": \"ftp://example.com\"}");
    }
}
