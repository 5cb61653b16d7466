package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A host that is a process of its own, under {@code kill -9}: while a monitor looks, and while a chat is being told. */
@Timeout(240)
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledHostTest {

    @TempDir Path home;
    @TempDir Path folder;
    private Process host;

    @AfterEach
    void end() throws InterruptedException {
        if (host != null) {
            host.destroyForcibly().waitFor();
        }
    }

    @Test
    void tellsOfAnEventOnceThoughItIsKilledWhileItLooksAndWhileItTells() throws Exception {
        FileWorld world = FileWorld.in(folder, home, false);
        Files.writeString(Files.createDirectories(home.resolve("jobs")).resolve("often.yaml"),
                "schedule: '@every 1s'\nskill: no.such\n");
        Files.writeString(folder.resolve("hold"), "");
        world.event("red-1", "ci", "OPEN", "CRITICAL", "main is red", "LoginTest fails");
        begin();
        FileWorld.until("it looks", () -> !world.lines("looks").isEmpty());
        host.destroyForcibly().waitFor();
        Files.delete(folder.resolve("hold"));
        Files.writeString(folder.resolve("stall"), "");
        begin();
        FileWorld.until("it tells", () -> world.lines("begun").stream().anyMatch(id -> id.startsWith("event-")));
        host.destroyForcibly().waitFor();
        Files.delete(folder.resolve("stall"));
        begin();
        FileWorld.until("it is told", () -> told(world).size() == 1);
        int looks = world.lines("looks").size();
        FileWorld.until("it has looked again and again", () -> world.lines("looks").size() > looks + 3);

        assertThat(told(world)).hasSize(1);
        assertThat(world.lines("begun").stream().filter(id -> id.startsWith("event-")).distinct())
                .as("one message, by one id")
                .hasSize(1);
        host.destroyForcibly().waitFor();
        host = null;
        String runs = Typed.in(home, "cron", "runs", "--json").out();
        assertThat(runs).contains("\"state\":\"failed\"").contains("\"state\":\"missed\"");
        List<String> due = new dev.telecoder.platform.config.HostJson().parse(runs).items().stream()
                .map(run -> run.get("occurrence").text()).toList();
        assertThat(due).doesNotHaveDuplicates();
    }

    private static List<String> told(FileWorld world) throws IOException {
        return world.lines("sent").stream().filter(line -> line.contains("main is red")).toList();
    }

    private void begin() throws IOException {
        Files.deleteIfExists(home.resolve("data/host.json"));
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "start");
        builder.environment().put("TELECODER_HOME", home.toString());
        builder.environment().remove("TELECODER_RUN");
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        host = builder.start();
    }
}
