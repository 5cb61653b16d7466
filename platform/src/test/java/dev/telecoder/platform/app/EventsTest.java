package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an event in a whole host: from a monitor to a chat, and back by its buttons. */
@Timeout(180)
class EventsTest {

    @TempDir Path home;
    @TempDir Path folder;

    @Test
    void anEventIsLookedIntoToldOnceActedUponAndEndsWhereItBegan() throws Exception {
        FileWorld world = FileWorld.in(folder, home, true);
        try (Serving serving = begin()) {
            world.says("1", "hello");
            FileWorld.until("anna is known", () -> !world.lines("sent").isEmpty());
            world.event("red-1", "ci", "OPEN", "WARNING", "main is red", "LoginTest fails");
            world.event("red-2", "ci", "UPDATE", "WARNING", "main is red", "LoginTest fails");
            world.event("calm", "calm", "OPEN", "WARNING", "calm", "nothing to see");
            world.event("small", "small", "OPEN", "INFO", "small", "x");
            FileWorld.until("it is told", () -> world.lines("sent").size() > 1);
            FileWorld.until("the other was looked into", () -> reasons(serving).contains("calm silent agent"));

            String told = world.lines("sent").get(1);
            assertThat(told).startsWith("send m-").contains("[fix, log, mute, flaky] **Warning** my/api: main is red//"
                    + "The clock is wrong.");
            assertThat(world.lines("asked")).hasSize(3);
            String message = told.split(" ")[1];

            world.presses("2", message, "log");
            FileWorld.until("the cause is shown", () -> world.lines("sent").size() > 2);
            assertThat(world.lines("sent").get(2)).contains("[] **my/api: main is red**").contains("LoginTest fails");

            world.presses("3", message, "fix");
            FileWorld.until("it is fixed", () -> world.lines("sent").size() > 4);
            assertThat(world.lines("sent").get(3)).contains("Anna pressed Fix.", "nothing is merged");
            assertThat(world.lines("sent").get(4)).endsWith("Fixed it in #1.");

            world.says("4", "what was that?");
            FileWorld.until("the agent knows what was told", () -> world.lines("asked").size() > 4);
            assertThat(world.lines("asked").getLast()).contains("[told by TeleCoder] **Warning** my/api: main is red",
                    "what was that?");

            world.event("green", "ci", "RESOLVED", "INFO", "main is green", "fixed by @x in #1");
            FileWorld.until("it is over", () -> world.lines("sent").getLast().startsWith("edit"));
            assertThat(world.lines("sent").getLast()).startsWith("edit " + message + " ")
                    .endsWith("[] **Resolved** my/api: main is green//fixed by @x in #1");

            world.says("5", "/digest");
            FileWorld.until("what waited is told", () -> world.lines("sent").getLast().contains("Summary"));
            assertThat(plans(serving)).containsExactly("my/api [\"push\",\"pull-request\"] allowed Anna");
            assertThat(ofMonitor(serving)).isEqualTo(2);
        }
    }

    @Test
    void withoutAModelAnEventIsToldInFixedWordsAndMutedByAButton() throws Exception {
        FileWorld world = FileWorld.in(folder, home, false);
        try (Serving serving = begin()) {
            world.says("1", "/whoami");
            FileWorld.until("anna is known", () -> !world.lines("sent").isEmpty());
            world.event("red-1", "ci", "OPEN", "CRITICAL", "main is red", "LoginTest fails");
            FileWorld.until("it is told", () -> world.lines("sent").size() > 1);
            world.presses("2", world.lines("sent").get(1).split(" ")[1], "mute");
            FileWorld.until("it is muted", () -> world.lines("sent").size() > 2);
            world.event("red-2", "ci", "UPDATE", "CRITICAL", "main is red", "PayTest fails");
            FileWorld.until("it was decided", () -> reasons(serving).contains("red-2 silent muted"));

            assertThat(world.lines("sent").get(2)).contains("Anna muted incident 1 for 24 h");
            assertThat(world.lines("sent")).hasSize(3);
        }
    }

    private Serving begin() throws Exception {
        Files.createDirectories(home.resolve("plugins"));
        return Serving.begin(new Home(home).prepare(), Map.of("PATH", System.getenv("PATH")), 0);
    }

    private static List<String> reasons(Serving serving) {
        return texts(serving, "SELECT key || ' ' || decision || ' ' || reason FROM heartbeat_event");
    }

    private static List<String> plans(Serving serving) {
        return texts(serving, "SELECT repo || ' ' || effects || ' ' || state || ' ' || answered_by FROM question");
    }

    private static int ofMonitor(Serving serving) {
        return Integer.parseInt(texts(serving, "SELECT count(*) FROM usage WHERE monitor = 'file'").getFirst());
    }

    private static List<String> texts(Serving serving, String sql) {
        return serving.host().database().read(h -> h.createQuery(sql).mapTo(String.class).list());
    }
}
