package dev.telecoder.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link SandboxRuntime} must do. A plugin extends it and says how its runtime is made. A row about
 * something the runtime cannot enforce is skipped only if its probe says that it cannot.
 *
 * <p>The commands need {@code /bin/sh}, {@code cat}, {@code sleep}, {@code head} and {@code sed} inside; nothing else.
 *
 * @since 1.0
 */
public abstract class SandboxRuntimeContract {

    /** How long processes may take to be gone after a command was stopped. */
    protected static final Duration SOON = Duration.ofSeconds(1);

    /** Variables that tell no secret, so that a runtime may pass them on. */
    private static final Set<String> HARMLESS =
            Set.of("PATH", "PWD", "OLDPWD", "HOME", "LANG", "LC_ALL", "TZ", "JAVA_HOME", "SHELL");

    /** A folder for the workspace and the scratch folder, removed after each row. */
    @TempDir protected Path folder;

    private SandboxRuntime runtime;
    private SandboxSpec spec;

    /** For subclasses. */
    protected SandboxRuntimeContract() {}

    /**
     * Makes the runtime, ready for use. Also called in another process, on an object of the same class that was made
     * without parameters and has nothing but {@link #folder}.
     *
     * @return a new runtime
     */
    protected abstract SandboxRuntime runtime();

    /**
     * Opens a sandbox as a host that then dies without closing it, with a long command running inside.
     *
     * @param left what the sandbox shall be like
     * @param where its folders
     * @throws Exception if that cannot be arranged
     */
    protected void leaveBehind(SandboxSpec left, Path where) throws Exception {
        DeadHost.leave(getClass(), left, where);
    }

    /** Makes the runtime and the folders. */
    @BeforeEach
    void prepare() throws IOException {
        runtime = runtime();
        spec = SandboxSpec.in(folder);
        var probe = runtime.probe();
        assumeTrue(probe.available() || required(), () -> runtime.id() + ": " + probe.reason());
    }

    /** Where a runtime is asked for by name, its absence is a failure and not a skipped test. */
    private boolean required() {
        return Boolean.getBoolean("telecoder.require." + runtime.id());
    }

    /** Whatever the row did, nothing may run on. */
    @AfterEach
    void nothingIsLeft() {
        if (spec != null && Files.isDirectory(Path.of("/proc/self"))) {
            assertGone(spec.id());
        }
    }

    /** The probe tells the truth. */
    @Test
    void theProbeTellsTheTruth() {
        var probe = runtime.probe();

        assertThat(probe.available()).as(probe.reason()).isTrue();
        assertThat(probe.features().size() == Feature.values().length || !probe.reason().isBlank())
                .as("what is missing is named").isTrue();
        try (var sandbox = runtime.open(spec)) {
            assertThat(run(sandbox, Command.of("true")).exit().succeeded()).isTrue();
            if (probe.features().contains(Feature.SECCOMP)) {
                assertThat(run(sandbox, shell("sed -n 's/^Seccomp:[^0-9]*//p' /proc/self/status")).text())
                        .isEqualTo("2");
            }
        }
        if (probe.features().contains(Feature.PIDS)) {
            try (var sandbox = runtime.open(spec.withMaxProcesses(12))) {
                var forks = run(sandbox, shell("i=0; while [ $i -lt 40 ]; do sleep 2 & i=$((i+1)); done; echo all"));
                assertThat(forks.lines()).as("40 processes where 12 are allowed").doesNotContain("all");
            }
        }
        if (probe.features().contains(Feature.MEMORY)) {
            try (var sandbox = runtime.open(spec.withMemoryBytes(48L << 20))) {
                var hungry = run(sandbox,
                        shell("x=0123456789abcdef; while [ ${#x} -lt 200000000 ]; do x=$x$x; done; echo ate"));
                assertThat(hungry.lines()).as("200 MB where 48 are allowed").doesNotContain("ate");
            }
        }
    }

