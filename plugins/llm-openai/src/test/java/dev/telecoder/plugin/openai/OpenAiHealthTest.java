package dev.telecoder.plugin.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.health.HealthCheck.Finding;
import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.testkit.HealthCheckContract;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.TestContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiHealthTest extends HealthCheckContract {

    private static final String KEY = "sk-very-secret-0123456789";

    @Override
    protected HealthCheck check() {
        return new OpenAiHealth(
                TestContext.with("provider", "openai", "api_key", KEY, "base_url", "http://127.0.0.1:1"),
                Map.of());
    }

    @Override
    protected List<String> secrets() {
        return List.of(KEY);
    }

    @Test
    void failsWhereItIsChosenAndHasNoKey() {
        var check = new OpenAiHealth(TestContext.with("provider", "openai"), Map.of());

        assertThat(check.check(() -> false)).singleElement().satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.FAIL);
            assertThat(found.fix()).contains("OPENAI_API_KEY");
        });
    }

    @Test
    void saysNothingWhereAnotherIsChosen() {
        assertThat(new OpenAiHealth(TestContext.with("provider", "other"), Map.of("OPENAI_API_KEY", KEY))
                .check(() -> true))
                .isEmpty();
        assertThat(new OpenAiHealth(TestContext.with(), Map.of()).check(() -> true)).isEmpty();
    }

    @Test
    void asksAServerOnThisMachine() {
        try (LoopbackServer server = LoopbackServer.start()) {
            server.answer(LoopbackServer.Reply.of(200, "{\"data\":[{\"id\":\"one\"}]}"));
            var check = new OpenAiHealth(TestContext.with("provider", "openai", "base_url", server.url() + "/v1"),
                    Map.of());
            List<Finding> well = check.check(() -> false);
            server.answer(LoopbackServer.Reply.of(401, "{\"error\":{\"message\":\"no\"}}"));
            List<Finding> refused = check.check(() -> false);
            server.answer(LoopbackServer.Reply.of(404, "{\"error\":{\"message\":\"no list here\"}}"));
            List<Finding> unlisted = check.check(() -> false);

            assertThat(well).extracting(Finding::state).containsExactly(State.OK, State.OK);
            assertThat(refused).extracting(Finding::state).containsExactly(State.OK, State.FAIL);
            assertThat(unlisted).extracting(Finding::state).containsExactly(State.OK, State.WARN);
            assertThat(refused.getLast().name()).isEqualTo("openai-service");
        }
    }

    @Test
    void asksNobodyElseUnlessItMay() {
        var check = new OpenAiHealth(TestContext.with("provider", "openai", "api_key", KEY), Map.of());

        assertThat(check.check(() -> false)).extracting(Finding::name).containsExactly("openai-key");
    }
}
