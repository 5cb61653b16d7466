package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.http.WebApp;
import dev.telecoder.platform.plugin.PluginReport.State;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins that do wrong while they run, each beside a good one that keeps answering. */
class QuarantineTest {

    private static final Limits SHORT =
            new Limits(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300),
                    Duration.ofMillis(700), Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofMillis(50));

    @TempDir private Path home;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(home, SHORT);
    }

    @AfterEach
    void close() {
        assertThat(bench.answerOf("good")).isEqualTo("good 1.0.0");
        System.setProperty("telecoder.test.spin", "off");
        bench.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "throw new IllegalStateException(\"broken\"); | an unexpected exception | java.lang.IllegalStateException: broken",
            "throw new NoSuchMethodError(\"gone\"); | a class that does not fit | java.lang.NoSuchMethodError: gone",
            "throw new AbstractMethodError(\"gone\"); | a class that does not fit | AbstractMethodError",
            "return deeper(path); | a recursion without end | java.lang.StackOverflowError",
            "throw new OutOfMemoryError(\"Java heap space\"); | out of memory | OutOfMemoryError",
            "throw new AssertionError(\"never\"); | an unexpected exception | AssertionError"})
    void takesAPluginOutOfUseThatFailsAgainAndAgain(String body, String kind, String thrown) {
        bench.loadBeside(wrong(body));
        WebApp app = bench.app("wrong");

        for (int i = 0; i < Faults.TOO_MANY - 1; i++) {
            assertThatThrownBy(() -> app.resource("/")).isInstanceOf(PluginFault.class);
        }
        assertThat(bench.stateOf("wrong")).isEqualTo(State.STARTED);
        assertThatThrownBy(() -> app.resource("/")).isInstanceOf(PluginFault.class);

        Bench.until("it is taken out of use", () -> bench.stateOf("wrong") == State.FAULTY);
        assertThat(bench.host.report("wrong").orElseThrow().reason())
                .startsWith("wrong 1.0.0 was taken out of use after 5 faults within 10 minutes, the last one " + kind
                        + ": App.resource threw ")
                .contains(thrown, "telecoder plugins enable wrong");
        Bench.until("nobody calls it", () -> safeAnswer().isEmpty());
    }

    @Test
    void givesItAnotherChanceWhenItIsEnabled() {
        bench.loadBeside(wrong("throw new IllegalStateException();"));
        fail("wrong", Faults.TOO_MANY);
        Bench.until("it is taken out of use", () -> bench.stateOf("wrong") == State.FAULTY);

        bench.host.load();
        assertThat(bench.stateOf("wrong")).isEqualTo(State.FAULTY);
        bench.host.enable("wrong");

        assertThat(bench.stateOf("wrong")).isEqualTo(State.STARTED);
    }

    @Test
    void givesAnotherVersionAChanceAtOnce() {
        bench.loadBeside(wrong("throw new IllegalStateException();"));
        fail("wrong", Faults.TOO_MANY);
        Bench.until("it is taken out of use", () -> bench.stateOf("wrong") == State.FAULTY);

        TestJar.good("wrong", "1.0.1").into(bench.user);
        bench.host.load();

        assertThat(bench.answerOf("wrong")).isEqualTo("wrong 1.0.1");
    }

    @Test
    void fallsBackToTheBundledVersionOfAPluginThatFailsAgainAndAgain() {
        TestJar.good("wrong", "0.9.0").into(bench.bundled);
        bench.loadBeside(wrong("throw new IllegalStateException();"));

        fail("wrong", Faults.TOO_MANY);

        Bench.until("the bundled one answers", () -> safeAnswer().equals("wrong 0.9.0"));
        assertThat(bench.host.reports()).filteredOn(report -> report.id().equals("wrong"))
                .extracting(PluginReport::state).containsExactlyInAnyOrder(State.STARTED, State.FAULTY);
    }

    @Test
    void aRefusalOfThePluginIsNoFault() {
        bench.loadBeside(wrong("throw PluginException.of(Failure.UNAVAILABLE, \"later\");"));
        WebApp app = bench.app("wrong");

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> app.resource("/")).hasMessage("later");
        }

        assertThat(bench.stateOf("wrong")).isEqualTo(State.STARTED);
        assertThat(bench.host.report("wrong").orElseThrow().reason()).isEmpty();
    }

    @Test
    void interruptsACallThatDoesNotReturn() {
        bench.loadBeside(wrong("try { Thread.sleep(60_000); } catch (InterruptedException e) { }"
                + " return Optional.empty();"));
        WebApp app = bench.app("wrong");

        assertThatThrownBy(() -> app.resource("/")).isInstanceOf(PluginFault.class)
                .hasMessageContaining("App.resource did not return within 0.3 s")
                .hasMessageContaining("wrong.App.resource").hasMessageEndingWith("it was interrupted");
        fail("wrong", 1);

        Bench.until("it is taken out of use", () -> bench.stateOf("wrong") == State.FAULTY);
        assertThat(bench.host.report("wrong").orElseThrow().reason()).contains("a call that does not return");
    }

    @Test
    void abandonsACallThatHeedsNoInterrupt() {
        System.setProperty("telecoder.test.spin", "on");
        bench.loadBeside(wrong(SPIN + " return Optional.empty();"));

        assertThatThrownBy(() -> bench.app("wrong").resource("/")).isInstanceOf(PluginFault.class)
                .hasMessageContaining("is left behind");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "constructor | public App() { %s }",
            "initialiser | static { %s }"})
    void doesNotHangOnAnExtensionThatIsNeverMade(String where, String members) {
        System.setProperty("telecoder.test.spin", "on");
        long began = System.nanoTime();

        PluginReport report = bench.loadBeside(TestJar.plugin("stuck", "1.0.0").extension(
                TestJar.app("stuck.App", members.formatted(SPIN), "")));

        assertThat(report.state()).as(where).isEqualTo(State.FAULTY);
        assertThat(report.reason()).contains("stuck 1.0.0 did not return within 0.7 s (it was at stuck.App.<");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void doesNotHangOnAPluginClassThatNeverStartsNorStops() {
        System.setProperty("telecoder.test.spin", "on");
        TestJar.good("nostop", "1.0.0").says("Plugin-Class", "nostop.Its").source("package nostop;"
                + " public class Its extends org.pf4j.Plugin { @Override public void stop() { " + SPIN + " } }")
                .into(bench.user);

        PluginReport report = bench.loadBeside(TestJar.good("nostart", "1.0.0").says("Plugin-Class", "nostart.Its")
                .source("package nostart; public class Its extends org.pf4j.Plugin {"
                        + " @Override public void start() { " + SPIN + " } }"));
        bench.host.disable("nostop");

        assertThat(report.state()).isEqualTo(State.FAULTY);
        assertThat(report.reason()).contains("did not return within 0.7 s");
        assertThat(bench.stateOf("nostop")).isEqualTo(State.DISABLED);
    }

    @Test
    void notesWhatWasLeftBehindBySomebodyElse() {
        bench.loadBeside(wrong("return Optional.empty();"));

        PluginHost.leftBehind(bench.app("wrong"), "wrong.skill");

        assertThat(bench.host.report("wrong").orElseThrow().reason())
                .isEqualTo("1 fault: wrong.skill did not stop when it was told to, and is left behind");
    }

    private static final String SPIN =
            "while (!\"off\".equals(System.getProperty(\"telecoder.test.spin\"))) { Thread.onSpinWait(); }";

    /** It is listed as faulty a moment before it is not called any more. */
    private String safeAnswer() {
        try {
            return bench.answerOf("wrong");
        } catch (PluginFault e) {
            return "at fault";
        }
    }

    private void fail(String plugin, int times) {
        WebApp app = bench.app(plugin);
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> app.resource("/")).isInstanceOf(PluginFault.class);
        }
    }

    private static TestJar wrong(String body) {
        return TestJar.plugin("wrong", "1.0.0").extension("""
                package wrong;
                import dev.telecoder.api.*;
                import dev.telecoder.api.http.*;
                import java.util.*;
                public class App implements WebApp {
                    Optional<Resource> deeper(String path) { return deeper(path); }
                    public Optional<Resource> resource(String path) { %s }
                }
                """.formatted(body));
    }
}
