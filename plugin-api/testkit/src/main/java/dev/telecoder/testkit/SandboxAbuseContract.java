package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What code of a stranger may try in an isolating {@link SandboxRuntime}, and must not get: a table with a line for each attempt,
 * which is printed. A line about a limit that the runtime says it cannot enforce is skipped, and says so.
 *
 * <p>The commands need {@code /bin/sh}, {@code cat}, {@code dd}, {@code sleep} and {@code sed} inside; {@code bash} or {@code nc}
 * for those about the network.
 *
 * @since 1.0
 */
public abstract class SandboxAbuseContract {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String CONNECT = """
            to() { if command -v bash >/dev/null; then bash -c "echo hello >/dev/tcp/$1/$2"; else echo hello | nc -w 2 $1 $2; fi; }
            """;

    /** A folder for the workspace and the scratch folder, removed after each line. */
    @TempDir protected Path folder;

    private SandboxRuntime runtime;
    private SandboxSpec spec;

    /** For subclasses. */
    protected SandboxAbuseContract() {}

    /**
     * Makes the runtime, ready for use.
     *
     * @return a new runtime
     */
    protected abstract SandboxRuntime runtime();

    /** Makes the runtime and the folders. */
    @BeforeEach
    void prepare() throws IOException {
        runtime = runtime();
        spec = SandboxSpec.in(folder);
        var probe = runtime.probe();
        assumeTrue(probe.available() || Boolean.getBoolean("telecoder.require." + runtime.id()),
                () -> runtime.id() + ": " + probe.reason());
    }

    private interface Attempt {

        /** Makes the attempt, checks that it got nothing, and tells in a few words what happened. */
        String make(SandboxAbuseContract contract) throws Exception;
    }

    private record Line(String name, Optional<Feature> needs, Attempt attempt) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Line> lines() {
        return Stream.of(
                new Line("memory bomb", Optional.of(Feature.MEMORY), SandboxAbuseContract::memoryBomb),
                new Line("fork bomb", Optional.of(Feature.PIDS), SandboxAbuseContract::forkBomb),
                new Line("disk fill", Optional.empty(), SandboxAbuseContract::diskFill),
                new Line("survivor that ignores TERM", Optional.empty(), SandboxAbuseContract::survivor),
                new Line("output flood", Optional.empty(), SandboxAbuseContract::flood),
                new Line("symbolic link out", Optional.empty(), SandboxAbuseContract::link),
                new Line("path with ..", Optional.empty(), SandboxAbuseContract::dotDot),
                new Line("write to the system", Optional.empty(), SandboxAbuseContract::writeSystem),
                new Line("host service on loopback", Optional.of(Feature.NETNS), c -> c.service("127.0.0.1")),
                new Line("host service on 0.0.0.0", Optional.of(Feature.NETNS), c -> c.service("0.0.0.0")),
                new Line("docker socket", Optional.empty(), SandboxAbuseContract::dockerSocket),
                new Line("metadata address", Optional.of(Feature.NETNS), SandboxAbuseContract::metadata),
                new Line("keys in the environment", Optional.empty(), SandboxAbuseContract::keys),
                new Line("home of the host", Optional.empty(), SandboxAbuseContract::home),
                new Line("more rights", Optional.empty(), SandboxAbuseContract::rights),
                new Line("mount, chroot, name spaces", Optional.empty(), SandboxAbuseContract::mounts));
    }

    /**
     * One line of the table.
     *
     * @param line the attempt
     * @throws Exception if it cannot be made
     */
    @ParameterizedTest
    @MethodSource("lines")
    void getsNothing(Line line) throws Exception {
        boolean enforced = line.needs().map(runtime.probe().features()::contains).orElse(true);
        if (!enforced) {
            print(line, "NOT ENFORCED, and the probe says so");
        }
        assumeTrue(enforced, () -> runtime.id() + " says that it cannot enforce " + line.needs());
        try {
            print(line, line.attempt().make(this));
        } catch (AssertionError failed) {
            print(line, "GOT THROUGH");
            throw failed;
        }
    }

    private void print(Line line, String what) {
        System.out.printf("%-11s %-28s %s%n", runtime.id(), line.name(), what);
    }

    private String memoryBomb() {
        try (var sandbox = runtime.open(spec.withMemoryBytes(64L << 20))) {
            var bomb = run(sandbox,
                    "x=0123456789abcdef; while [ ${#x} -lt 300000000 ]; do x=$x$x; done; echo ate");
            assertThat(bomb.lines).doesNotContain("ate");
            assertThat(bomb.exit.succeeded()).isFalse();
            assertThat(run(sandbox, "echo on").lines).containsExactly("on");
            return "ended with " + bomb.exit.code() + " at 64 MB; the sandbox goes on";
        }
    }