    /** The exit code is the command's, and its output is told by lines, errors too. */
    @Test
    void tellsExitCodeAndOutput() {
        try (var sandbox = runtime.open(spec)) {
            var seven = run(sandbox, shell("echo one; echo two >&2; printf 'h\\303\\244lf a line'; exit 7"));
            assertThat(seven.exit()).isEqualTo(new Sandbox.Exit(7, false));
            assertThat(seven.lines()).containsExactly("one", "two", "h\u00e4lf a line");

            assertThat(run(sandbox, Command.of("true")).exit().succeeded()).isTrue();
            assertThat(run(sandbox, shell("kill -9 $$")).exit().code()).isEqualTo(137);

            var missing = run(sandbox, Command.of("no-such-program-anywhere"));
            assertThat(missing.exit().code()).isEqualTo(127);
            assertThat(missing.text()).contains("no-such-program-anywhere");
        }
    }

    /** Output is told while the command still runs. */
    @Test
    void tellsOutputAsItComes() throws Exception {
        var lines = new CopyOnWriteArrayList<String>();
        var cancellation = new ManualCancellation();
        try (var sandbox = runtime.open(spec); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = executor.submit(() -> sandbox.run(shell("echo early; sleep 60"), lines::add, cancellation));

            waitFor(Duration.ofSeconds(10), () -> lines.contains("early"));
            assertThat(running.isDone()).isFalse();

            cancellation.cancel();
            assertThat(running.get(5, TimeUnit.SECONDS).code()).isEqualTo(-1);
        }
    }

    /** Input reaches the command, to its end. */
    @Test
    void inputReachesTheCommand() {
        try (var sandbox = runtime.open(spec)) {
            var empty = run(sandbox, Command.of("cat"));
            assertThat(empty.exit().succeeded()).isTrue();
            assertThat(empty.lines()).isEmpty();

            var small = run(sandbox, Command.of("cat").stdin("gr\u00fc\u00dfe\nzwei\n".getBytes(UTF_8)));
            assertThat(small.lines()).containsExactly("gr\u00fc\u00dfe", "zwei");

            byte[] large = "0123456789abcde\n".repeat(100_000).getBytes(UTF_8);
            assertThat(run(sandbox, Command.of("cat").stdin(large)).lines()).hasSize(100_000);

            assertThat(run(sandbox, Command.of("true").stdin(large)).exit().succeeded()).isTrue();
        }
    }

    /** Variables and the working directory are as asked for, and nothing of the host's environment comes along. */
    @Test
    void environmentAndDirectoryAreAsAskedFor() throws IOException {
        Files.createDirectories(spec.workspace().resolve("sub"));
        try (var sandbox = runtime.open(spec.withEnvironment(Map.of("FROM_SPEC", "a b")))) {
            var answer = run(sandbox, shell("echo \"$FROM_SPEC|$FROM_COMMAND|$PWD\"; env")
                    .in("sub").with(Map.of("FROM_COMMAND", "c'd\"e")));

            assertThat(answer.lines().getFirst())
                    .isEqualTo("a b|c'd\"e|" + sandbox.inside(spec.workspace().resolve("sub")));
            assertThat(answer.lines()).anyMatch(line -> line.startsWith("TELECODER_RUN="));
            System.getenv().forEach((name, value) -> {
                if (value.length() > 8 && !HARMLESS.contains(name)) {
                    assertThat(answer.lines()).doesNotContain(name + "=" + value);
                }
            });
        }
    }

    /** Output is capped: the head is kept, the rest counted, and the command does not block on it. */
    @Test
    void outputIsCapped() {
        try (var sandbox = runtime.open(spec)) {
            var flood = run(sandbox, shell("head -c 30000000 /dev/zero | sed 's/./x/g'; exit 3").outputLimit(100_000));

            assertThat(flood.exit().code()).isEqualTo(3);
            assertThat(flood.lines().stream().mapToLong(String::length).sum()).isEqualTo(100_000);
            assertThat(flood.exit().droppedBytes()).isBetween(29_900_000L, 29_900_001L);
            assertThat(flood.lines()).as("a long line comes in pieces").allMatch(line -> line.length() <= 65_536);
        }
    }

