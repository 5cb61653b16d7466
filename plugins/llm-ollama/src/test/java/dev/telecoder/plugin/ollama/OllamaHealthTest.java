package dev.telecoder.plugin.ollama;

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

class OllamaHealthTest extends HealthCheckContract {

    private static final String KEY = "very-secret-0123456789";

    @Override
    protected HealthCheck check() {
        return new OllamaHealth(
                TestContext.with("provider", "ollama", "api_key", KEY, "base_url", "http://127.0.0.1:1"), Map.of());
    }

    @Override
    protected List<String> secrets() {
        return List.of(KEY);
    }

    @Test
    void looksOnlyWhereItIsChosen() {
        assertThat(new OllamaHealth(TestContext.with("provider", "other"), Map.of()).check(() -> true)).isEmpty();
        assertThat(new OllamaHealth(TestContext.with(), Map.of()).check(() -> true)).isEmpty();
    }

    @Test
    void asksNobodyElseUnlessItMay() {
        assertThat(new OllamaHealth(TestContext.with("provider", "ollama"),
                Map.of("OLLAMA_HOST", "http://192.0.2.7:11434")).check(() -> false)).isEmpty();
    }

    @Test
    void saysHowToGetTheChosenModel() {
        try (LoopbackServer server = LoopbackServer.start()) {
            server.answer(LoopbackServer.Reply.of(200, "{\"models\":[{\"name\":\"llama3.2:latest\"}]}"));

            List<Finding> there = check(server, "llama3.2");
            List<Finding> missing = check(server, "qwen3:8b");

            assertThat(there).extracting(Finding::state).containsExactly(State.OK);
            assertThat(missing).extracting(Finding::state).containsExactly(State.OK, State.FAIL);
            assertThat(missing.getLast().fix()).contains("ollama pull qwen3:8b");
        }
    }

    private static List<Finding> check(LoopbackServer server, String model) {
        return new OllamaHealth(TestContext.with("provider", "ollama", "model", model, "base_url", server.url()),
                Map.of()).check(() -> false);
    }
}
