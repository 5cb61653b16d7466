package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, on real homes. */
class BackupTest {

    private static final String HELLO = "name: hello\ndescription: Greets.\ncommand: echo hello\n";

    @TempDir private Path folder;

    @Test
    void goesOnInAnotherHomeWhereItStoodWhileATurnRan() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path file = folder.resolve("backup.zip");
        new Home(first).prepare();
        BoxPlugin.into(first.resolve("plugins"), folder);
        Files.writeString(first.resolve("config.yaml"), "llm: {provider: fake, model: m}\n");
        Files.writeString(first.resolve("skills/hello.yaml"), HELLO);
        String talk;
        String asks;
        String runs;
        try (Serving serving = Serving.begin(new Home(first), Map.of(), 0)) {
            Host host = serving.host();
            talk = open(host, "box");
            asks = open(host, "webchat");
            runs = open(host, "webchat");
            say(host, talk, "remember this");
            say(host, asks, "deploy it");
            say(host, runs, "hold on");
            await(() -> answers(host, talk).size() == 1);
            await(() -> host.consent().open(asks).size() == 1);
            await(() -> host.turns().counts().running() == 1);

            Typed made = Typed.in(first, "backup", "create", file.toString(), "--json");

            assertThat(made.exit()).isZero();
            assertThat(made.err()).contains("It holds secrets");
            assertThat(new HostJson().parse(made.out()).get("schema").asInt(0)).isPositive();
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(folder.resolve("go"));
        }
        assertThat(Typed.in(first, "backup", "verify", file.toString()).exit()).isZero();

        Typed restored = Typed.in(second, "backup", "restore", file.toString());

