package dev.telecoder.platform.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.http.HostHttp;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The longest path of a socket is about a hundred bytes; homes may be longer. */
class SocketFolderTest {

    @TempDir Path folder;

    /** As short as a runtime folder of a user; the folder of the test may be long itself. */
    private Path runtime;

    private Path home;

    @BeforeEach
    void makeALongHome() throws IOException {
        runtime = Files.createTempDirectory(Path.of("/tmp"), "tc");
        home = folder.resolve("x".repeat(100)).resolve("y".repeat(100));
    }

    @AfterEach
    void removeTheRuntimeFolder() throws IOException {
        try (Stream<Path> left = Files.list(runtime)) {
            for (Path one : left.toList()) {
                Files.deleteIfExists(one);
            }
        }
        Files.delete(runtime);
    }

    @Test
    void isMadeByManyTasksAtOnce(@org.junit.jupiter.api.io.TempDir Path fresh) throws Exception {
        try (var threads = java.util.concurrent.Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 100; round++) {
                SocketFolder folder = SocketFolder.of(fresh.resolve("r" + round));
                var together = new java.util.concurrent.CyclicBarrier(8);
                var made = new java.util.ArrayList<java.util.concurrent.Future<Path>>();
                for (int task = 0; task < 8; task++) {
                    String name = "task-" + task;
                    made.add(threads.submit(() -> {
                        together.await();
                        return folder.socket(name);
                    }));
                }
                for (var one : made) {
                    assertThat(one.get().getParent()).isDirectory();
                }
            }
        }
    }

    @Test
    void aHomeOfTwoHundredLettersHasASocketInAShortFolderOfOursAlone() throws Exception {
        try (var http = new HostHttp(Map.of()); var gateway = gateway(http, List.of(runtime))) {
            Path socket = gateway.open("t");

            assertThat(socket.toString()).hasSizeLessThan(SocketFolder.LONGEST_PATH);
            assertThat(socket).startsWith(runtime);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                assertThat(channel.connect(UnixDomainSocketAddress.of(socket))).isTrue();
            }
        }
        assertThat(runtime).as("what is left after the end").isEmptyDirectory();
    }

    @Test
    void whatAKilledHostLeftThereIsGoneAfterTheNextStart() throws Exception {
        Process killed =
                new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xshare:auto",
                        "-cp", System.getProperty("java.class.path"), Killed.class.getName(), home.toString(),
                        runtime.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Path left = Path.of(killed.inputReader().readLine());
        assertThat(left).exists().startsWith(runtime);
        killed.destroyForcibly().waitFor();
        assertThat(left).as("after kill -9").exists();

        try (var http = new HostHttp(Map.of()); var gateway = gateway(http, List.of(runtime))) {
            gateway.start();

            assertThat(runtime).isEmptyDirectory();
            assertThat(gateway.open("t")).exists();
        }
    }

    @Test
    void oneOfTheSameNumberAsOursIsOfAnEarlierHostUnlessWeUseIt() throws Exception {
        var sockets = SocketFolder.of(home, List.of(runtime));
        Path used = Files.writeString(sockets.socket("used"), "");
        Path left = Files.writeString(sockets.socket("left"), "");
        Path another = Files.writeString(used.resolveSibling("1-0123456789abcdef.sock"), "");

        sockets.removeLeftovers(Set.of(used));

        assertThat(used).exists();
        assertThat(left).doesNotExist();
        assertThat(another).as("of a process that runs").exists();
        Files.delete(used);
        Files.delete(another);
    }

    @Test
    void aShortHomeHasItsSocketsItself() throws Exception {
        assertThat(SocketFolder.of(runtime.resolve("egress"), List.of(folder)).socket("t").getParent())
                .isEqualTo(runtime.resolve("egress"));
    }

    @Test
    void takesTheNextPlaceWhereOneIsMissingTooLongOrOpenToOthers() throws Exception {
        Path open = Files.createDirectory(runtime.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path mine = Files.createDirectory(runtime.resolve("mine"));
        Path linked = Files.createDirectory(runtime.resolve("linked"));
        Path name = SocketFolder.of(home, List.of(mine)).socket("t").getParent().getFileName();
        Files.createSymbolicLink(linked.resolve(name), folder);

        var sockets = SocketFolder.of(home, List.of(runtime.resolve("missing"), home, open, linked, mine));

        assertThat(sockets.socket("t").getParent().getParent()).isEqualTo(mine);
        sockets.removeIfUnused();
        Files.delete(linked.resolve(name));
        assertThat(mine).isEmptyDirectory();
    }

    @Test
    void saysWhatIsTooLongWhereNothingIsShort() throws Exception {
        try (var http = new HostHttp(Map.of()); var gateway = gateway(http, List.of(home))) {
            assertThatThrownBy(() -> gateway.open("t")).isInstanceOf(PluginException.class)
                    .hasMessageContaining("too long for a socket").hasMessageContaining("TELECODER_HOME");
        }
    }

    @Test
    void theRuntimeFolderComesBeforeTheTemporaryOnes() {
        assertThat(SocketFolder.shortPlaces(Map.of("XDG_RUNTIME_DIR", "/run/user/7"), Path.of("/t")))
                .startsWith(Path.of("/run/user/7")).containsSubsequence(Path.of("/t"), Path.of("/tmp"));
        assertThat(SocketFolder.shortPlaces(Map.of("XDG_RUNTIME_DIR", "relative"), Path.of("/t")).getFirst().toString())
                .matches("/run/user/\\d+");
    }

    private EgressGateway gateway(HostHttp http, List<Path> places) {
        return Killed.gateway(http, home, places);
    }

    /** A host that opens a way out and is killed. */
    static final class Killed {

        private Killed() {}

        public static void main(String[] words) throws Exception {
            var gateway = gateway(new HostHttp(Map.of()), Path.of(words[0]), List.of(Path.of(words[1])));
            System.out.println(gateway.open("t"));
            Thread.currentThread().join();
        }

        static EgressGateway gateway(HostHttp http, Path home, List<Path> places) {
            return new EgressGateway(SocketFolder.of(home.resolve("data/egress"), places), () -> List.of("none"),
                    new EgressGateway.Parts(ModelDoor.CLOSED, http, new HostJson()));
        }
    }
}
