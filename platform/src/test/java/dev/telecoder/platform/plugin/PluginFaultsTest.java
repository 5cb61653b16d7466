package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.platform.plugin.PluginReport.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that can be wrong with a plugin's file, each beside a good plugin that keeps answering. */
class PluginFaultsTest {

    @TempDir private Path home;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void refusesAPluginWhoseDependencyIsMissing() {
        PluginReport report =
                bench.loadBeside(TestJar.good("bad", "1.0.0").says("Plugin-Dependencies", "nobody@>=1.0.0"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason())
                .isEqualTo("bad 1.0.0 needs the plugin nobody, which is not installed or not enabled."
                        + " Install nobody, or remove bad.");
    }

    @Test
    void startsAPluginWhoseOptionalDependencyIsMissing() {
        PluginReport report = bench.loadBeside(TestJar.good("easy", "1.0.0").says("Plugin-Dependencies", "nobody?"));

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(bench.answerOf("easy")).isEqualTo("easy 1.0.0");
    }

    @Test
    void refusesAPluginWhoseDependencyHasAnotherVersion() {
        PluginReport report =
                bench.loadBeside(TestJar.good("bad", "1.0.0").says("Plugin-Dependencies", "good@>=2.0.0"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason())
                .isEqualTo("bad 1.0.0 needs good >=2.0.0; installed is 1.0.0. Install a good that fits.");
    }

    @Test
    void refusesAPluginWhoseDependencyDidNotStart() {
        TestJar.plugin("broken", "1.0.0")
                .extension(
                        TestJar.app("broken.App", "public App() { throw new IllegalArgumentException(\"no\"); }", ""))
                .into(bench.user);

        PluginReport report = bench.loadBeside(TestJar.good("after", "1.0.0").says("Plugin-Dependencies", "broken"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason()).contains("needs the plugin broken, which did not start");
    }

    @Test
    void refusesPluginsThatWaitForEachOther() {
        TestJar.good("bad-one", "1.0.0").says("Plugin-Dependencies", "bad-two").into(bench.user);
        TestJar.good("outside", "1.0.0").says("Plugin-Dependencies", "bad-two").into(bench.user);

        PluginReport report = bench.loadBeside(TestJar.good("bad-two", "1.0.0").says("Plugin-Dependencies", "bad-one"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason()).isEqualTo("bad-two 1.0.0 waits for itself: bad-one needs bad-two needs bad-one."
                + " One of them must drop its dependency.");
        assertThat(bench.host.report("bad-one").orElseThrow().state()).isEqualTo(State.REFUSED);
        assertThat(bench.host.report("outside").orElseThrow().reason())
                .contains("which was refused itself; see there.");
    }

    @Test
    void refusesAMalformedRange() {
        PluginReport report =
                bench.loadBeside(TestJar.good("bad", "1.0.0").says("Plugin-Requires", ">=one.zero || banana"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason())
                .isEqualTo("bad 1.0.0 has the Plugin-Requires \">=one.zero || banana\". Expected a range"
                        + " such as >=1.0.0 & <2.0.0; correct its manifest.");
    }

    @Test
    void refusesAPluginForALaterApi() {
        PluginReport report = bench.loadBeside(TestJar.good("channel-foo", "2.1").says("Plugin-Requires", ">=2.0.0"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason()).isEqualTo("channel-foo 2.1 needs plugin API >=2.0.0; this is 1.0.0."
                + " Install channel-foo 1.x or update TeleCoder.");
    }

    @Test
    void refusesAPluginForAnEarlierApi() {
        PluginReport report = bench.loadBeside(TestJar.good("old", "0.9.0").says("Plugin-Requires", "<1.0.0"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason()).isEqualTo("old 0.9.0 needs plugin API <1.0.0; this is 1.0.0. Install a newer old.");
    }

    @Test
    void takesABareVersionAsThatOneOrLater() {
        TestJar.good("early", "1.0.0").says("Plugin-Requires", "0.0.5").into(bench.user);

        PluginReport report = bench.loadBeside(TestJar.good("late", "1.0.0").says("Plugin-Requires", "1.2.0"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(bench.answerOf("early")).isEqualTo("early 1.0.0");
    }

    @Test
    void refusesAVersionThatIsNone() {
        assertThat(bench.loadBeside(TestJar.good("bad", "banana")).reason())
                .isEqualTo("bad has the Plugin-Version \"banana\". Expected one such as 1.2.0; correct its manifest.");
    }

    @Test
    void refusesAPluginWithoutAVersion() {
        assertThat(bench.loadBeside(TestJar.good("bad", "1.0.0").without("Plugin-Version")).reason())
                .startsWith("bad names no Plugin-Version in its manifest.");
    }

    @Test
    void refusesAnIdThatCouldBeAPath() {
        Path jar = TestJar.good("x", "1.0.0").into(bench.user);
        PluginReport report = bench.loadBeside(move(TestJar.good("bad", "1.0.0").says("Plugin-Id", "a/../../b"), jar));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason()).startsWith("x-1.0.0.jar has the Plugin-Id \"a/../../b\".");
    }

    @Test
    void refusesAJarThatIsNoPlugin() {
        PluginReport report = bench.loadBeside(TestJar.good("library", "1.0.0").without("Plugin-Id"));

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.id()).isEqualTo("nameless-1.0.0");
        assertThat(report.reason()).startsWith("nameless-1.0.0.jar is no plugin: its manifest names no Plugin-Id.");
    }

    @Test
    void refusesAJarWithoutAnIndex() {
        PluginReport report = bench.loadBeside(TestJar.good("bad", "1.0.0").notIndexed());

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.reason()).startsWith("bad 1.0.0 has no META-INF/extensions.idx")
                .contains("<proc>full</proc>");
    }

    @Test
    void refusesWhatIsNoJar() throws IOException {
        Files.createDirectories(bench.user);
        Path file = Files.writeString(bench.user.resolve("notes.jar"), "these are my notes");

        PluginReport report = bench.loadBeside(file);

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(report.id()).isEqualTo("notes");
        assertThat(report.reason()).startsWith("notes.jar cannot be read (").endsWith("download or build it again.");
    }

    @Test
    void refusesATruncatedJarAndAFolder() throws IOException {
        Path jar = TestJar.good("half", "1.0.0").into(bench.user);
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
        Path folder = Files.createDirectories(bench.user.resolve("folder.jar"));
        Path empty = Files.write(bench.user.resolve("empty.zip"), new byte[0]);

        PluginReport report = bench.loadBeside(jar);

        assertThat(report.state()).isEqualTo(State.REFUSED);
        assertThat(bench.reportOf(folder).state()).isEqualTo(State.REFUSED);
        assertThat(bench.reportOf(empty).state()).isEqualTo(State.REFUSED);
    }

    @Test
    void reportsAClassNewerThanTheJvm() {
        PluginReport report = bench.loadBeside(TestJar.good("bad", "1.0.0").newerThanTheJvm());

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason()).startsWith("Gbad was compiled for Java ")
                .contains("; this is Java " + Runtime.version().feature() + ".");
    }

    @Test
    void reportsAFailingStaticInitialiser() {
        PluginReport report = bench.loadBeside(TestJar.plugin("bad", "1.0.0").extension(TestJar.app("bad.App",
                "static final int N = Integer.parseInt(\"x\");", "")));

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason()).startsWith("App: its static initialiser threw java.lang.NumberFormatException");
    }

    @Test
    void reportsAConstructorThatThrowsAndKeepsTheOtherExtensions() {
        PluginReport report = bench.loadBeside(TestJar.plugin("half", "1.0.0")
                .extension(TestJar.app("half.Bad", "public Bad() { throw new IllegalArgumentException(\"no\"); }", ""))
                .extension(TestJar.app("half.Fine", "", "fine")));

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(report.reason()).startsWith("Bad threw java.lang.IllegalArgumentException: no when it was made.");
        assertThat(bench.answerOf("half")).isEqualTo("fine");
    }

    @Test
    void reportsAnErrorInAConstructor() {
        PluginReport report = bench.loadBeside(TestJar.plugin("bad", "1.0.0").extension(TestJar.app("bad.App",
                "public App() { throw new StackOverflowError(); }", "")));

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason()).startsWith("App threw java.lang.StackOverflowError");
    }

    @Test
    void reportsAConstructorThatAsksForWhatTheHostDoesNotOffer() {
        PluginReport report = bench.loadBeside(TestJar.plugin("bad", "1.0.0").extension(TestJar.app("bad.App",
                "public App(java.util.List<String> all, PluginContext context) {}", "")));

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason())
                .isEqualTo("App was not made: its constructor asks for a java.util.List, which the host"
                        + " does not offer; it offers PluginContext, Signals.");
    }

    @Test
    void reportsAnIndexThatNamesWhatIsNotThere() {
        PluginReport report = bench.loadBeside(TestJar.plugin("bad", "1.0.0").notIndexed()
                .entry("META-INF/extensions.idx", "# comment\n\nbad.Gone # really\n".getBytes()));

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason())
                .startsWith("Gone needs the class bad.Gone, which neither the plugin nor the API has.");
    }

    @Test
    void reportsAnExtensionThatIsNone() {
        PluginReport report = bench.loadBeside(
                TestJar.plugin("bad", "1.0.0").extension("package bad; public class Plain {}"));

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason())
                .isEqualTo("Plain was not made: it is in the index but implements no extension of the plugin API.");
    }

