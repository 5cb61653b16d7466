package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestContextTest {

    record Nested(String name, int size) {}

    enum Mode { POLLING, WEBHOOK }

    record Config(Secret botToken, Optional<String> apiUrl, List<String> allowFrom, Mode mode, Duration staleAfter,
            Map<String, Nested> groups, boolean loud, long count, @Nullable String absent) {}

    @Test
    void bindsASectionAsTheHostDoes() {
        TestContext context = TestContext.withJson("""
                {"bot_token": "t", "allow_from": ["1", "2"], "mode": "webhook", "stale_after": "7d",
                 "groups": {"-100": {"name": "g", "size": 3}}, "provider": "ignored"}""");

        Config config = context.config(Config.class);

        assertThat(config.botToken().reveal()).isEqualTo("t");
        assertThat(config.apiUrl()).isEmpty();
        assertThat(config.allowFrom()).containsExactly("1", "2");
        assertThat(config.mode()).isEqualTo(Mode.WEBHOOK);
        assertThat(config.staleAfter()).isEqualTo(Duration.ofDays(7));
        assertThat(config.groups()).containsEntry("-100", new Nested("g", 3));
        assertThat(config.absent()).isNull();
    }

    @Test
    void reportsAllProblemsTogetherWithTheirPaths() {
        TestContext context = TestContext.withJson("""
                {"allow_from": "1", "mode": "pigeon", "groups": {"-100": {"size": "big"}}}""");

        assertThatThrownBy(() -> context.config(Config.class))
                .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.failure())
                        .isEqualTo(Failure.CONFIGURATION))
                .hasMessageContainingAll("allow_from", "mode", "polling, webhook", "groups.-100.size");
    }

    @Test
    void readsAndWritesJson() {
        JsonValue tree = TestContext.with().json().parse("{\"a\": [1.50, true, null, \"\\ud83e\\udd9e\"]}");

        assertThat(tree.toString()).isEqualTo("{\"a\":[1.50,true,null,\"🦞\"]}");
        assertThat(TestContext.with().json().toJson(new Nested("x", 2)).toString())
                .isEqualTo("{\"name\":\"x\",\"size\":2}");
    }

    @Test
    void namesLineAndColumnOfWhatIsNoJson() {
        assertThatThrownBy(() -> TestContext.with().json().parse("{\n  \"a\": nope}"))
                .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.failure()).isEqualTo(Failure.REJECTED))
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> TestContext.with().json().parse("{} {}")).isInstanceOf(PluginException.class);
        assertThatThrownBy(() -> TestContext.with().json().parse("")).isInstanceOf(PluginException.class);
    }
}
