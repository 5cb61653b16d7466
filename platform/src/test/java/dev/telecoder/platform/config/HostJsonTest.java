package dev.telecoder.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostJsonTest {

    enum Level {
        LOW,
        VERY_HIGH
    }

    record Part(String path, int count) {}

    record Everything(
            String name, int number, long size, double ratio, boolean flag, Level level, Optional<String> note,
            List<Part> parts, Map<String, Integer> counts, Duration pause, Instant at, JsonValue raw, Part only) {}

    private final HostJson json = new HostJson();

    @Test
    void readsAndWritesEveryKindOfValue() {
        String text = "{\"a\":[1,2.50,true,false,null,\"x\\n\\u00e9\\ud83d\\ude00\"],\"b\":{}}";

        JsonValue value = json.parse(text);

        assertThat(value.get("a").at(1).text()).isEqualTo("2.50");
        assertThat(json.parse(value.toString())).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{", "[1,]", "{\"a\":}", "1 2", "{a:1}", "nul", "[1}", "\"\u0001\""})
    void saysWhereATextIsNoJson(String text) {
        assertThatThrownBy(() -> json.parse(text))
                .isInstanceOfSatisfying(PluginException.class,
                        thrown -> assertThat(thrown.failure()).isEqualTo(Failure.REJECTED))
                .hasMessageStartingWith("This is no JSON");
    }

    @Test
    void limitsNesting() {
        assertThat(json.parse("[".repeat(200) + "]".repeat(200)).isNull()).isFalse();
        assertThatThrownBy(() -> json.parse("[".repeat(201) + "]".repeat(201))).isInstanceOf(PluginException.class);
    }

    @Test
    void bindsRecordsOfEveryType() {
        Everything bound = json.bind(json.parse("""
                {"name": "n", "number": 7, "size": "512MB", "ratio": 0.5, "flag": true, "level": "very-high",
                 "parts": [{"path": "a", "count": 1, "unknown": 2}], "counts": {"x": 3}, "pause": "5m",
                 "at": "2026-11-22T10:00:00Z", "raw": {"any": []}, "only": {"path": "p"}}"""), Everything.class);

        assertThat(bound.size()).isEqualTo(512L << 20);
        assertThat(bound.level()).isEqualTo(Level.VERY_HIGH);
        assertThat(bound.note()).isEmpty();
        assertThat(bound.parts()).containsExactly(new Part("a", 1));
        assertThat(bound.counts()).containsEntry("x", 3);
        assertThat(bound.pause()).isEqualTo(Duration.ofMinutes(5));
        assertThat(bound.raw().get("any").items()).isEmpty();
        assertThat(bound.only()).isEqualTo(new Part("p", 0));
    }

    @Test
    void bindsNothingToEmptyValues() {
        Everything bound = json.bind(JsonValue.object().build(), Everything.class);

        assertThat(bound.name()).isNull();
        assertThat(bound.parts()).isEmpty();
        assertThat(bound.counts()).isEmpty();
        assertThat(bound.number()).isZero();
    }

    @Test
    void namesEachPathThatDoesNotFit() {
        assertThatThrownBy(() -> json.bind(json.parse("""
                {"number": "many", "parts": [{"count": 1.5}, {"path": {}}], "pause": 5, "level": "middle"}"""),
                Everything.class))
                .hasMessageContaining("number is \"many\", expected a whole number")
                .hasMessageContaining("parts[0].count is 1.5")
                .hasMessageContaining("parts[1].path is a section with keys")
                .hasMessageContaining("pause is 5, expected a duration")
                .hasMessageContaining("level is \"middle\", expected one of low, very_high");
    }

    @Test
    void writesRecordsInSnakeCaseWithoutSecrets() {
        record Inner(Duration pollInterval, Level level) {}
        record Outer(String chatId, Optional<Integer> replyTo, List<Inner> inner, Secret botToken, URI link) {}

        JsonValue value = json.toJson(new Outer("c", Optional.empty(),
                List.of(new Inner(Duration.ofSeconds(90), Level.LOW)), new Secret("hidden"), URI.create("http://x")));

        assertThat(value).hasToString("{\"chat_id\":\"c\",\"inner\":[{\"poll_interval\":\"1m30s\",\"level\":\"low\"}],"
                + "\"bot_token\":\"***\",\"link\":\"http://x\"}");
    }

    @Test
    void keepsNoClassLoaderOfABoundRecord(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("Guest.java"),
                "record Guest(String name, java.util.List<Guest> more) {}");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString())).isZero();

        WeakReference<ClassLoader> loader = bindInLoaderOfItsOwn(folder);

        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (loader.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(loader.get()).isNull();
    }

    private WeakReference<ClassLoader> bindInLoaderOfItsOwn(Path folder) throws Exception {
        try (var loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, null)) {
            Class<? extends Record> type = loader.loadClass("Guest").asSubclass(Record.class);
            Record bound = json.bind(json.parse("{\"name\":\"n\",\"more\":[{\"name\":\"m\"}]}"), type);
            assertThat(json.toJson(bound)).hasToString("{\"name\":\"n\",\"more\":[{\"name\":\"m\",\"more\":[]}]}");
            return new WeakReference<>(loader);
        }
    }
}