    @Test
    void startsAPluginClassWithAndWithoutConstructor() {
        String body = "@Override public void start() { System.setProperty(\"%1$s\", \"on\"); }"
                + " @Override public void stop() { System.clearProperty(\"%1$s\"); }";
        TestJar.good("plain", "1.0.0").says("Plugin-Class", "plain.Plain")
                .source("package plain; public class Plain extends org.pf4j.Plugin { "
                        + body.formatted("telecoder.test.plain") + " }")
                .into(bench.user);

        PluginReport report = bench.loadBeside(TestJar.good("wrapped", "1.0.0").says("Plugin-Class", "wrapped.Wrapped")
                .source("package wrapped; public class Wrapped extends org.pf4j.Plugin {"
                        + " public Wrapped(org.pf4j.PluginWrapper wrapper) {} "
                        + body.formatted("telecoder.test.wrapped") + " }"));

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(bench.answerOf("plain")).isEqualTo("plain 1.0.0");
        assertThat(bench.answerOf("wrapped")).isEqualTo("wrapped 1.0.0");
        assertThat(System.getProperty("telecoder.test.plain")).isEqualTo("on");
        assertThat(System.getProperty("telecoder.test.wrapped")).isEqualTo("on");
        bench.host.close();
        assertThat(System.getProperty("telecoder.test.plain")).isNull();
        assertThat(System.getProperty("telecoder.test.wrapped")).isNull();
    }

