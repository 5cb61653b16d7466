package dev.telecoder.plugins.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.testkit.LoopbackServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told where Docker is not, or not as it should be; the daemons here are small ones of our own. */
class DockerHealthTest {

    @TempDir Path folder;

    @Test
    void saysNothingWhereThereIsNoDocker() {
        try (var health = new DockerHealth(Daemon.at(URI.create("unix://" + folder.resolve("none.sock"))), "i")) {
            assertThat(health.check(() -> false)).isEmpty();
        }
    }

    @Test
    void aMissingDaemonIsToldWithItsAddress() {
        var runtime = new DockerRuntime(Daemon.at(URI.create("unix://" + folder.resolve("none.sock"))), folder, "i");

        assertThat(runtime.probe().available()).isFalse();
        assertThat(runtime.probe().reason()).contains("none.sock", "apt install docker.io");
        assertThat(runtime.removeLeftovers()).isZero();
    }

    @Test
    void aDaemonElsewhereIsRefused() {
        try (var peer = LoopbackServer.start()) {
            var runtime =
                    new DockerRuntime(Daemon.at(URI.create("tcp://127.0.0.1:" + peer.url().getPort())), folder, "i");

            assertThat(runtime.probe().available()).isFalse();
            assertThat(runtime.probe().reason()).contains("unix socket of this machine");
            assertThat(peer.requests()).isEmpty();
        }
    }

    @Test
    void aDaemonThatAnswersNonsenseIsNoSandbox() throws IOException {
        Path socket = folder.resolve("odd.sock");
        try (var daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> {
                while (true) {
                    try (var connection = daemon.accept()) {
                        connection.read(ByteBuffer.allocate(4096));
                        connection.write(ByteBuffer.wrap("HTTP/1.1 500 Odd\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.ISO_8859_1)));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            try (var health = new DockerHealth(Daemon.at(URI.create("unix://" + socket)), "i")) {
                var found = health.check(() -> false);

                assertThat(found).singleElement().satisfies(one -> {
                    assertThat(one.state()).isEqualTo(State.WARN);
                    assertThat(one.why()).contains("odd.sock");
                });
            }
        }
    }
}
