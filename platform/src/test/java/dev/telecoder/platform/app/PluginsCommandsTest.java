package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugins …} without a host, and through one. */
class PluginsCommandsTest {

    @TempDir private Path folder;

    private Path home;
    private Path shop;

    @BeforeEach
    void prepare() throws IOException {
        home = folder.resolve("home");
        shop = Files.createDirectories(folder.resolve("shop"));
    }

    @Test
    void installsListsChecksSwitchesAndRemovesWithoutAHost() {
        alike();
    }

    @Test
    void doesTheSameThroughARunningHost() throws IOException {
        Home running = new Home(home.toAbsolutePath()).prepare();
        try (Serving _ = Serving.begin(running, Map.of("PATH", System.getenv().getOrDefault("PATH", "")), 0)) {
            alike();
        }
    }

    private void alike() {
        Path first = TestJar.good("todo", "1.0.0").into(shop);
        Path second = TestJar.good("todo", "1.1.0").into(shop);

        Typed installed = typed("plugins", "install", second.toString());
        assertThat(installed.exit()).as(installed.err()).isZero();
        assertThat(installed.out()).isEqualTo("todo 1.1.0 is installed: started\n");
        JsonValue listed = new HostJson().parse(typed("plugins", "list", "--json").out()).items().getFirst();
        assertThat(listed.members().keySet())
                .containsExactly("id", "version", "source", "state", "reason", "requires", "extensions");
        assertThat(listed.get("source").text()).isEqualTo("user");
        assertThat(listed.get("extensions").items().getFirst().get("kind").text()).isEqualTo("web-app");

        Typed older = typed("plugins", "install", first.toString());
        assertThat(older.exit()).isEqualTo(1);
        assertThat(older.err()).contains("1.0.0 is older", "--force");
        assertThat(older.out()).isEmpty();
        assertThat(typed("plugins", "install", shop.resolve("none.jar").toString()).exit()).isEqualTo(2);
        assertThat(typed("plugins", "install", first.toString(), "--sha256", "0".repeat(64), "--force").exit())
                .isEqualTo(1);
        assertThat(typed("plugins", "install", first.toString(), "--force", "--json").exit()).isZero();

        JsonValue info = new HostJson().parse(typed("plugins", "info", "todo", "--json").out());
        assertThat(info.get("version").text()).isEqualTo("1.0.0");
        assertThat(info.get("installed_from").text()).isEqualTo(first.toString());
        Typed near = typed("plugins", "info", "tod");
        assertThat(near.exit()).isEqualTo(2);
        assertThat(near.err()).contains("Did you mean 'todo'?");

        assertThat(typed("plugins", "disable", "todo").out()).isEqualTo("todo is switched off.\n");
        assertThat(state()).isEqualTo("disabled");
        assertThat(typed("plugins", "enable", "todo").exit()).isZero();
        assertThat(state()).isEqualTo("started");
        assertThat(typed("plugins", "disable", "nobody").exit()).isEqualTo(2);

        assertThat(typed("plugins", "verify", "todo").exit()).isZero();
        spoil(home.resolve("plugins/todo-1.0.0.jar"));
        Typed verified = typed("plugins", "verify", "todo", "--json");
        assertThat(verified.exit()).isEqualTo(1);
        assertThat(new HostJson().parse(verified.out()).get("ok").asBoolean(true)).isFalse();
        assertThat(typed("plugins", "verify", "nobody").exit()).isEqualTo(2);

        assertThat(typed("plugins", "remove", "todo").out()).isEqualTo("todo is removed.\n");
        assertThat(typed("plugins", "list", "--json").out()).isEqualTo("[]\n");
        assertThat(typed("plugins", "remove", "todo").exit()).isEqualTo(2);
    }

    private static void spoil(Path jar) {
        try {
            Files.write(jar, TestJar.good("todo", "1.0.0").says("Plugin-Provider", "somebody else").bytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String state() {
        return new HostJson().parse(typed("plugins", "info", "todo", "--json").out()).get("state").text();
    }

    private Typed typed(String... arguments) {
        return Typed.in(home, arguments);
    }
}
