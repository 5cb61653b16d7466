package dev.telecoder.testkit;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host for one extension: {@code new TelegramChannel(TestContext.with("bot_token", "t", "api_url", fake.url()))}.
 * HTTP is real, over the JDK's client; configuration is bound as the host binds it. Each {@code with} method gives a
 * new context.
 *
 * @since 1.0
 */
public final class TestContext implements PluginContext {

    private final String pluginId;
    private final JsonValue config;
    private final Clock clock;
    private final Http http;
    private @Nullable Path dataDirectory;

    private TestContext(String pluginId, JsonValue config, Clock clock, Http http, @Nullable Path dataDirectory) {
        this.pluginId = pluginId;
        this.config = config;
        this.clock = clock;
        this.http = http;
        this.dataDirectory = dataDirectory;
    }

    /**
     * Makes a context whose section of config.yaml has these keys.
     *
     * @param keysAndValues key, value, key, value …; keys as in the file, such as {@code bot_token}; values are
     *     anything {@link JsonValue#of} takes
     * @return the context
     */
    public static TestContext with(Object... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Keys and values come in pairs; the last key has no value.");
        }
        JsonValue.ObjectBuilder object = JsonValue.object();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
        }
        return of(object.build());
    }

    /**
     * Makes a context from a section of config.yaml, written as JSON.
     *
     * @param section the section
     * @return the context
     */
    public static TestContext withJson(String section) {
        return of(JacksonJson.INSTANCE.parse(section));
    }

    private static TestContext of(JsonValue config) {
        return new TestContext("test-plugin", config, Clock.systemUTC(), new JdkHttp(), null);
    }

    /**
     * Sets the clock.
     *
     * @param other such as a {@link ManualClock}
     * @return a new context
     */
    public TestContext withClock(Clock other) {
        return new TestContext(pluginId, config, other, http, dataDirectory);
    }

    /**
     * Sets the plugin's own directory; without it, one is made in the system's temporary folder.
     *
     * @param directory an existing directory, such as JUnit's {@code @TempDir}
     * @return a new context
     */
    public TestContext withDataDirectory(Path directory) {
        return new TestContext(pluginId, config, clock, http, directory);
    }

    /**
     * Sets the id of the plugin.
     *
     * @param id the id
     * @return a new context
     */
    public TestContext withPluginId(String id) {
        return new TestContext(id, config, clock, http, dataDirectory);
    }

    /**
     * Sets another HTTP client.
     *
     * @param other the client
     * @return a new context
     */
    public TestContext withHttp(Http other) {
        return new TestContext(pluginId, config, clock, other, dataDirectory);
    }

    @Override
    public String pluginId() {
        return pluginId;
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        List<String> problems = new ArrayList<>();
        C bound = RecordBinding.bind(config, type, "", problems);
        if (bound == null) {
            throw PluginException.of(Failure.CONFIGURATION, "config.yaml: " + String.join(" ", problems));
        }
        return bound;
    }

    @Override
    public Http http() {
        return http;
    }

    @Override
    public Json json() {
        return JacksonJson.INSTANCE;
    }

    @Override
    public synchronized Path dataDirectory() {
        if (dataDirectory != null) {
            return dataDirectory;
        }
        try {
            Path made = Files.createTempDirectory("telecoder-testkit-" + pluginId);
            made.toFile().deleteOnExit();
            dataDirectory = made;
            return made;
        } catch (IOException full) {
            throw new UncheckedIOException("No temporary folder can be made.", full);
        }
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
