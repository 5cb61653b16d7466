package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.plugin.TestJar;
import dev.telecoder.platform.store.Database;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    private static final String CHECK = """
            package sick;
            import dev.telecoder.api.health.*;
            import java.util.*;
            public class %s implements HealthCheck {
                public %s() {}
                public List<Finding> check(Scope scope) { %s }
            }
            """;

    @TempDir private Path folder;

    @Test
    void reportsACheckThatThrowsAsFailedAndOneThatIsSlowAsNotKnownAndGoesOn() {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        Duration patient = Duration.ofMinutes(2);

        List<Finding> found = new Doctor(Duration.ofMillis(300)).examine(List.of(
                new Doctor.Check("hangs", () -> {
                    try {
                        never.await();
                    } finally {
                        hanging.countDown(); // it was given up, so more than the usual time is over
                    }
                    return List.of();
                }), new Doctor.Check("throws", () -> {
                    throw new IllegalStateException("the reason");
                }, patient), new Doctor.Check("errs", () -> {
                    throw new StackOverflowError();
                }, patient), new Doctor.Check("well", () -> List.of(Finding.ok("well", "fine")), patient),
                new Doctor.Check("slow", () -> {
                    hanging.await();
                    return List.of(Finding.ok("slow", "fine, after all"));
                }, patient)));

        assertThat(found).extracting(Finding::check).containsExactly("hangs", "throws", "errs", "well", "slow");
        assertThat(found).extracting(one -> one.state().name()).containsExactly("WARN", "FAIL", "FAIL", "OK", "OK");
        assertThat(found.getFirst().what()).isEqualTo("This check took longer than 0.3 s and was left.");
        assertThat(found.getLast().what()).isEqualTo("fine, after all");
        assertThat(found.get(1).what()).contains("the reason");
        assertThat(found.get(2).what()).contains("StackOverflowError");
    }

    @Test
    void findsNothingThatFailsInAFreshHomeAndMakesItsTableForPeople() {
        Typed plain = doctor();
        Typed json = doctor("--json");

        assertThat(json.exit()).isZero();
        assertThat(plain.out()).contains("ok    java").contains("why: ").doesNotContain("\u001b");
        assertThat(found(json)).allSatisfy(one -> assertThat(one.members().keySet())
                .containsExactly("check", "state", "what", "why", "fix", "fixable"));
        assertThat(found(json)).extracting(one -> one.get("check").text()).contains("java", "git", "clock", "disk",
                "home", "database", "host", "port", "config", "plugins", "model", "sandbox", "channels", "leftovers",
                "workspaces");
    }

    @Test
    void closesTheHomeToOthers() throws IOException {
        new Home(home()).prepare();
        Files.writeString(home().resolve("config.yaml"), "server: {port: 0}\n");
        Files.setPosixFilePermissions(home(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home().resolve("config.yaml"), PosixFilePermissions.fromString("rw-r--r--"));

        Typed fixed = doctor("--fix", "--json");

        assertThat(of(fixed, "home")).extracting(one -> one.get("state").text()).containsOnly("ok");
        assertThat(of(fixed, "home")).extracting(one -> one.get("what").text())
                .allSatisfy(what -> assertThat(what).startsWith("Fixed: "));
        assertThat(Files.getPosixFilePermissions(home())).hasSize(3);
        assertThat(Files.getPosixFilePermissions(home().resolve("config.yaml"))).hasSize(2);
    }

    @Test
    void removesWhatADeadHostLeft() throws IOException {
        Home home = new Home(home()).prepare();
        Files.writeString(home.hostFile(), "{\"pid\":999999999,\"url\":\"http://127.0.0.1:1\",\"token\":\"t\","
                + "\"version\":\"0\",\"started_at\":\"2026-01-01T00:00:00.000Z\"}");
        Path partial = Files.writeString(home.backups().resolve("x.zip.partial"), "x");
        Files.setLastModifiedTime(partial, FileTime.from(Instant.now().minus(Duration.ofDays(3))));

        Typed found = doctor("--json");
        Typed fixed = doctor("--json", "--fix");

        assertThat(of(found, "host")).singleElement().satisfies(one -> {
            assertThat(one.get("state").text()).isEqualTo("warn");
            assertThat(one.get("fixable").asBoolean(false)).isTrue();
        });
        assertThat(fixed.out()).contains("Fixed: removed");
        assertThat(home.hostFile()).doesNotExist();
        assertThat(partial).doesNotExist();
    }

    @Test
    void worksBesideARunningHost() throws IOException {
        try (Serving serving = Serving.begin(new Home(home()).prepare(), Map.of(), 0)) {
            Typed found = doctor("--json");

            assertThat(of(found, "host")).singleElement().satisfies(one -> {
                assertThat(one.get("state").text()).isEqualTo("ok");
                assertThat(one.get("what").text()).contains(serving.url());
            });
            assertThat(found.exit()).isZero();
        }
    }

    @Test
    void tellsADamagedDatabaseAndGoesOn() throws IOException {
        Home home = new Home(home()).prepare();
        Database.open(home.database(), home.backups()).close();
        try (RandomAccessFile file = new RandomAccessFile(home.database().toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[4096]);
        }

        Typed found = doctor("--json");

        assertThat(found.exit()).isEqualTo(1);
        assertThat(of(found, "database")).singleElement().satisfies(one -> {
            assertThat(one.get("state").text()).isEqualTo("fail");
            assertThat(one.get("fix").text()).contains("backup restore");
        });
        assertThat(of(found, "java")).hasSize(1);
    }

    @Test
    void tellsWhatIsWrongWithTheSettings() throws IOException {
        new Home(home()).prepare();
        Files.writeString(home().resolve("config.yaml"), "server: {prt: 1}\nsandbox: {cpus: 0}\n");
        Typed wrong = doctor("--json");
        Files.writeString(home().resolve("config.yaml"), "llm: [\n");
        Typed broken = doctor("--json");

        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(of(wrong, "config")).extracting(one -> one.get("state").text()).contains("warn", "fail");
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(of(broken, "config")).singleElement()
                .satisfies(one -> assertThat(one.get("state").text()).isEqualTo("fail"));
        assertThat(of(broken, "disk")).hasSize(1);
    }

    @Test
    void tellsThatThePortIsTaken() throws IOException {
        new Home(home()).prepare();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(home().resolve("config.yaml"), "server: {port: " + other.getLocalPort() + "}\n");

            Typed found = doctor("--json");

            assertThat(found.exit()).isEqualTo(1);
            assertThat(of(found, "port")).singleElement().satisfies(one -> {
                assertThat(one.get("state").text()).isEqualTo("fail");
                assertThat(one.get("fix").text()).contains("server.port");
            });
        }
    }

    @Test
    void asksPluginsAndSurvivesThoseThatAreAtFault() throws IOException {
        Path plugins = new Home(home()).prepare().plugins();
        jar(plugins, "well", "Well", "return List.of(Finding.ok(\"part\", \"fine\"), "
                + "Finding.fail(\"other\", \"It is broken.\", \"It hurts.\", \"Mend it.\"));");
        jar(plugins, "throws", "Throws", "throw new IllegalStateException(\"no\");");
        jar(plugins, "hangs", "Hangs",
                "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }");
        Files.writeString(plugins.resolve("broken.jar"), "no jar");

        Typed found = doctor("--json");

        assertThat(found.exit()).isEqualTo(1);
        assertThat(of(found, "well/part")).extracting(one -> one.get("state").text()).containsExactly("ok");
        assertThat(of(found, "well/other")).extracting(one -> one.get("fix").text()).containsExactly("Mend it.");
        assertThat(of(found, "throws")).extracting(one -> one.get("state").text()).containsExactly("fail");
        assertThat(of(found, "hangs")).extracting(one -> one.get("what").text())
                .containsExactly("This check took longer than 8 s and was left.");
        assertThat(of(found, "hangs")).extracting(one -> one.get("state").text()).containsExactly("warn");
        assertThat(of(found, "plugins")).extracting(one -> one.get("what").text())
                .anySatisfy(what -> assertThat(what).contains("broken"));
    }

    private static void jar(Path plugins, String id, String type, String body) {
        TestJar.plugin(id, "1.0.0").extension(CHECK.formatted(type, type, body)).into(plugins);
    }

    private Path home() {
        return folder.resolve("home");
    }

    private Typed doctor(String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "doctor";
        System.arraycopy(options, 0, all, 1, options.length);
        return Typed.in(home(), all);
    }

    private static List<JsonValue> found(Typed typed) {
        return new HostJson().parse(typed.out()).items();
    }

    private static List<JsonValue> of(Typed typed, String check) {
        return found(typed).stream().filter(one -> one.get("check").text().equals(check)).toList();
    }
}