    private String forkBomb() {
        try (var sandbox = runtime.open(spec.withMaxProcesses(40))) {
            long before = ProcessHandle.allProcesses().count();
            var most = new long[1];
            var bomb = run(sandbox, Command.of("/bin/sh", "-c",
                    "f() { f & f & wait; }; echo begun; (sleep 1; echo alive) & f; sleep 30")
                    .timeout(Duration.ofSeconds(3)),
                    line -> most[0] = Math.max(most[0],
                            ProcessHandle.allProcesses().count()));
            assertThat(most[0] - before).isLessThan(120);
            assertThat(bomb.exit.code()).isNotZero();
            assertThat(run(sandbox, "echo on").lines).containsExactly("on");
            return "stopped at 40 processes; the sandbox goes on";
        }
    }

    private String diskFill() throws IOException {
        long limit = 48L << 20;
        try (var sandbox = runtime.open(new LittleDisk(spec, limit))) {
            var fill = run(sandbox, Command.of("/bin/sh", "-c",
                    "i=0; while :; do dd if=/dev/zero of=fill$i bs=1048576 count=4 2>/dev/null || exit 9; i=$((i+1));"
                            + " sleep 0.1 2>/dev/null || :; done")
                    .timeout(Duration.ofSeconds(60)), line -> {});
            assertThat(fill.exit.timedOut()).isFalse();
            assertThat(fill.exit.succeeded()).isFalse();
            long written;
            try (Stream<Path> files = Files.list(spec.workspace())) {
                written = files.mapToLong(file -> file.toFile().length()).sum();
            }
            assertThat(written).isLessThan(1L << 30);
            assertThat(String.join("\n", fill.lines)).contains("to disk");
            return "stopped after " + (written >> 20) + " MB, where 48 are allowed";
        }
    }

    private String survivor() throws Exception {
        var cancellation = new ManualCancellation();
        var started = new java.util.concurrent.CountDownLatch(1);
        try (var sandbox = runtime.open(spec); var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = executor.submit(() -> sandbox.run(Command.of("/bin/sh", "-c", """
                    trap '' TERM HUP INT
                    setsid sh -c 'trap "" TERM HUP INT; (sh -c "while :; do sleep 1; done" &) ; while :; do sleep 1; done' &
                    echo started
                    while :; do sleep 1; done
                    """), line -> started.countDown(), cancellation));
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            cancellation.cancel();
            assertThat(running.get(10, TimeUnit.SECONDS).code()).isEqualTo(-1);
            while (!ProcessesOfRun.find(spec.id()).isEmpty()
                    && System.nanoTime() - start < SOON.multipliedBy(3).toNanos()) {
                Thread.yield();
            }
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertThat(ProcessesOfRun.find(spec.id())).isEmpty();
            return "gone " + millis + " ms after the stop";
        }
    }

    private String flood() {
        try (var sandbox = runtime.open(spec)) {
            var flood =
                    run(sandbox, Command.of("/bin/sh", "-c", "while :; do echo 0123456789012345678901234567890; done")
                            .outputLimit(100_000).timeout(Duration.ofSeconds(2)), line -> {});
            assertThat(flood.lines.stream().mapToLong(String::length).sum()).isLessThanOrEqualTo(100_000);
            assertThat(flood.exit.droppedBytes()).isPositive();
            return "100 kB kept, " + flood.exit.droppedBytes() / 1000 + " kB dropped";
        }
    }

