package dev.telecoder.plugins.sandbox.bubblewrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec.Mount;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.SandboxSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tries to get out, as code of a stranger would. */
class BubblewrapWallsTest {

    @TempDir Path folder;

    private BubblewrapRuntime runtime;
    private SandboxSpec spec;

    @BeforeEach
    void open() throws IOException {
        runtime = new BubblewrapRuntime(Host.here(folder.resolve("plugin")));
        spec = SandboxSpec.in(folder);
        assumeTrue(runtime.probe().available(), runtime.probe()::reason);
    }

    @Test
    void theFirstProcessInsideTellsNothingOfTheHost() {
        try (var sandbox = runtime.open(spec.withEnvironment(Map.of("MINE", "yes")))) {
            var answer = lines(sandbox, "tr '\\0' '\\n' </proc/1/environ; echo --; tr '\\0' ' ' </proc/1/cmdline");

            assertThat(answer).filteredOn(line -> line.contains("=") && !line.contains("bwrap"))
                    .allMatch(line -> line.matches("(PATH|PWD|TELECODER_SANDBOX|_|SHLVL|OLDPWD)=.*"));
            assertThat(answer.getLast()).doesNotContain("MINE");
        }
    }

    @Test
    void nothingIsSeenButTheSystemAndTheWork() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home/.telecoder"));
        Files.writeString(home.resolve("config.yaml"), "secret");