    @Test
    void reportsAPluginClassThatCannotStart() {
        PluginReport report = bench.loadBeside(TestJar.good("bad", "1.0.0").says("Plugin-Class", "bad.Bad")
                .source("package bad; public class Bad extends org.pf4j.Plugin {"
                        + " @Override public void start() { throw new NoSuchMethodError(\"gone\"); } }"));
        TestJar.good("missing", "1.0.0").says("Plugin-Class", "missing.Gone").into(bench.user);
        bench.host.load();

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason()).contains("java.lang.NoSuchMethodError: gone");
        assertThat(bench.host.report("missing").orElseThrow().state()).isEqualTo(State.FAULTY);
        assertThat(bench.host.report("missing").orElseThrow().reason()).contains("missing.Gone");
        assertThat(bench.answerOf("good")).isEqualTo("good 1.0.0");
    }

    @Test
    void stopsAPluginWhoseStopThrows() {
        PluginReport report = bench.loadBeside(TestJar.good("bad", "1.0.0").says("Plugin-Class", "bad.Bad")
                .source("package bad; public class Bad extends org.pf4j.Plugin {"
                        + " @Override public void stop() { throw new NoSuchMethodError(\"gone\"); } }"));

        bench.host.disable("bad");

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(bench.answerOf("bad")).isEmpty();
        bench.host.enable("bad");
        assertThat(bench.answerOf("bad")).isEqualTo("bad 1.0.0");
    }

    @Test
    void ignoresACopyOfTheApiAndSaysSo() {
        PluginReport report = bench.loadBeside(TestJar.good("packed", "1.0.0")
                .source("package dev.telecoder.api.http; public interface WebApp extends org.pf4j.ExtensionPoint {"
                        + " java.util.Optional<Resource> resource(String path);"
                        + " record Resource(String mediaType, byte[] bytes) {} }"));

        assertThat(report.state()).isEqualTo(State.STARTED);
        assertThat(report.reason()).startsWith("It packs a copy of what the host brings");
        assertThat(bench.answerOf("packed")).isEqualTo("packed 1.0.0");
    }

    @Test
    void hidesTheHostsOwnClassesFromPlugins() {
        PluginReport report = bench.loadBeside(TestJar.plugin("curious", "1.0.0").extension(TestJar.app("curious.App",
                "public App() throws Exception { Class.forName(\"com.fasterxml.jackson.core.JsonFactory\"); }", "")));

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason()).startsWith("App needs the class com.fasterxml.jackson.core.JsonFactory");
    }

    private static Path move(TestJar jar, Path to) {
        try {
            return Files.write(to, jar.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
