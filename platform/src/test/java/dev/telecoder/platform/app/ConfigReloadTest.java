package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigState;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventSubscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running host, whose config.yaml is changed under it. */
class ConfigReloadTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SECRET = "ghp_a-token-nobody-may-see";

    @TempDir Path home;
    @TempDir Path work;

    @Test
    void takesAChangeUpAndTellsWhatChangedButNoSecret() throws Exception {
        config("github: {token: %s}\nrepos: [{name: a/b}]\n".formatted(SECRET));
        try (Serving serving = serve(); EventSubscription events = serving.host().events().subscribe(null)) {
            config("github: {token: %s-new}\nrepos: [{name: a/b}, {name: c/d}]\nserver: {port: 4711}\n"
                    .formatted(SECRET));

            JsonValue told = told(serving, events);

            assertThat(told.get("taken").asBoolean(false)).isTrue();
            assertThat(told.get("paths")).hasToString("[\"github.token\",\"repos\",\"server.port\"]");
            assertThat(told.toString()).doesNotContain(SECRET);
            assertThat(Typed.in(home, "status", "--json").out()).contains("\"config\":{\"state\":\"ok\"");
            assertThat(serving.host().repos().configured()).hasSize(2);
        }
    }

    @Test
    void aFileThatCannotBeReadChangesNothingAndIsToldWithItsLine() throws Exception {
        config("permissions: {defaults: {WRITE: deny}}\n");
        try (Serving serving = serve(); EventSubscription events = serving.host().events().subscribe(null)) {
            config("permissions:\n  defaults: {WRITE: [allow\n");

            JsonValue told = told(serving, events);

            assertThat(told.get("taken").asBoolean(true)).isFalse();
            assertThat(told.get("problems").at(0).get("line").asInt(0)).isPositive();
            assertThat(write(serving)).isEqualTo(Decision.DENY);
            Typed status = Typed.in(home, "status");
            assertThat(status.out()).contains("last good config.yaml").contains("config.yaml:");
            JsonValue json = serving.host().json().parse(Typed.in(home, "status", "--json").out());
            assertThat(json.get("config").get("state").text()).isEqualTo("last_good");
        }
    }

    @Test
    void aSectionThatBecomesWrongKeepsWhatItSaidAndTheOthersAreTaken() throws Exception {
        config("permissions: {defaults: {WRITE: deny}}\nllm: {model: a}\n");
        try (Serving serving = serve(); EventSubscription events = serving.host().events().subscribe(null)) {
            config("permissions: {defaults: {WRITE: perhaps}}\nllm: {model: b}\n");

            JsonValue told = told(serving, events);

            assertThat(told.get("held")).hasToString("[\"permissions\"]");
            assertThat(write(serving)).isEqualTo(Decision.DENY);
            assertThat(serving.host().config().current().settings().llm().model()).contains("b");
            assertThat(Typed.in(home, "status").out()).contains("goes on for permissions").contains("config.yaml:1");

            config("permissions: {defaults: {WRITE: ask}}\nllm: {model: b}\n");
            told(serving, events);
            assertThat(write(serving)).isEqualTo(Decision.ASK);
            assertThat(serving.host().config().state()).extracting(ConfigState::held).asString().isEqualTo("[]");
        }
    }

    @Test
    void aFileThatIsGoneOrEmptyForAMomentTakesNoRuleAway() throws Exception {
        config("permissions: {defaults: {WRITE: deny}}\n");
        try (Serving serving = serve(); EventSubscription events = serving.host().events().subscribe(null)) {
            config("");
            assertThat(told(serving, events).get("taken").asBoolean(true)).isFalse();
            Files.delete(home.resolve("config.yaml"));
            assertThat(told(serving, events).get("taken").asBoolean(true)).isFalse();

            assertThat(write(serving)).isEqualTo(Decision.DENY);
        }
    }

    @Test
    void startsWithTheLastGoodFileWhereConfigYamlCannotBeReadAndSaysSo() throws Exception {
        config("permissions: {defaults: {WRITE: deny}}\ngithub: {token: %s}\n".formatted(SECRET));
        serve().close();
        Path copy = home.resolve("data/config.last-good.yaml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy))).isEqualTo("rw-------");
        config("permissions: {defaults: {WRITE: allow}\nx: [");

        try (Serving serving = serve()) {
            assertThat(write(serving)).isEqualTo(Decision.DENY);
            assertThat(serving.host().settings().wrong()).anyMatch(line -> line.startsWith("config.yaml:"));
            assertThat(Typed.in(home, "status").out()).contains("last good config.yaml").doesNotContain(SECRET);
        }
        assertThat(Typed.in(home, "skills", "list").exit()).as("a command is not for the night").isEqualTo(2);
    }

    @Test
    void aFileWithMistakesIsNotTheLastGoodOne() throws Exception {
        config("permissions: {defaults: {WRITE: deny}}\n");
        serve().close();
        config("permissions: {defaults: {WRITE: perhaps}}\n");
        serve().close();

        assertThat(home.resolve("data/config.last-good.yaml")).content().contains("deny");
    }

    @Test
    void conversationsThatRunLoseNothingWhileTheFileIsReplaced() throws Exception {
        WaitingModel.into(home.resolve("plugins"), work);
        String model = "llm: {provider: waiting, model: patient, folder: \"%s\"}\n".formatted(work);
        config(model);
        try (Serving serving = serve(); EventSubscription events = serving.host().events().subscribe(null);
                var people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Typed>> chats = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                chats.add(people.submit(() -> Typed.in(home, "chat", "-m", "are you well?")));
            }
            until(() -> WaitingModel.asked(work) == 5);

            config(model + "repos: [{name: a/b}]\n");
            assertThat(told(serving, events).get("taken").asBoolean(false)).isTrue();
            config("llm: [");
            assertThat(told(serving, events).get("taken").asBoolean(true)).isFalse();
            config(model.replace("patient", "other"));
            assertThat(told(serving, events).get("paths").toString()).contains("llm.model");
            WaitingModel.go(work);

            for (Future<Typed> chat : chats) {
                Typed typed = chat.get();
                assertThat(typed.err()).isEmpty();
                assertThat(typed.out()).contains("All well, says patient.");
                assertThat(typed.exit()).isZero();
            }
            assertThat(Typed.in(home, "chat", "-m", "and now?").out()).contains("All well, says other.");
        }
    }

    @Test
    void aPluginsSectionIsDescribedBeforeThePluginIsAsked() throws Exception {
        WaitingModel.into(home.resolve("plugins"), work);

        JsonValue schema = new dev.telecoder.platform.config.HostJson()
                .parse(Typed.in(home, "config", "schema", "--json", "llm").out());

        assertThat(schema.get("properties").get("folder").get("description").text())
                .isEqualTo("Where it leaves its files.");
        assertThat(schema.get("properties").get("api_key").get("writeOnly").asBoolean(false)).isTrue();
    }

    private Serving serve() throws Exception {
        return Serving.begin(new Home(home).prepare(), Map.of("PATH", System.getenv("PATH")), 0);
    }

    /** As an editor does it: beside it, then in its place. */
    private void config(String yaml) throws Exception {
        Path fresh = Files.writeString(home.resolve("config.yaml.new"), yaml);
        Files.move(fresh, home.resolve("config.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static JsonValue told(Serving serving, EventSubscription events) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            Event event = events.poll(Duration.ofMillis(200));
            if (event != null && event.type().equals("config.changed")) {
                return serving.host().json().parse(event.dataJson());
            }
        }
        throw new AssertionError("Nothing was told of a change of config.yaml.");
    }

    private static Decision write(Serving serving) {
        return serving.host().config().current().settings().permissions().defaults()
                .get(dev.telecoder.api.skill.Risk.WRITE);
    }

    private static void until(Callable<Boolean> so) throws Exception {
        long end = System.nanoTime() + SOON.toNanos() * 3;
        while (!so.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
