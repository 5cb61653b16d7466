package dev.telecoder.plugin.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.testkit.HealthCheckContract;
import dev.telecoder.testkit.TestContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeminiHealthTest extends HealthCheckContract {

    private static final String KEY = "AIzaVerySecret0123456789";

    @Override
    protected HealthCheck check() {
        return new GeminiHealth(
                TestContext.with("provider", "gemini", "api_key", KEY, "base_url", "http://127.0.0.1:1"), Map.of());
    }

    @Override
    protected List<String> secrets() {
        return List.of(KEY);
    }

    @Test
    void looksOnlyWhereItIsChosenOrHasAKey() {
        assertThat(new GeminiHealth(TestContext.with("provider", "other"), Map.of("GEMINI_API_KEY", KEY))
                .check(() -> true)).isEmpty();
        assertThat(new GeminiHealth(TestContext.with(), Map.of()).check(() -> true)).isEmpty();
        assertThat(new GeminiHealth(TestContext.with("provider", "gemini"), Map.of()).check(() -> false))
                .singleElement().satisfies(found -> assertThat(found.state()).isEqualTo(State.FAIL));
        assertThat(new GeminiHealth(TestContext.with(), Map.of("GOOGLE_API_KEY", KEY)).check(() -> false))
                .singleElement().satisfies(found -> assertThat(found.state()).isEqualTo(State.OK));
    }
}