    /** Out of time, the whole tree ends, also what ignores the request and left its session. */
    @Test
    void aTimeoutEndsTheWholeTree() {
        try (var sandbox = runtime.open(spec)) {
            long start = System.nanoTime();
            var late = run(sandbox, stubborn().timeout(Duration.ofSeconds(1)));

            assertThat(late.exit().timedOut()).isTrue();
            assertThat(late.exit().code()).isEqualTo(-1);
            assertThat(late.lines()).contains("started");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1).plus(SOON.multipliedBy(2)));
            assertGone(spec.id());
        }
    }

    /** Cancelled, the whole tree ends within a second, also what ignores the request and left its session. */
    @Test
    void cancellingEndsTheWholeTree() throws Exception {
        var cancellation = new ManualCancellation();
        var lines = new CopyOnWriteArrayList<String>();
        try (var sandbox = runtime.open(spec); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = executor.submit(() -> sandbox.run(stubborn(), lines::add, cancellation));
            waitFor(Duration.ofSeconds(10), () -> lines.contains("started"));

            cancellation.cancel();

            assertThat(running.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(new Sandbox.Exit(-1, false));
            assertGone(spec.id());
            assertThat(run(sandbox, Command.of("true")).exit().succeeded()).as("the sandbox lives on").isTrue();
        }
    }

    /** A thread that is interrupted while it waits for a command takes the command with it. */
    @Test
    void interruptingEndsTheWholeTree() throws Exception {
        var lines = new CopyOnWriteArrayList<String>();
        try (var sandbox = runtime.open(spec)) {
            Thread waiting = Thread.ofVirtual().unstarted(() -> {
                try {
                    sandbox.run(stubborn(), lines::add, new ManualCancellation());
                } catch (RuntimeException e) {
                    lines.add(e.toString()); // how it says so is its own
                }
            });
            waiting.start();
            waitFor(Duration.ofSeconds(10), () -> lines.contains("started"));

            waiting.interrupt();

            assertThat(waiting.join(SOON.multipliedBy(2))).isTrue();
            assertGone(spec.id());
        }
    }

    /** What a command leaves in the background ends with it. */
    @Test
    void whatACommandLeavesInTheBackgroundEnds() {
        try (var sandbox = runtime.open(spec)) {
            long start = System.nanoTime();
            var quick = run(sandbox, shell("sleep 300 & (trap '' TERM HUP; sleep 301) & echo done"));

            assertThat(quick.exit().succeeded()).isTrue();
            assertThat(quick.lines()).contains("done");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertGone(spec.id());
        }
    }

    /** A killed sandbox has no processes, ends what waits for them, and takes no more commands. */
    @Test
    void killEndsEverything() throws Exception {
        var lines = new CopyOnWriteArrayList<String>();
        try (var sandbox = runtime.open(spec); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = executor.submit(() -> sandbox.run(stubborn(), lines::add, new ManualCancellation()));
            waitFor(Duration.ofSeconds(10), () -> lines.contains("started"));

            sandbox.kill();

            assertThat(running.get(SOON.toMillis(), TimeUnit.MILLISECONDS).code()).isEqualTo(-1);
            assertGone(spec.id());
            assertThatThrownBy(() -> run(sandbox, Command.of("true"))).isInstanceOf(PluginException.class);
        }
    }

    /** Files written inside come back, with the owner's rights, and files of the host are seen where they should be. */
    @Test
    void filesComeBack() throws IOException {
        Files.writeString(spec.workspace().resolve("given.txt"), "from the host\n");
        Path objects = Files.createDirectories(folder.resolve("objects"));
        Files.writeString(objects.resolve("one"), "object\n");
        var seen = new SandboxRuntime.Spec.Mount(objects, objects.toString(), true);
        try (var sandbox = runtime.open(spec.withMounts(List.of(seen)))) {
            String scratch = sandbox.inside(spec.scratch());
            var answer = run(sandbox, shell("cat given.txt; mkdir -p out; echo made >out/made.txt; echo s >" + scratch
                    + "/kept.txt; cat " + sandbox.inside(objects.resolve("one"))));

            assertThat(answer.exit().succeeded()).as(answer.text()).isTrue();
            assertThat(answer.lines()).containsExactly("from the host", "object");
            assertThat(spec.workspace().resolve("out/made.txt")).hasContent("made");
            assertThat(spec.scratch().resolve("kept.txt")).hasContent("s");
            assertThat(run(sandbox, shell("cat " + scratch + "/kept.txt && echo more >>given.txt")).lines())
                    .containsExactly("s");
            assertThat(spec.workspace().resolve("given.txt")).hasContent("from the host\nmore");
            if (runtime.probe().features().contains(Feature.NETNS)) {
                var refused = run(sandbox, shell("echo x >" + sandbox.inside(objects.resolve("one"))));
                assertThat(refused.exit().succeeded()).as("written to a read-only mount").isFalse();
                assertThat(objects.resolve("one")).hasContent("object");
            }
        }
    }

    /** Asked for none, there is no network: not even to services of the host on its loopback. */
    @Test
    void hasNoNetworkWhenAskedForNone() throws Exception {
        assumeTrue(runtime.probe().features().contains(Feature.NETNS),
                () -> runtime.id() + " has no network of its own, and says so");
        try (var listener = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"));
                var sandbox = runtime.open(spec)) {
            var interfaces = run(sandbox, shell("sed -n 's/^ *\\([a-z0-9]*\\):.*/\\1/p' /proc/net/dev"));
            assertThat(interfaces.lines()).containsExactly("lo");
            listener.setSoTimeout(300);
            run(sandbox, shell("(echo >/dev/tcp/127.0.0.1/PORT || bash -c 'echo >/dev/tcp/127.0.0.1/PORT'"
                    .replace("PORT", "" + listener.getLocalPort()) + ") 2>/dev/null"));
            assertThatThrownBy(listener::accept).as("a connection out of the sandbox")
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** What a dead host left is removed, what is in use is spared. */
    @Test
    void leftoversAreRemoved() throws Exception {
        Path where = Files.createDirectories(folder.resolve("left"));
        var left = SandboxSpec.in(where);
        leaveBehind(left, where);
        var lines = new CopyOnWriteArrayList<String>();
        try (var sandbox = runtime.open(spec); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = executor.submit(
                    () -> sandbox.run(shell("echo started; cat; sleep 2; echo finished"), lines::add,
                            new ManualCancellation()));
            waitFor(Duration.ofSeconds(10), () -> lines.contains("started"));

            runtime.removeLeftovers();

            assertGone(left.id());
            assertThat(running.get(30, TimeUnit.SECONDS).succeeded()).as("what is in use was spared").isTrue();
            assertThat(lines).containsExactly("started", "finished");
            assertThat(runtime.removeLeftovers()).as("a second look finds nothing").isZero();
        }
    }

    /**
     * Runs a command to its end.
     *
     * @param sandbox where
     * @param command what
     * @return how it ended, and what it wrote
     */
    protected static Answer run(Sandbox sandbox, Command command) {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        var exit = sandbox.run(command, lines::add, new ManualCancellation());
        return new Answer(exit, List.copyOf(lines));
    }

    /**
     * Makes a command of a shell script.
     *
     * @param script the script
     * @return the command
     */
    protected static Command shell(String script) {
        return Command.of("/bin/sh", "-c", script);
    }

    /** Ignores every polite request, as does its child, which has a session of its own where there is a program for that. */
    private static Command stubborn() {
        return shell("""
                trap '' TERM HUP INT
                if command -v setsid >/dev/null 2>&1; then
                  setsid sh -c 'trap "" TERM HUP INT; while :; do sleep 5; done' &
                else
                  sh -c 'trap "" TERM HUP INT; while :; do sleep 5; done' &
                fi
                echo started
                while :; do sleep 5; done
                """);
    }

    /**
     * Fails unless all processes are gone whose environment has {@code TELECODER_RUN} with this value; gives them a
     * moment.
     *
     * @param run the id of the spec
     */
    protected static void assertGone(String run) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!ProcessesOfRun.find(run).isEmpty() && System.nanoTime() < end) {
            Thread.yield();
        }
        assertThat(ProcessesOfRun.find(run)).as("processes that are still there").isEmpty();
    }

    private static void waitFor(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.yield();
        }
        assertThat(condition.getAsBoolean()).as("what was waited for, after " + atMost).isTrue();
    }

    /**
     * How a command ended, and what it wrote.
     *
     * @param exit how it ended
     * @param lines what it wrote
     */
    protected record Answer(Sandbox.Exit exit, List<String> lines) {

        /** {@return the lines as one text} */
        public String text() {
            return String.join("\n", lines);
        }
    }
}
