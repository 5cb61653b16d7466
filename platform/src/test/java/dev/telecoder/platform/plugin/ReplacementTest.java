package dev.telecoder.platform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.WebApp;
import dev.telecoder.platform.plugin.PluginReport.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of calls while the plugin they run in is replaced or goes. */
class ReplacementTest {

    /** Where the plugins of these tests wait; system properties are all they share with a test. */
    private static final Semaphore GATE = new Semaphore(0);

    private static final Limits QUICK = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(1),
            Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMillis(200));

    @TempDir private Path home;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(home, QUICK);
        System.getProperties().put("telecoder.test.gate", GATE);
        System.getProperties().put("telecoder.test.entered", new CountDownLatch(1));
        System.clearProperty("telecoder.test.interrupted");
    }

    @AfterEach
    void close() {
        GATE.release(1000);
        bench.close();
        GATE.drainPermits();
        System.getProperties().remove("telecoder.test.gate");
        System.getProperties().remove("telecoder.test.entered");
    }

    @Test
    void aRunningCallFinishesOnTheOldVersionWhileNewOnesGoToTheNew() throws Exception {
        Path jar = waiting("1.0.0").into(bench.user);
        bench.host.load();
        var running = CompletableFuture.supplyAsync(() -> Bench.text(bench.app("slow")));
        entered();

        Files.delete(jar);
        TestJar.good("slow", "2.0.0").into(bench.user);
        bench.host.load();
        String next = bench.answerOf("slow");
        GATE.release();

        assertThat(next).isEqualTo("slow 2.0.0");
        // Its last class is loaded only now, from the version whose file is gone.
        assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo("late word of 1.0.0");
    }

    @Test
    void aCallThatRunsOverTheLimitIsInterrupted() throws Exception {
        bench.close();
        bench = new Bench(home.resolve("short"), new Limits(Duration.ofSeconds(5), Duration.ofSeconds(60),
                Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMillis(300),
                Duration.ofMillis(50)));
        waiting("1.0.0").into(bench.user);
        bench.host.load();
        var running = CompletableFuture.supplyAsync(() -> Bench.text(bench.app("slow")));
        entered();

        bench.host.disable("slow");

        assertThat(running).failsWithin(Duration.ofSeconds(10));
        assertThat(System.getProperty("telecoder.test.interrupted")).isEqualTo("1.0.0");
    }

    @Test
    void somebodyWhoStillHoldsAnExtensionReachesTheNewVersion() {
        TestJar.good("slow", "1.0.0").into(bench.user);
        bench.host.load();
        WebApp held = bench.app("slow");

        TestJar.good("slow", "2.0.0").into(bench.user);
        bench.host.load();

        Bench.until("the old one has ended", () -> Bench.text(held).equals("slow 2.0.0"));
    }

    @Test
    void somebodyWhoHoldsAnExtensionOfARemovedPluginIsToldSo() {
        TestJar.good("slow", "1.0.0").into(bench.user);
        bench.host.load();
        WebApp held = bench.app("slow");

        bench.host.unload("slow");

        Bench.until("the old one has ended", () -> {
            try {
                held.resource("/");
                return false;
            } catch (PluginException e) {
                return true;
            }
        });
        assertThatThrownBy(() -> held.resource("/")).hasMessageContaining("switched off, removed or replaced");
    }

    @Test
    void noneOfFiftyConcurrentCallsFailsForAReplacement() throws Exception {
        TestJar.good("busy", "1.0.0").into(bench.user);
        bench.host.load();
        var going = new AtomicBoolean(true);
        var calls = new AtomicInteger();
        var failures = new CopyOnWriteArrayList<Throwable>();
        Set<String> answers = ConcurrentHashMap.newKeySet();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.submit(() -> {
                    WebApp held = bench.app("busy");
                    while (going.get()) {
                        try {
                            answers.add(Bench.text(bench.app("busy")));
                            answers.add(Bench.text(held));
                            calls.addAndGet(2);
                        } catch (Throwable e) {
                            failures.add(e);
                            return;
                        }
                    }
                });
            }
            try {
                for (String version : List.of("1.1.0", "1.2.0", "1.3.0")) {
                    int before = calls.get();
                    TestJar.good("busy", version).into(bench.user);
                    bench.host.load();
                    Bench.until("calls go on", () -> calls.get() > before + 200 || !failures.isEmpty());
                }
                answers.clear();
                int before = calls.get();
                Bench.until("calls go on", () -> calls.get() > before + 200 || !failures.isEmpty());
            } finally {
                going.set(false);
            }
        }

        answers.remove("busy 1.2.0"); // what was under way when the answers were cleared
        assertThat(answers).containsExactly("busy 1.3.0");
        assertThat(failures).isEmpty();
        assertThat(calls.get()).isGreaterThan(800);
    }

    @Test
    void wakesAnIdlePluginWhenItsSectionAppearsAndMakesOnlyThatOneAnew() {
        configured("foo", "channels.foo").into(bench.user);
        configured("bar", "channels.bar").into(bench.user);
        bench.configured("channels: {bar: {token: b1}}");
        bench.host.load();
        WebApp bar = bench.app("bar");
        assertThat(bench.stateOf("foo")).isEqualTo(State.IDLE);

        bench.configured("channels: {bar: {token: b1}, foo: {token: f1}}");
        bench.host.configChanged(Set.of("channels.foo"));
        assertThat(bench.answerOf("foo")).isEqualTo("f1");
        assertThat(bench.app("bar")).isSameAs(bar);
        bench.configured("channels: {bar: {token: b2}, foo: {token: f1}}");
        bench.host.configChanged(Set.of("channels.bar.token"));
        assertThat(bench.answerOf("bar")).isEqualTo("b2");
        bench.configured("channels: {bar: {token: {no: word}}}");
        bench.host.configChanged(Set.of("channels.bar.token", "channels.foo"));

        assertThat(bench.stateOf("foo")).isEqualTo(State.IDLE);
        assertThat(bench.answerOf("bar")).isEqualTo("b2");
        assertThat(bench.host.report("bar").orElseThrow().reason()).contains("channels.bar.token",
                "goes on with the settings it had");
    }

    private static TestJar configured(String id, String section) {
        String source = TestJar.app(id + ".App", """
                public record Settings(String token) {}
                private final String said;
                public App(PluginContext context) { said = context.config(Settings.class).token(); }""",
                "\" + said + \"");
        return TestJar.plugin(id, "1.0.0")
                .extension(source.replace("public class App", "@Configured(\"" + section + "\") public class App"));
    }

    /** A plugin that waits in its call, and afterwards needs a class that was not loaded before. */
    private static TestJar waiting(String version) {
        return TestJar.plugin("slow", version).source("""
                package slow;
                class Late { static String word() { return "late word of %s"; } }
                """.formatted(version)).extension(TestJar.app("slow.App", """
                static String await() {
                    ((java.util.concurrent.CountDownLatch) System.getProperties().get("telecoder.test.entered")).countDown();
                    try {
                        ((java.util.concurrent.Semaphore) System.getProperties().get("telecoder.test.gate")).acquire();
                    } catch (InterruptedException e) {
                        System.setProperty("telecoder.test.interrupted", "%s");
                        throw new IllegalStateException(e);
                    }
                    return Late.word();
                }""".formatted(version), "\" + await() + \""));
    }

    private static void entered() throws InterruptedException {
        var entered = (CountDownLatch) System.getProperties().get("telecoder.test.entered");
        assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
