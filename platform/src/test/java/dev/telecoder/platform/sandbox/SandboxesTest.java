package dev.telecoder.platform.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import dev.telecoder.platform.config.SandboxConfig;
import dev.telecoder.testkit.ManualCancellation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SandboxesTest {

    private final FakeRuntime docker = new FakeRuntime("docker", false, Set.of());
    private final FakeRuntime bubblewrap = new FakeRuntime("bubblewrap", true, EnumSet.of(Feature.NETNS, Feature.PIDS));
    private final FakeRuntime process = new FakeRuntime("process", true, Set.of());
    private final TestClock clock = new TestClock();

    @Test
    void takesTheFirstThatWorksAndTellsWhatItLacks() {
        var sandboxes = sandboxes("auto");

        assertThat(sandboxes.status()).isEqualTo(
                new SandboxStatus("bubblewrap", List.of("memory", "cpu", "disk", "seccomp"), "said by bubblewrap"));
        assertThat(sandboxes.isolates()).isTrue();
    }

    @Test
    void prefersDocker() {
        docker.available = true;

        assertThat(sandboxes("auto").status().runtime()).isEqualTo("docker");
    }

    @Test
    void refusesRatherThanRunWithoutIsolation() {
        bubblewrap.available = false;
        var sandboxes = sandboxes("auto");

        assertThat(sandboxes.status().runtime()).isEqualTo("none");
        assertThat(sandboxes.isolates()).isFalse();
        assertThatThrownBy(() -> sandboxes.forTask(place("t"))).isInstanceOfSatisfying(PluginException.class,
                problem -> {
                    assertThat(problem.failure()).isEqualTo(Failure.CONFIGURATION);
                    assertThat(problem).hasMessageContaining("said by docker")
                            .hasMessageContaining("said by bubblewrap")
                            .hasMessageContaining("sandbox.runtime: process");
                });
    }

    @Test
    void usesPlainProcessesOnlyWhereTheOperatorNamedThemAndIsAlone() {
        var alone = sandboxes("process");
        var several = new Sandboxes(this::all, SandboxSettings.of("process", "h").withMultiUser(true), clock);

        assertThat(alone.status().runtime()).isEqualTo("process");
        assertThat(alone.isolates()).isFalse();
        assertThat(run(alone.forTask(place("t"))).code()).isZero();
        assertThatThrownBy(() -> several.forTask(place("t"))).hasMessageContaining("--multi-user");
    }

    @Test
    void namesWhatIsThereIfAnUnknownRuntimeIsConfigured() {
        assertThatThrownBy(() -> sandboxes("dokcer").forTask(place("t")))
                .hasMessageContaining("\"dokcer\"").hasMessageContaining("[bubblewrap, docker, process]");
    }

    @Test
    void makesOneSandboxForATaskAndOnlyWhenACommandNeedsIt() {
        var sandboxes = sandboxes("auto");

        var first = sandboxes.forTask(place("t"));
        var second = sandboxes.forTask(place("t"));
        assertThat(bubblewrap.opened).isZero();
        run(first);
        first.close();
        run(second);
        run(sandboxes.forTask(place("other")));

        assertThat(second).isSameAs(first);
        assertThat(bubblewrap.opened).isEqualTo(2);
        assertThat(bubblewrap.closed).isZero();
        assertThat(bubblewrap.last.labels()).containsEntry("dev.telecoder.host", "h");
    }

    @Test
    void aKilledTaskGoesOnWithANewSandbox() throws Exception {
        var sandboxes = sandboxes("auto");
        var sandbox = sandboxes.forTask(place("t"));
        bubblewrap.block = true;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = executor.submit(() -> run(sandbox));
            assertThat(bubblewrap.entered.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

            assertThat(sandboxes.kill("t")).isTrue();

            assertThat(running.get(60, TimeUnit.SECONDS).code()).isEqualTo(-1);
        }
        bubblewrap.block = false;
        assertThat(run(sandbox).code()).isZero();
        assertThat(bubblewrap.opened).isEqualTo(2);
        assertThat(sandboxes.kill("unknown")).isFalse();
    }

    @Test
    void aTaskHasNewSettingsFromItsNextCommandOnAndWhatRunsGoesOn() throws Exception {
        var settings = new java.util.concurrent.atomic.AtomicReference<>(SandboxSettings.of("auto", "h"));
        var sandboxes = new Sandboxes(this::all, settings::get, clock);
        var sandbox = sandboxes.forTask(place("t"));
        bubblewrap.block = true;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = executor.submit(() -> run(sandbox));
            assertThat(bubblewrap.entered.tryAcquire(60, TimeUnit.SECONDS)).isTrue();

            settings.set(SandboxSettings.of("auto", "h").withLife(Duration.ofHours(1), Duration.ofMinutes(1)));
            bubblewrap.block = false;
            assertThat(run(sandboxes.forTask(place("t"))).code()).as("beside what runs").isZero();
            assertThat(bubblewrap.closed).isZero();
            sandboxes.kill("t");
            running.get(60, TimeUnit.SECONDS);
        }
        run(sandbox);
        assertThat(bubblewrap.last.longestLife()).isEqualTo(Duration.ofHours(1));
        int opened = bubblewrap.opened;
        settings.set(SandboxSettings.of("auto", "other"));

        run(sandbox);

        assertThat(bubblewrap.opened).isEqualTo(opened + 1);
        assertThat(bubblewrap.last.labels()).containsEntry("dev.telecoder.host", "other");
    }

    @Test
    void noCommandRunsLongerThanTheSettingAllows() {
        var settings =
                new AtomicReference<>(SandboxSettings.of("auto", "h").withLongestCommand(Duration.ofSeconds(30)));
        var said = new java.util.ArrayList<String>();
        try (var sandboxes = new Sandboxes(() -> List.of(docker, bubblewrap), settings::get, clock)) {
            var sandbox = sandboxes.forTask(place("t"));
            Sandbox.Command command = Sandbox.Command.of("true").timeout(Duration.ofMinutes(5));

            sandbox.run(command, said::add, new ManualCancellation());
            assertThat(bubblewrap.lastTimeout).isEqualTo(Duration.ofSeconds(30));
            bubblewrap.outOfTime = true;
            assertThat(sandbox.run(command, said::add, new ManualCancellation()).timedOut()).isTrue();
            sandbox.run(command.timeout(Duration.ofSeconds(2)), said::add, new ManualCancellation());
            assertThat(bubblewrap.lastTimeout).as("less is the skill's own").isEqualTo(Duration.ofSeconds(2));
            settings.set(SandboxSettings.of("auto", "h").withLongestCommand(Duration.ofMinutes(3)));
            bubblewrap.outOfTime = false;
            sandbox.run(command, said::add, new ManualCancellation());
            assertThat(bubblewrap.lastTimeout).as("a change holds for the next").isEqualTo(Duration.ofMinutes(3));
        }
        assertThat(said).containsExactly("[stopped after 30 s, the most that sandbox.timeout allows]");
    }

    @Test
    void anEndedTaskHasNoSandbox() {
        var sandboxes = sandboxes("auto");
        var sandbox = sandboxes.forTask(place("t"));
        run(sandbox);

        sandboxes.end("t");

        assertThat(bubblewrap.closed).isEqualTo(1);
        assertThatThrownBy(() -> run(sandbox)).isInstanceOf(PluginException.class).hasMessageContaining("has ended");
    }

    @Test
    void freesWhatIsUnusedAndMakesItAnewWhenNeeded() {
        var sandboxes = sandboxes("auto");
        var sandbox = sandboxes.forTask(place("t"));
        run(sandbox);

        clock.pass(Duration.ofMinutes(14));
        sandboxes.look();
        assertThat(bubblewrap.closed).isZero();
        clock.pass(Duration.ofMinutes(1));
        sandboxes.look();

        assertThat(bubblewrap.closed).isEqualTo(1);
        run(sandbox);
        assertThat(bubblewrap.opened).isEqualTo(2);
        assertThat(sandboxes.kill("t")).as("the new one is still known").isTrue();
        assertThat(bubblewrap.closed).isEqualTo(2);
    }

    @Test
    void makesASandboxAnewBeforeItReachesItsLongestLife() {
        var settings = SandboxSettings.of("auto", "h").withLife(Duration.ofHours(2), Duration.ofDays(1));
        var sandbox = new Sandboxes(this::all, settings, clock).forTask(place("t"));
        run(sandbox);

        clock.pass(Duration.ofMinutes(59));
        run(sandbox);
        assertThat(bubblewrap.opened).isEqualTo(1);
        clock.pass(Duration.ofMinutes(2));
        run(sandbox);

        assertThat(bubblewrap.opened).isEqualTo(2);
        assertThat(bubblewrap.closed).isEqualTo(1);
    }

    @Test
    void removesLeftoversOfEveryRuntimeAtTheStartThoughOneFails() {
        docker.leftoversFail = true;

        sandboxes("auto").start();

        assertThat(bubblewrap.looks).isEqualTo(1);
        assertThat(process.looks).isEqualTo(1);
    }

    @Test
    void removesLeftoversOfTheRuntimesBesideEachOtherAndBeginsOnlyThen() throws Exception {
        var all = new CyclicBarrier(3);
        for (FakeRuntime runtime : List.of(docker, bubblewrap, process)) {
            runtime.whileFreeing = () -> meet(all);
        }
        var sandboxes = sandboxes("auto");

        sandboxes.begin();
        sandboxes.start();

        assertThat(List.of(docker.looks, bubblewrap.looks, process.looks)).containsOnly(1);
    }

    @Test
    void waitsForItsLeftoversWhenAStartFails() {
        var begun = new CountDownLatch(1);
        docker.whileFreeing = () -> await(begun);
        var sandboxes = sandboxes("auto");
        sandboxes.begin();

        Thread.ofPlatform().start(begun::countDown);
        sandboxes.close();

        assertThat(docker.looks).isEqualTo(1);
    }

    private static void meet(CyclicBarrier all) {
        try {
            all.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void endsAllWhenTheHostEnds() {
        var sandboxes = sandboxes("auto");
        run(sandboxes.forTask(place("a")));
        run(sandboxes.forTask(place("b")));

        sandboxes.close();

        assertThat(bubblewrap.closed).isEqualTo(2);
    }

    @Test
    void opensTheNetworkOnlyWhereTheOperatorSaysOpen() {
        assertThat(SandboxSettings.of(SandboxConfig.DEFAULTS, "h").openNetwork()).isFalse();
        assertThat(SandboxSettings.of(SandboxConfig.CLOSED, "h").openNetwork()).isFalse();
        assertThat(SandboxSettings.of(SandboxConfig.DEFAULTS, "h").maxProcesses()).isEqualTo(512);
    }

    private Sandboxes sandboxes(String runtime) {
        return new Sandboxes(this::all, SandboxSettings.of(runtime, "h"), clock);
    }

    private List<SandboxRuntime> all() {
        return List.of(process, bubblewrap, docker);
    }

    private static TaskPlace place(String task) {
        return new TaskPlace(task, Path.of("/w"), Path.of("/s"), List.of(), Map.of());
    }

    private static Sandbox.Exit run(Sandbox sandbox) {
        return sandbox.run(Command.of("true"), line -> {}, new ManualCancellation());
    }

    /** A clock that a test moves. */
    private static final class TestClock extends Clock {

        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
