package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.telecoder.platform.plugin.InstallRefused.Kind;
import dev.telecoder.platform.plugin.PluginReport.State;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {

    @TempDir private Path home;

    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private HttpServer server;
    private Bench bench;
    private Installer installer;
    private Path shop;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(home);
        shop = Files.createDirectories(home.resolve("shop"));
        TestJar.good("good", "1.0.0").into(Files.createDirectories(bench.bundled));
        bench.host.load();
        installer = bench.installer();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = served.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                if (body != null) {
                    out.write(body);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        assertThat(bench.answerOf("good")).isEqualTo("good 1.0.0");
        try (var files = Files.list(Files.createDirectories(bench.user))) {
            assertThat(files.map(file -> file.getFileName().toString())).as("nothing is left of an installation")
                    .allMatch(name -> name.endsWith(".jar") || name.endsWith(".zip"));
        }
        server.stop(0);
        bench.close();
    }

    @Test
    void installsAFileUnderItsIdAndVersion() throws IOException {
        Path jar = TestJar.good("todo", "1.2.0").into(shop);

        PluginReport report = install(jar);

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(report.jar()).isEqualTo(bench.user.resolve("todo-1.2.0.jar"));
        assertThat(bench.answerOf("todo")).isEqualTo("todo 1.2.0");
        assertThat(installer.info("todo").orElseThrow().get("sha256").text()).isEqualTo(sha(Files.readAllBytes(jar)));
        assertThat(installer.info("todo").orElseThrow().get("installed_from").text()).isEqualTo(jar.toString());
    }

    @Test
    void replacesAnOlderVersionAndRefusesToGoBackWithoutForce() {
        install(TestJar.good("todo", "1.0.0").into(shop));
        install(TestJar.good("todo", "1.1.0").into(shop));
        assertThat(userFiles()).containsExactly("todo-1.1.0.jar");
        Path older = TestJar.good("todo", "1.0.0").into(shop);

        assertRefused(() -> install(older), Kind.CONFLICT,
                "todo is installed as 1.1.0; 1.0.0 is older. Go back to it with --force.");
        PluginReport forced = installer.install(new InstallRequest(older.toString(), "", true, false));

        assertThat(forced.version()).isEqualTo("1.0.0");
        assertThat(userFiles()).containsExactly("todo-1.0.0.jar");
        assertThat(bench.answerOf("todo")).isEqualTo("todo 1.0.0");
    }

    @Test
    void refusesWhatTheBundledVersionWouldOutdo() {
        Path same = TestJar.good("good", "1.0.0").into(shop);

        assertRefused(() -> install(same), Kind.CONFLICT, "good 1.0.0 is not newer than the bundled 1.0.0");
        assertRefused(() -> installer.install(new InstallRequest(same.toString(), "", true, false)), Kind.CONFLICT,
                "not newer");
    }

    @Test
    void refusesAWrongChecksumGivenOrBesideTheFile() throws IOException {
        Path jar = TestJar.good("todo", "1.0.0").into(shop);

        assertRefused(() -> installer.install(new InstallRequest(jar.toString(), "0".repeat(64), false, false)),
                Kind.CONFLICT, "expected was " + "0".repeat(64));
        assertRefused(() -> installer.install(new InstallRequest(jar.toString(), "abc", false, false)), Kind.INVALID,
                "64 hexadecimal digits");
        Files.writeString(shop.resolve("todo-1.0.0.jar.sha256"), "1".repeat(64) + "  todo-1.0.0.jar\n");
        assertRefused(() -> install(jar), Kind.CONFLICT, "expected was " + "1".repeat(64));
        Files.writeString(shop.resolve("todo-1.0.0.jar.sha256"), sha(Files.readAllBytes(jar)).toUpperCase() + "\n");

        assertThat(install(jar).state()).isEqualTo(State.STARTED);
    }

    @Test
    void refusesWhatIsNoPluginOrDoesNotFitAndSaysWhatToDo() throws IOException {
        Path notes = Files.writeString(shop.resolve("notes.jar"), "my notes");

        assertRefused(() -> install(notes), Kind.CONFLICT, "It is not installed. " + notes + " cannot be read");
        assertRefused(() -> install(TestJar.good("todo", "2.1.0").says("Plugin-Requires", ">=2.0.0").into(shop)),
                Kind.CONFLICT,
                "todo 2.1.0 needs plugin API >=2.0.0; this is 1.0.0. Install todo 1.x or update TeleCoder.");
        assertRefused(() -> install(shop.resolve("none.jar")), Kind.INVALID, "There is no file");
        assertRefused(() -> installer.install(new InstallRequest("ftp://example.org/x.jar", "", false, false)),
                Kind.INVALID, "http(s)");
        assertThat(userFiles()).isEmpty();
    }

    @Test
    void takesBackWhatDoesNotStartAndKeepsWhatWasThere() {
        install(TestJar.good("todo", "1.0.0").into(shop));

        assertRefused(() -> install(TestJar.plugin("todo", "1.1.0").extension(TestJar.app("todo.App",
                "public App() { throw new IllegalStateException(\"no\"); }", "")).into(shop)), Kind.CONFLICT,
                "It is not installed: it does not start. App was not made: no");

        assertThat(userFiles()).containsExactly("todo-1.0.0.jar");
        assertThat(bench.answerOf("todo")).isEqualTo("todo 1.0.0");
        assertThat(installer.verify("todo").ok()).isTrue();
    }

    @Test
    void installsFromAnAddressWithTheChecksumBesideIt() throws IOException {
        byte[] bytes = TestJar.good("todo", "1.0.0").bytes();
        served.put("/todo.jar", bytes);
        served.put("/todo.jar.sha256", (sha(bytes) + "  todo.jar").getBytes());

        PluginReport report = installer.install(new InstallRequest(at("/todo.jar?token=s3cret"), "", false, false));

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(installer.info("todo").orElseThrow().toString()).doesNotContain("s3cret");
        served.put("/todo.jar.sha256", "2".repeat(64).getBytes());
        assertRefused(() -> installer.install(new InstallRequest(at("/todo.jar"), "", true, false)), Kind.CONFLICT,
                "expected was 222");
        assertRefused(() -> installer.install(new InstallRequest(at("/gone.jar"), "", false, false)), Kind.UNAVAILABLE,
                "answered 404");
    }

    @Test
    void refusesADownloadWithoutAChecksumThatIsNotFromThisMachine() {
        assertRefused(() -> installer.install(
                new InstallRequest("http://user:pw@plugins.invalid/todo.jar?key=s3cret", "", false, false)),
                Kind.CONFLICT,
                "--sha256");
        assertThatThrownBy(() -> installer.install(
                new InstallRequest("http://user:pw@plugins.invalid/todo.jar?key=s3cret", "", false, false)))
                .hasMessageNotContainingAny("pw@", "s3cret");
    }

    @Test
    void installsAZipWithLibraries() throws IOException {
        Path zip = shop.resolve("bundle.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("lib/zipped.jar"));
            out.write(TestJar.good("zipped", "1.0.0").bytes());
            out.closeEntry();
        }

        PluginReport report = install(zip);

        assertThat(report.jar().getFileName()).hasToString("zipped-1.0.0.zip");
        assertThat(bench.answerOf("zipped")).isEqualTo("zipped 1.0.0");
    }

    @Test
    void removesWhatTheUserAddedAndComesBackToTheBundledOne() {
        install(TestJar.good("good", "1.5.0").into(shop));
        assertThat(bench.answerOf("good")).isEqualTo("good 1.5.0");

        installer.remove("good");

        assertThat(bench.answerOf("good")).isEqualTo("good 1.0.0");
        assertRefused(() -> installer.remove("good"), Kind.CONFLICT, "telecoder plugins disable good");
        assertRefused(() -> installer.remove("nobody"), Kind.UNKNOWN, "There is no plugin nobody");
    }

    @Test
    void verifiesManifestApiChecksumClassesAndExtensions() throws IOException {
        install(TestJar.good("todo", "1.0.0").into(shop));
        Verification fine = installer.verify("todo");
        assertThat(fine.checks()).extracting(Verification.Check::check)
                .containsExactly("manifest", "api", "checksum", "classes", "extensions");
        assertThat(fine.ok()).as(fine.toString()).isTrue();

        Path jar = bench.user.resolve("todo-1.0.0.jar");
        Files.write(jar, TestJar.good("todo", "1.0.0").says("Plugin-Provider", "somebody else").bytes());
        bench.host.load();

        Verification changed = installer.verify("todo");
        assertThat(changed.ok()).isFalse();
        assertThat(changed.checks()).filteredOn(check -> !check.ok()).extracting(Verification.Check::check)
                .containsExactly("checksum");
        assertRefused(() -> installer.verify("nobody"), Kind.UNKNOWN, "There is no plugin nobody");
    }

    @Test
    void verifyFindsWhatKeepsAPluginFromWorking() {
        TestJar.plugin("odd", "1.0.0").extension(TestJar.app("odd.App", "public App(com.acme.Gone gone) {}", ""))
                .source("package com.acme; public class Gone {}").leaveOut("com/acme/Gone.class").into(bench.user);
        bench.host.load();

        Verification found = installer.verify("odd");

        assertThat(found.ok()).isFalse();
        assertThat(found.checks()).filteredOn(check -> !check.ok()).extracting(Verification.Check::detail)
                .allSatisfy(detail -> assertThat(detail).contains("com.acme.Gone"));
    }

    @Test
    void staysSwitchedOffAfterARestart() {
        install(TestJar.good("todo", "1.0.0").into(shop));
        bench.host.disable("todo");

        bench.host.close();
        bench.host = bench.newHost();
        bench.host.load();

        assertThat(bench.stateOf("todo")).isEqualTo(State.DISABLED);
        assertThat(bench.host.report("todo").orElseThrow().reason()).contains("telecoder plugins enable todo");
        bench.host.enable("todo");
        assertThat(bench.answerOf("todo")).isEqualTo("todo 1.0.0");
    }

    private PluginReport install(Path file) {
        return installer.install(new InstallRequest(file.toString(), "", false, false));
    }

    private List<String> userFiles() {
        try (var files = Files.list(bench.user)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void assertRefused(ThrowingCallable work, Kind kind, String text) {
        assertThatThrownBy(work).isInstanceOfSatisfying(InstallRefused.class,
                refused -> assertThat(refused.kind()).isEqualTo(kind)).hasMessageContaining(text);
    }

    private static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