        assertThat(restored.err() + restored.out()).contains("is as it was").contains("both would answer");
        assertThat(restored.exit()).isZero();
        assertThat(second.resolve("skills/hello.yaml")).hasContent(HELLO);
        assertThat(second.resolve("data/host.json")).doesNotExist();
        assertThat(folder.resolve("sent")).doesNotExist();
        Files.writeString(second.resolve("config.yaml"), "channels: {box: {}}\n",
                java.nio.file.StandardOpenOption.APPEND);
        try (Serving serving = Serving.begin(new Home(second), Map.of(), 0)) {
            Host host = serving.host();
            await(() -> Files.exists(folder.resolve("sent")), () -> host.channels().statuses() + " "
                    + host.database().read(h -> h.createQuery("SELECT * FROM outbox").mapToMap().list()));
            await(() -> answers(host, runs).size() == 1);
            Question open = host.consent().open(asks).getFirst();
            host.consent().answer(open.id(), host.people().owner(), true, false, null);
            await(() -> answers(host, asks).size() == 1);
            say(host, talk, "and now?");
            await(() -> answers(host, talk).size() == 2);

            assertThat(folder.resolve("posted")).hasContent("posted\n");
            assertThat(answers(host, asks).getFirst()).contains("It is done.");
            assertThat(answers(host, talk)).satisfiesExactly(one -> assertThat(one).contains("I know 1 questions"),
                    two -> assertThat(two).contains("I know 2 questions"));
            await(() -> sent().contains("I know 2 questions"));
            assertThat(sent()).containsOnlyOnce("I know 1 questions");
        }
    }

    @Test
    void refusesARunningHostAndAHomeThatHoldsSomething() throws IOException {
        Path home = home("config.yaml", "llm: {model: before}\n");
        Path file = folder.resolve("backup.zip");
        Typed.in(home, "backup", "create", file.toString());
        Files.writeString(home.resolve("config.yaml"), "llm: {model: after}\n");

        Typed unforced = Typed.in(home, "backup", "restore", file.toString());
        Typed running;
        try (Serving serving = Serving.begin(new Home(home), Map.of(), 0)) {
            running = Typed.in(home, "backup", "restore", file.toString(), "--force");
            assertThat(serving.url()).isNotBlank();
        }
        Typed forced = Typed.in(home, "backup", "restore", file.toString(), "--force", "--json");

        assertThat(unforced.exit()).isEqualTo(2);
        assertThat(unforced.err()).contains("not empty");
        assertThat(running.exit()).isEqualTo(2);
        assertThat(running.err()).contains("Stop it first");
        assertThat(forced.exit()).isZero();
        assertThat(home.resolve("config.yaml")).hasContent("llm: {model: before}\n");
        JsonValue said = new HostJson().parse(forced.out());
        assertThat(Path.of(said.get("kept_aside").text()).resolve("config.yaml")).hasContent("llm: {model: after}\n");
    }

    @Test
    void keepsWhatMattersAndLeavesTheRestOut() throws IOException {
        Path home = home("data/attachments/a.png", "picture");
        write(home, "plugins/own.jar", "jar");
        write(home, "data/plugins/p/state.json", "{}");
        write(home, "data/plugins/p/cache/big", "x");
        write(home, "workspaces/w/file", "x");
        write(home, "logs/telecoder.log", "x");
        write(home, "skills/tool/run.sh", "#!/bin/sh\n");
        assertThat(home.resolve("skills/tool/run.sh").toFile().setExecutable(true)).isTrue();
        Path elsewhere = Files.writeString(folder.resolve("real.yaml"), "llm: {}\n");
        Files.createSymbolicLink(home.resolve("config.yaml"), elsewhere);
        Files.createSymbolicLink(home.resolve("skills/loop"), home);
        Path file = folder.resolve("backup.zip");
        Path second = folder.resolve("second");

        Typed made = Typed.in(home, "backup", "create", file.toString());
        Typed.in(second, "backup", "restore", file.toString());

        assertThat(made.exit()).isZero();
        assertThat(made.err()).contains("skills/loop is a link to a folder");
        assertThat(second.resolve("data/attachments/a.png")).hasContent("picture");
        assertThat(second.resolve("plugins/own.jar")).exists();
        assertThat(second.resolve("data/plugins/p/state.json")).exists();
        assertThat(second.resolve("config.yaml")).isRegularFile().hasContent("llm: {}\n");
        assertThat(Files.isSymbolicLink(second.resolve("config.yaml"))).isFalse();
        assertThat(second.resolve("skills/tool/run.sh")).isExecutable();
        for (String none : List.of("data/plugins/p/cache", "workspaces", "logs", "skills/loop")) {
            assertThat(second.resolve(none)).doesNotExist();
        }
        assertThat(Files.getPosixFilePermissions(second)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(second.resolve("plugins/own.jar")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void neverWritesOverAFileAndSaysWhatIsNotThere() throws IOException {
        Path home = home("config.yaml", "{}");
        Path file = Files.writeString(folder.resolve("taken.zip"), "mine");

        assertThat(Typed.in(home, "backup", "create", file.toString()).exit()).isEqualTo(2);
        assertThat(file).hasContent("mine");
        assertThat(Typed.in(folder.resolve("none"), "backup", "create").exit()).isEqualTo(2);
        assertThat(Typed.in(home, "backup", "verify", "nowhere.zip").exit()).isEqualTo(2);
        assertThat(Typed.in(home, "backup", "verify", file.toString()).exit()).isEqualTo(1);
        assertThat(Typed.in(home, "backup", "restore", file.toString(), "--force").exit()).isEqualTo(1);
        assertThat(home.resolve("config.yaml")).exists();
        assertThat(Typed.in(home, "backup", "create").out()).contains("backups").contains(".zip");
    }

    private Path home(String path, String text) throws IOException {
        Path home = folder.resolve("home");
        new Home(home).prepare();
        write(home, path, text);
        return home;
    }

    private static void write(Path home, String path, String text) throws IOException {
        Files.createDirectories(home.resolve(path).getParent());
        Files.writeString(home.resolve(path), text);
    }

    private static String open(Host host, String channel) {
        return host.database().write(h -> host.conversations().open(h, host.people().owner(), "", channel)).id();
    }

    private static void say(Host host, String conversation, String text) {
        Conversation found = host.conversations().find(conversation).orElseThrow();
        host.gateway().post(host.people().owner(), found, found.addresses().getFirst().channel(), Ids.next(), text,
                List.of(), Entry.CHAT);
    }

    private static List<String> answers(Host host, String conversation) {
        return host.messages().list(conversation, null, 100).stream()
                .filter(message -> message.role() == Message.Role.ASSISTANT).map(Message::markdown).toList();
    }

    private String sent() {
        try {
            return Files.readString(folder.resolve("sent"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void await(BooleanSupplier condition) {
        await(condition, () -> "");
    }

    private static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(() -> "waited for 30 s; " + otherwise.get()).isLessThan(until);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