        try (var sandbox = runtime.open(spec)) {
            assertThat(lines(sandbox, "ls /")).containsExactlyInAnyOrderElementsOf(expectedRoot());
            assertThat(lines(sandbox, "cat " + home + "/config.yaml /etc/shadow /root/.ssh/* /etc/hostname"))
                    .allMatch(line -> line.contains("No such file") || line.contains("Permission denied"));
            assertThat(
                    lines(sandbox, "ls -A /root /home /var/lib /run/docker.sock /sys 2>&1 | grep -v -e cannot -e '^$'"))
                    .isEmpty();
        }
    }

    @Test
    void theSystemCannotBeWritten() {
        try (var sandbox = runtime.open(spec)) {
            for (String file : List.of("/usr/x", "/etc/x", "/x", "/bin/x", "/proc/sys/kernel/core_pattern",
                    "/proc/sysrq-trigger", "/etc/passwd", "/workspace/../x")) {
                assertThat(run(sandbox, ": >>" + file).succeeded()).as(file).isFalse();
            }
            assertThat(lines(sandbox, "find /proc -path '/proc/[0-9]*' -prune -o -type f -writable -print 2>/dev/null |"
                    + " while read -r file; do [ -c $file ] || echo $file; done")).isEmpty();
            assertThat(run(sandbox, "echo x >/tmp/x && echo x >$HOME/x && echo x >/workspace/x").succeeded()).isTrue();
        }
    }

    @Test
    void aSymbolicLinkOutOfTheWorkspaceLeadsNowhere() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(spec.workspace().resolve("link"), folder.resolve("secret.txt"));

        try (var sandbox = runtime.open(spec)) {
            assertThat(lines(sandbox, "cat link ../../secret.txt; ls ..")).doesNotContain("secret");
            run(sandbox, "rm -rf /workspace/.home && ln -s " + folder + " /workspace/.home");
            assertThat(lines(sandbox, "cat $HOME/secret.txt; echo mark >$HOME/mark")).doesNotContain("secret");
            assertThat(folder.resolve("mark")).doesNotExist();
        }
    }

    @Test
    void aLinkInPlaceOfAMountPointIsNotFollowed() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        Path victim = Files.createDirectories(folder.resolve("victim"));
        var mounted = spec.withMounts(List.of(new Mount(cache, "/workspace/.home/.m2/repository", false)));

        try (var sandbox = runtime.open(mounted)) {
            run(sandbox, "cd /workspace/.home && mv .m2 old; ln -s " + victim + " .m2");
            run(sandbox, "echo kept >$HOME/.m2/repository/file");

            assertThat(victim).isEmptyDirectory();
            assertThat(cache.resolve("file")).hasContent("kept");
        }
    }

    @Test
    void aPreloadedLibraryOfTheCommandDoesNotReachTheHost() throws IOException {
        Path trace = folder.resolve("trace");

        try (var sandbox = runtime.open(spec)) {
            var variables =
                    Map.of("LD_PRELOAD", "/nowhere.so", "LD_DEBUG", "files", "LD_DEBUG_OUTPUT", trace.toString(),
                            "ENV", folder.resolve("env.sh").toString());
            sandbox.run(Command.of("true").with(variables), line -> {}, new ManualCancellation());
        }

        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("trace"))).isEmpty();
        }
    }

    @Test
    void isNobodyWithoutRights() {
        try (var sandbox = runtime.open(spec)) {
            assertThat(lines(sandbox, "id -u; id -g; id -un")).containsExactly("10001", "10001", "telecoder");
            assertThat(lines(sandbox, "grep -E '^(CapEff|CapPrm|CapBnd|NoNewPrivs):' /proc/self/status | cut -f2"))
                    .containsExactly("0000000000000000", "0000000000000000", "0000000000000000", "1");
        }
    }

    @Test
    void forbidsTheCallsThatLedOutBefore() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "needs perl to make system calls");
        assumeTrue("amd64".equals(System.getProperty("os.arch")), "the numbers below are of x86_64");
        String script = """
                sub try { my $n = shift; $! = 0; my @a = @_; my $r = syscall($n, @a); print "$n ", ($r < 0 ? $!+0 : "ok"), "\\n"; }
                my ($a, $b, $c) = ("a", "b", "c");
                try(165, $a, $b, $c, 0, 0);     # mount
                try(272, 0x10000000);              # unshare(CLONE_NEWUSER)
                try(272, 0x400);                   # unshare(CLONE_FILES), harmless
                try(101, 0, 0, 0, 0);              # ptrace(TRACEME)
                try(321, 0, 0, 0);                 # bpf
                try(250, 0, 0);                    # keyctl
                try(425, 1, 0);                    # io_uring_setup
                try(435, 0, 0);                    # clone3
                try(323, 0);                       # userfaultfd
                try(16, 0, 0x5412, 0);             # ioctl(TIOCSTI)
                try(135, 0x0040000);               # personality(ADDR_NO_RANDOMIZE)
                try(135, 0xffffffff);              # personality, asked
                try(41, 40, 1, 0);                 # socket(AF_VSOCK)
                try(41, 38, 5, 0);                 # socket(AF_ALG)
                try(41, 2, 1, 0);                  # socket(AF_INET)
                try(0x40000000 + 39);              # getpid of x32
                """;
        try (var sandbox = runtime.open(spec)) {
            var told = new ArrayList<String>();
            sandbox.run(Command.of("perl", "-").stdin(script.getBytes(UTF_8)), told::add, new ManualCancellation());

            assertThat(told).containsExactly("165 1", "272 1", "272 ok", "101 1", "321 1", "250 1", "425 1", "435 38",
                    "323 1", "16 1", "135 1", "135 ok", "41 97", "41 97", "41 ok", "1073741863 38");
        }
    }

    @Test
    void aForkBombStaysInside() {
        assumeTrue(runtime.probe().features().contains(
                Feature.PIDS), "no limit on processes here");
        try (var sandbox = runtime.open(spec.withMaxProcesses(40))) {
            long start = System.nanoTime();
            var refused = new AtomicInteger();
            sandbox.run(Command.of("/bin/sh", "-c", "f() { f & f & wait; }; f").timeout(Duration.ofSeconds(2)),
                    line -> refused.addAndGet(line.contains("fork") ? 1 : 0), new ManualCancellation());

            assertThat(refused.get()).isPositive();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(run(sandbox, "true").succeeded()).isTrue();
        }
    }

    @Test
    void theEgressSocketIsTheOnlyWayOut() throws Exception {
        Path path = folder.resolve("egress.sock");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "needs perl to open a socket");
        try (var gateway = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gateway.bind(UnixDomainSocketAddress.of(path));
            Thread.ofVirtual().start(() -> answer(gateway));
            try (var sandbox = runtime.open(spec.withEgressSocket(path))) {
                var told = lines(sandbox, "perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(Peer => "
                        + "$ENV{TELECODER_EGRESS_SOCKET}) or die $!; print <$s>'; echo; echo $TELECODER_EGRESS_SOCKET");

                assertThat(told).containsExactly("hello", sandbox.inside(path));
                assertThat(lines(sandbox, "cat /proc/net/route")).hasSize(1);
            }
        }
    }

    @Test
    void opensTheHostsNetworkOnlyWhenToldTo() {
        String interfaces = "sed -n 's/^ *\\([a-z0-9]*\\):.*/\\1/p' /proc/net/dev | wc -l";
        try (var closed = runtime.open(spec); var open = runtime.open(spec.withOpenNetwork())) {
            assertThat(lines(closed, interfaces)).containsExactly("1");
            assertThat(lines(closed, "cat /etc/resolv.conf").getFirst()).contains("No such file");
            assertThat(lines(open, "cat /proc/net/dev")).hasSameSizeAs(hostInterfaces());
        }
    }

    @Test
    void variablesDoNotStandOnAnyCommandLineOfTheHost() {
        try (var sandbox = runtime.open(spec)) {
            var seen = new ArrayList<String>();
            sandbox.run(Command.of("/bin/sh", "-c", "echo started; sleep 0.2").with(Map.of("TOKEN", "very-secret")),
                    line -> ProcessHandle.allProcesses().flatMap(p -> p.info().commandLine().stream())
                            .filter(text -> text.contains("very-secret")).forEach(seen::add),
                    new ManualCancellation());

            assertThat(seen).isEmpty();
            assertThat(folder.resolve("plugin/run")).isEmptyDirectory();
        }
    }

    @Test
    void endsWithItsLongestLife() {
        try (var sandbox = runtime.open(spec.withLongestLife(Duration.ofMillis(400)))) {
            var exit = sandbox.run(Command.of("sleep", "30"), line -> {}, new ManualCancellation());

            assertThat(exit.timedOut()).isTrue();
            assertThatThrownBy(() -> run(sandbox, "true")).isInstanceOfSatisfying(PluginException.class,
                    problem -> assertThat(problem.failure()).isEqualTo(Failure.UNAVAILABLE));
            runtime.removeLeftovers();
        }
    }

    @Test
    void refusesAMountThatIsNotThere() {
        var wrong = spec.withMounts(List.of(new Mount(folder.resolve("nothing"), "/opt/nothing", true)));

        assertThatThrownBy(() -> runtime.open(wrong)).isInstanceOf(PluginException.class)
                .hasMessageContaining("nothing");
    }

    private static void answer(ServerSocketChannel gateway) {
        try (var connection = gateway.accept()) {
            connection.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static List<String> hostInterfaces() {
        try {
            return Files.readAllLines(Path.of("/proc/net/dev"));
        } catch (IOException none) {
            return List.of();
        }
    }

    private static List<String> expectedRoot() {
        var names = new ArrayList<>(List.of("dev", "etc", "proc", "run", "tmp", "usr", "var", "workspace"));
        List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32").stream()
                .filter(name -> Files.exists(Path.of("/" + name))).forEach(names::add);
        return names;
    }

    private static Sandbox.Exit run(Sandbox sandbox, String script) {
        return sandbox.run(Command.of("/bin/sh", "-c", script), line -> {}, new ManualCancellation());
    }

    private static List<String> lines(Sandbox sandbox, String script) {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        sandbox.run(Command.of("/bin/sh", "-c", script), lines::add, new ManualCancellation());
        return lines;
    }
}