    private String link() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret-of-the-host");
        Files.createSymbolicLink(spec.workspace().resolve("link"), secret);
        Files.createSymbolicLink(spec.workspace().resolve("up"), folder);
        try (var sandbox = runtime.open(spec)) {
            var tried = run(sandbox,
                    "cat link up/secret.txt; ln -s " + folder + " own; cat own/secret.txt; echo x >own/new");
            assertThat(String.join("\n", tried.lines)).doesNotContain("secret-of-the-host");
            assertThat(folder.resolve("new")).doesNotExist();
            return "leads nowhere";
        }
    }

    private String dotDot() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret-of-the-host");
        try (var sandbox = runtime.open(spec)) {
            var tried = run(sandbox,
                    "cat ../../secret.txt ../../../secret.txt " + folder + "/secret.txt; echo x >../../new");
            assertThat(String.join("\n", tried.lines)).doesNotContain("secret-of-the-host");
            assertThat(folder.resolve("new")).doesNotExist();
            return "leads nowhere";
        }
    }

    private String writeSystem() {
        try (var sandbox = runtime.open(spec)) {
            for (String file : List.of("/etc/passwd", "/bin/x", "/usr/x", "/x", "/proc/sys/kernel/core_pattern",
                    "/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/run/telecoder/x")) {
                assertThat(run(sandbox, "echo x >>" + file).exit.succeeded()).as(file).isFalse();
            }
            return "refused in 8 places";
        }
    }

    private String service(String address) throws Exception {
        try (var listener = new ServerSocket(0, 5, InetAddress.getByName(address));
                var sandbox = runtime.open(spec)) {
            var targets = new ArrayList<>(List.of("127.0.0.1"));
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(one -> one instanceof java.net.Inet4Address && !one.isLoopbackAddress())
                    .forEach(one -> targets.add(one.getHostAddress()));
            targets.add("172.17.0.1");
            listener.setSoTimeout(300);
            for (String target : targets) {
                assertThat(run(sandbox, CONNECT + "to " + target + " " + listener.getLocalPort()).exit.succeeded())
                        .as(target).isFalse();
            }
            try {
                listener.accept().close();
                throw new AssertionError("a connection came out of the sandbox");
            } catch (SocketTimeoutException none) {
                return "no connection, to " + targets.size() + " addresses";
            }
        }
    }

    private String dockerSocket() {
        try (var sandbox = runtime.open(spec)) {
            assertThat(run(sandbox,
                    "[ -e /var/run/docker.sock ] || [ -e /run/docker.sock ] || [ -e /run/containerd ]").exit
                    .succeeded()).isFalse();
            return "not there";
        }
    }

    private String metadata() {
        try (var sandbox = runtime.open(spec)) {
            var interfaces = run(sandbox, "sed -n 's/^ *\\([a-z0-9]*\\):.*/\\1/p' /proc/net/dev");
            assertThat(interfaces.lines).containsExactly("lo");
            var tried = run(sandbox, CONNECT + "to 169.254.169.254 80");
            assertThat(tried.exit.succeeded()).isFalse();
            assertThat(String.join("\n", tried.lines)).containsIgnoringCase("network is unreachable");
            return "ENETUNREACH; no interface but lo";
        }
    }

    private String keys() {
        try (var sandbox = runtime.open(spec)) {
            var seen = String.join("\n", run(sandbox,
                    "env; for f in /proc/[0-9]*/environ; do tr '\\0' '\\n' <$f; done 2>/dev/null").lines);
            var harmless = List.of("PATH", "PWD", "OLDPWD", "HOME", "LANG", "LC_ALL", "TZ", "SHELL", "JAVA_HOME");
            System.getenv().forEach((name, value) -> {
                if (value.length() > 8 && !harmless.contains(name)) {
                    assertThat(seen).doesNotContain(name + "=" + value);
                }
            });
            return "none of the host's " + System.getenv().size() + " variables";
        }
    }

    private String home() throws IOException {
        Path home = Files.createDirectories(folder.resolve(".telecoder/data"));
        Files.writeString(home.resolveSibling("config.yaml"), "key: secret-of-the-host");
        try (var sandbox = runtime.open(spec)) {
            var tried = run(sandbox, "cat " + home.resolveSibling("config.yaml") + "; ls -a /root /home/* " + folder
                    + " $HOME/.. 2>/dev/null; cat $HOME/../config.yaml");
            assertThat(String.join("\n", tried.lines)).doesNotContain("secret-of-the-host")
                    .doesNotContain(".telecoder\n");
            return "not mounted";
        }
    }

    private String rights() {
        try (var sandbox = runtime.open(spec)) {
            var status = run(sandbox,
                    "sed -n 's/^\\(CapEff\\|CapBnd\\|NoNewPrivs\\):[^0-9a-f]*/\\1 /p' /proc/self/status; id -u");
            assertThat(status.lines).contains("CapEff 0000000000000000", "CapBnd 0000000000000000", "NoNewPrivs 1");
            assertThat(status.lines.getLast()).isNotEqualTo("0");
            return "no capabilities, no new ones, user " + status.lines.getLast();
        }
    }

    private String mounts() {
        try (var sandbox = runtime.open(spec)) {
            for (String attempt : List.of("mount -t tmpfs none /tmp", "chroot / true", "mknod /tmp/disk b 8 0",
                    "unshare -Ur true", "unshare -m true", "dmesg")) {
                assertThat(run(sandbox, attempt).exit.succeeded()).as(attempt).isFalse();
            }
            return "refused in 6 ways";
        }
    }

    private static Told run(Sandbox sandbox, String script) {
        return run(sandbox, Command.of("/bin/sh", "-c", script), line -> {});
    }

    private static Told run(Sandbox sandbox, Command command, java.util.function.Consumer<String> each) {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        var exit = sandbox.run(command, line -> {
            lines.add(line);
            each.accept(line);
        }, new ManualCancellation());
        return new Told(exit, List.copyOf(lines));
    }

    private record Told(Sandbox.Exit exit, List<String> lines) {}

    /** The same with little room on the disk. */
    private record LittleDisk(SandboxSpec spec, long diskBytes) implements Spec {

        @Override
        public String id() {
            return spec.id();
        }

        @Override
        public Path workspace() {
            return spec.workspace();
        }

        @Override
        public Path scratch() {
            return spec.scratch();
        }

        @Override
        public List<Mount> mounts() {
            return spec.mounts();
        }

        @Override
        public Map<String, String> environment() {
            return spec.environment();
        }

        @Override
        public Optional<String> image() {
            return spec.image();
        }

        @Override
        public Optional<Path> egressSocket() {
            return spec.egressSocket();
        }

        @Override
        public boolean openNetwork() {
            return spec.openNetwork();
        }

        @Override
        public long memoryBytes() {
            return spec.memoryBytes();
        }

        @Override
        public double cpus() {
            return spec.cpus();
        }

        @Override
        public int maxProcesses() {
            return spec.maxProcesses();
        }

        @Override
        public Duration longestLife() {
            return spec.longestLife();
        }

        @Override
        public Map<String, String> labels() {
            return spec.labels();
        }
    }
}
