package dev.telecoder.checks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stop of a task in the built distribution, over HTTP, while fifty other conversations are busy. What it must
 * reach is
 * measured and printed; the tests themselves fail only where it is far off, for they run on machines that do other
 * things too.
 */
@EnabledOnOs(OS.LINUX)
class StopIT {

    private static final int ROUNDS = Integer.getInteger("stop.rounds", 10);
    private static final int BUSY = Integer.getInteger("stop.busy", 50);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final StringBuilder TABLE = new StringBuilder(
            "%nFrom the request to stop, with %d other conversations busy, in ms%n".formatted(BUSY))
            .append("  %-42s %21s %26s%n".formatted("while there runs", "answered min/med/max", "last process gone"));

    @TempDir static Path folder;

    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private static Path outside;
    private static ScriptedModel model;
    private static HostProcess host;

    @BeforeAll
    static void startsAHostWithFiftyBusyConversations() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/plugins")).getParent();
        outside = Files.createDirectories(folder.resolve("outside"));
        new FakePlatform(outside, true);
        Path plugin = PeerPlugin.compile(Files.createDirectories(folder.resolve("plugin")));
        Files.copy(plugin, home.resolve("plugins").resolve(plugin.getFileName()));
        model = ScriptedModel.start(StopIT::script);
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                llm: {provider: openai, model: pattern-1, api_key: none, base_url: "%s"}
                repos: [{name: demo/notes, url: "file://%s", host: none}]
                """.formatted(model.url(), Git.remote(folder)));
        host = HostProcess.start(home, Map.of("TELECODER_CHECK_FOLDER", outside.toString(), "TELECODER_CACHE", "off"));
        host.awaitReady();
        for (int i = 0; i < BUSY; i++) {
            say(conversation(), i % 2 == 0 ? "tell a long story" : "read and read");
        }
        host.await("all to be busy", Duration.ofSeconds(60), () -> REQUESTS.get() >= BUSY);
    }

    @AfterAll
    static void showsWhatWasMeasured() throws IOException, InterruptedException {
        Files.writeString(outside.resolve("released"), "");
        if (host != null) {
            Report.show("stop.txt", TABLE.toString());
            host.end();
        }
        if (model != null) {
            model.close();
        }
    }

    @Test
    void endsEveryProcessOfACommandInTheSandbox() throws Exception {
        assumeTrue(isolates(), "no sandbox works here (bubblewrap or Docker)");
        var answered = new ArrayList<Long>();
        var gone = new ArrayList<Long>();
        for (int round = 0; round < ROUNDS; round++) {
            String marker = "stop-marker-" + ProcessHandle.current().pid() + "-" + round;
            String conversation = conversation();
            say(conversation, "run: " + stubbornCommand(marker));
            host.await("both processes of " + marker + " to run", Duration.ofSeconds(60),
                    () -> processes(marker + "-child") > 0 && processes(marker + "-main") > 0);

            long begin = System.nanoTime();
            Thread watch = Thread.ofPlatform().start(() -> {
                while (processes(marker) > 0 && System.nanoTime() - begin < 20_000_000_000L) {
                    pause();
                }
                gone.add(millis(begin));
            });
            JsonNode stopped = host.json("POST", "/api/v1/conversations/" + conversation + "/stop", "{}");
            answered.add(millis(begin));
            int left = processes(marker);
            watch.join();

            assertThat(stopped.get("stopped").asBoolean()).isTrue();
            assertThat(left).as("processes left when the API says they are dead").isZero();
            assertStopped(conversation);
        }
        row("a command with a child of its own session", answered, gone);
        assertThat(gone).allMatch(millis -> millis < LIMIT.toMillis());
    }

    @Test
    void endsATurnWhoseModelSaysNothing() throws Exception {
        var answered = new ArrayList<Long>();
        for (int round = 0; round < ROUNDS; round++) {
            int before = REQUESTS.get();
            String conversation = conversation();
            say(conversation, "hang");
            host.await("the model to be asked", Duration.ofSeconds(60), () -> REQUESTS.get() > before);

            answered.add(stop(conversation));

            assertStopped(conversation);
        }
        row("a model that says nothing", answered, List.of());
        assertThat(answered).allMatch(millis -> millis < LIMIT.toMillis());
    }

    @Test
    void endsATurnWhoseSkillDoesNotListen() throws Exception {
        var answered = new ArrayList<Long>();
        for (int round = 0; round < ROUNDS; round++) {
            // Runs that were left behind take a plugin out of use; here the owner insists.
            host.json("POST", "/api/v1/plugins/checks-peer/enable", "{}");
            long before = lines();
            String conversation = conversation();
            say(conversation, "be stubborn");
            host.await("the skill to run", Duration.ofSeconds(60), () -> lines() > before);

            answered.add(stop(conversation));

            assertStopped(conversation);
        }
        row("a plugin's skill that ignores the interrupt", answered, List.of());
        assertThat(answered).allMatch(millis -> millis < LIMIT.toMillis());
    }

    /** Whether commands can run here at all: without isolation they would ask first. */
    private static boolean isolates() throws IOException {
        for (JsonNode part : host.json("GET", "/readyz", null).path("parts")) {
            if (part.path("name").asText().equals("sandbox")) {
                return part.path("state").asText().equals("up");
            }
        }
        return false;
    }

    private static ScriptedModel.Said script(ScriptedModel.Asked asked) {
        REQUESTS.incrementAndGet();
        String text = asked.user().getLast();
        if (text.contains("long story")) {
            return ScriptedModel.Said.slowly("Once upon a time there was a cart with two wheels. ".repeat(400), 25);
        }
        if (text.contains("read and read")) {
            // Another file each time: the same call again and again would be noticed.
            return asked.results() < 70
                    ? ScriptedModel.Said.call("code.read", "{\"path\":\"notes-" + asked.results() + ".txt\"}")
                    : ScriptedModel.Said.slowly("Enough. ".repeat(3_000), 25);
        }
        if (text.contains("hang")) {
            return ScriptedModel.Said.nothing();
        }
        if (asked.results() > 0) {
            return ScriptedModel.Said.text("It ended.");
        }
        if (text.contains("stubborn")) {
            return ScriptedModel.Said.call("effects.stubborn", "{}");
        }
        String command = text.substring(text.indexOf("run: ") + 5);
        return ScriptedModel.Said.call("test.run",
                HostProcess.JSON.createObjectNode().put("command", command).toString());
    }

    /** A shell that ignores TERM, and a child of it in a session of its own that does too. */
    private static String stubbornCommand(String marker) {
        String loop = "trap \"\" TERM INT HUP; while :; do sleep 0.2; done";
        return "setsid sh -c '" + loop + "' " + marker + "-child & exec sh -c '" + loop + "' " + marker + "-main";
    }

    private static String conversation() throws IOException {
        return host.json("POST", "/api/v1/conversations", "{}").get("id").asText();
    }

    private static void say(String conversation, String text) throws IOException {
        host.json("POST", "/api/v1/conversations/" + conversation + "/messages",
                HostProcess.JSON.createObjectNode().put("text", text).toString());
    }

    private static long stop(String conversation) throws IOException {
        long begin = System.nanoTime();
        JsonNode stopped = host.json("POST", "/api/v1/conversations/" + conversation + "/stop", "{}");
        long millis = millis(begin);
        assertThat(stopped.get("stopped").asBoolean()).isTrue();
        return millis;
    }

    /** The task is over and says so, and a word after it finds nothing that runs. */
    private static void assertStopped(String conversation) throws IOException {
        for (JsonNode task : host.json("GET", "/api/v1/tasks?limit=200", null).get("items")) {
            if (task.path("conversation").asText().equals(conversation)) {
                assertThat(task.path("state").asText()).isEqualTo("stopped");
                return;
            }
        }
        assertThat(conversation).as("a task of the conversation is listed").isNull();
    }

    private static void row(String what, List<Long> answered, List<Long> gone) {
        TABLE.append("  %-42s %21s %26s%n".formatted(what, summary(answered), gone.isEmpty() ? "-" : summary(gone)));
    }

    private static String summary(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.getFirst() + " / " + sorted.get(sorted.size() / 2) + " / " + sorted.getLast();
    }

    /**
     * How many processes of the machine have these words in their command line; a sandbox hides none of them from us.
     */
    private static int processes(String marker) {
        int found = 0;
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
                    .toList()) {
                try {
                    if (new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
                            .contains(marker)) {
                        found++;
                    }
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }

    private static long lines() {
        try {
            Path file = outside.resolve("stubborn.txt");
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long millis(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
