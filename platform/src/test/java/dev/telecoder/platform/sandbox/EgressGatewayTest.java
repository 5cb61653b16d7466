package dev.telecoder.platform.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.testkit.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Speaks to the gateway as the forwarder in a sandbox does; the peers listen on loopback. */
class EgressGatewayTest {

    @TempDir Path folder;

    private final AtomicReference<List<String>> egress = new AtomicReference<>(List.of("registries"));
    private final List<ModelDoor.Use> used = new CopyOnWriteArrayList<>();
    private final HostHttp http = new HostHttp(Map.of());
    private ServerSocket peer;
    private String here;
    private ModelDoor models = ModelDoor.CLOSED;
    private EgressGateway gateway;

    @BeforeEach
    void listen() throws IOException {
        peer = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        here = "127.0.0.1:" + peer.getLocalPort();
        Thread.ofVirtual().start(() -> {
            while (!peer.isClosed()) {
                try {
                    Socket connection = peer.accept();
                    Thread.ofVirtual().start(() -> echo(connection));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        gateway = new EgressGateway(folder.resolve("egress"), egress::get,
                new EgressGateway.Parts(request -> models.open(request), http, new HostJson()));
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        http.close();
        peer.close();
    }

    @Test
    void passesBytesBothWaysToAListedAddressAndCountsThem() throws Exception {
        egress.set(List.of(here));

        try (SocketChannel channel = connect("t")) {
            write(channel, "CONNECT " + here + " HTTP/1.1\r\nHost: " + here + "\r\n\r\n");
            assertThat(head(channel)).startsWith("HTTP/1.1 200");
            byte[] large = "0123456789abcdef".repeat(50_000).getBytes(UTF_8);
            Thread.ofVirtual().start(() -> {
                try {
                    Channels.newOutputStream(channel).write(large);
                    channel.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            assertThat(Channels.newInputStream(channel).readAllBytes()).isEqualTo(large);
        }

        assertThat(gateway.traffic("t")).isEqualTo(new Traffic(1, 0, 800_000, 800_000, 0));
    }

    @Test
    void refusesWhatIsNotListedAndSaysWhy() throws Exception {
        assertThat(connectTo("t", "evil.example:443")).startsWith("HTTP/1.1 403")
                .contains("evil.example is not among what the sandbox may reach", "sandbox.egress: registries");
        assertThat(connectTo("t", here)).startsWith("HTTP/1.1 403");
        assertThat(connectTo("t", "registry.npmjs.org:22")).startsWith("HTTP/1.1 403").contains("port 443 only");
        assertThat(connectTo("t", "registry.npmjs.org.evil.example:443")).startsWith("HTTP/1.1 403");
        assertThat(connectTo("t", "169.254.169.254:443")).startsWith("HTTP/1.1 403");
        assertThat(connectTo("t", "[::1]:443")).startsWith("HTTP/1.1 403");
        assertThat(connectTo("t", "noport")).startsWith("HTTP/1.1 400");
        egress.set(List.of("none"));
        assertThat(connectTo("t", "registry.npmjs.org:443")).startsWith("HTTP/1.1 403");
        assertThat(gateway.traffic("t").refused()).isEqualTo(8);
    }

    @Test
    void aListedNameThatLeadsIntoAPrivateNetworkIsRefusedUnlessThatAddressIsListedToo() throws Exception {
        String name = "localhost:" + peer.getLocalPort();
        egress.set(List.of(name));
        assertThat(connectTo("t", name)).startsWith("HTTP/1.1 403").contains("private network");

        egress.set(List.of(name, "127.0.0.1", "::1"));
        assertThat(connectTo("t", name)).startsWith("HTTP/1.1 200");
    }

    @Test
    void linkLocalAddressesAreRefusedAlsoIfListed() throws Exception {
        egress.set(List.of("169.254.169.254", "169.254.169.254:80"));

        assertThat(connectTo("t", "169.254.169.254:80")).startsWith("HTTP/1.1 403").contains("link-local");
        assertThat(connectTo("t", "169.254.169.254:443")).startsWith("HTTP/1.1 403").contains("link-local");
    }

    @Test
    void aTurnThatReadOutsideTextReachesRegistriesAtMost() throws Exception {
        egress.set(List.of(here));
        gateway.limit("t", true);

        assertThat(connectTo("t", here)).startsWith("HTTP/1.1 403");
        assertThat(connectTo("other", here)).as("another task").startsWith("HTTP/1.1 200");
        gateway.limit("t", false);
        assertThat(connectTo("t", here)).startsWith("HTTP/1.1 200");
        assertThat(EgressPolicy.atMostRegistries(List.of("open")).objectionTo("registry.npmjs.org", 443)).isEmpty();
        assertThat(EgressPolicy.atMostRegistries(List.of("none")).objectionTo("registry.npmjs.org", 443)).isNotEmpty();
    }

    @Test
    void knowsHostsPortsAndWildcards() {
        var policy = EgressPolicy.of(List.of("Registries", "*.Example.com", "ghcr.io", "git.corp:8443"));

        for (String fine : List.of("repo.maven.apache.org", "a.example.com", "a.b.example.com", "ghcr.io",
                "GHCR.io.")) {
            assertThat(policy.objectionTo(fine, 443)).as(fine).isEmpty();
        }
        assertThat(policy.objectionTo("git.corp", 8443)).isEmpty();
        for (String wrong : List.of("example.com", "aexample.com", "git.corp", "ghcr.io.evil.example", "")) {
            assertThat(policy.objectionTo(wrong, 443)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void plainHttpAndNonsenseAreRefused() throws Exception {
        assertThat(ask("t", "GET http://registry.npmjs.org/x?token=1 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403")
                .contains("Only https").doesNotContain("token");
        assertThat(ask("t", "nonsense\r\n\r\n")).isEmpty();
        assertThat(ask("t", "")).isEmpty();
    }

    @Test
    void theFolderIsClosedToOthersAndTheSocketGoesWithTheTask() throws Exception {
        Path socket = gateway.open("t");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                .isEqualTo("rwx------");
        assertThat(gateway.open("t")).isEqualTo(socket);
        assertThat(gateway.open("other")).isNotEqualTo(socket);
        try (SocketChannel held = connect("t")) {
            gateway.end("t");
            assertThat(isOver(held)).isTrue();
        }
        assertThat(socket).doesNotExist();
        Path again = gateway.open("t");
        Path left = Files.writeString(again.resolveSibling("999999999-0123456789abcdef.sock"), "");
        gateway.start();
        assertThat(left).as("what a dead host left is removed by the next").doesNotExist();
        assertThat(again).as("and nothing else").exists();
    }

    @Test
    void theModelIsAskedWithTheRealKeyAndTheTaskHasOneOfItsOwn() throws Exception {
        try (var model = LoopbackServer.start()) {
            model.answer(LoopbackServer.Reply.of(200,
                    "{\"model\":\"m-1\",\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":5,\"output_tokens\":7}}"));
            models = door(model.url().resolve("/v1/messages").toString());
            String key = gateway.modelKey("t");

            String answer = ask("t", post("/v1/messages", "x-api-key: " + key + "\r\nanthropic-version: 1\r\n", "{}"));

            assertThat(answer).startsWith("HTTP/1.1 200").contains("\"m-1\"").doesNotContain("real-key");
            assertThat(model.requests().getLast().headers()).containsEntry("x-api-key", "real-key")
                    .containsEntry("anthropic-version", "1");
            assertThat(used).containsExactly(new ModelDoor.Use("m-1", 15, 5, 7));
            assertThat(ask("t", post("/v1/messages", "x-api-key: wrong\r\n", "{}"))).startsWith("HTTP/1.1 401");
            assertThat(ask("other", post("/v1/messages", "Authorization: Bearer " + key + "\r\n", "{}")))
                    .as("another task's way out").startsWith("HTTP/1.1 401");
            assertThat(model.requests()).hasSize(1);
            assertThat(gateway.traffic("t").modelRequests()).isEqualTo(1);
        }
    }

    @Test
    void aSpentBudgetIsToldToTheSandbox() throws Exception {
        models = request -> {
            throw PluginException.of(Failure.REJECTED, "The budget of this task is spent.");
        };

        assertThat(ask("t", post("/v1/x", "Authorization: Bearer " + gateway.modelKey("t") + "\r\n", "{}")))
                .startsWith("HTTP/1.1 403").contains("budget");
    }

    @Test
    void readsWhatAStreamUsed() {
        var anthropic = new UseReader(new HostJson());
        anthropic.line("data: {\"type\":\"message_start\",\"message\":{\"model\":\"c\",\"usage\":{\"input_tokens\":3,"
                + "\"cache_creation_input_tokens\":4,\"cache_read_input_tokens\":5,\"output_tokens\":1}}}");
        anthropic.line("data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":40}}");
        var chat = new UseReader(new HostJson());
        chat.line("data: {\"model\":\"g\",\"choices\":[]}");
        chat.line("data: {\"model\":\"g\",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":6}}}");
        chat.line("data: [DONE]");
        var responses = new UseReader(new HostJson());
        responses.line(
                "data: {\"type\":\"response.completed\",\"response\":{\"model\":\"r\",\"usage\":{\"input_tokens\":8,"
                        + "\"input_tokens_details\":{\"cached_tokens\":1},\"output_tokens\":3}}}");

        assertThat(anthropic.use()).isEqualTo(new ModelDoor.Use("c", 12, 5, 40));
        assertThat(chat.use()).isEqualTo(new ModelDoor.Use("g", 9, 6, 2));
        assertThat(responses.use()).isEqualTo(new ModelDoor.Use("r", 8, 1, 3));
    }

    @Test
    void aFolderThatCannotBeMadeIsToldWithItsName() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (var broken = new EgressGateway(file.resolve("egress"), egress::get,
                new EgressGateway.Parts(ModelDoor.CLOSED, http, new HostJson()))) {
            assertThatThrownBy(() -> broken.open("t")).isInstanceOf(PluginException.class).hasMessageContaining("file");
        }
    }

    private static boolean isOver(SocketChannel channel) {
        try {
            return channel.read(java.nio.ByteBuffer.allocate(1)) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private ModelDoor door(String url) {
        return request -> new ModelDoor.Upstream("anthropic", URI.create(url), Map.of("x-api-key", "real-key"),
                used::add);
    }

    private static String post(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private String connectTo(String task, String target) throws IOException {
        return ask(task, "CONNECT " + target + " HTTP/1.1\r\n\r\n");
    }

    /** Sends a text, ends, and reads the answer to its end. */
    private String ask(String task, String text) throws IOException {
        try (SocketChannel channel = connect(task)) {
            write(channel, text);
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
        }
    }

    private SocketChannel connect(String task) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(gateway.open(task)));
        return channel;
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        OutputStream out = Channels.newOutputStream(channel);
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    private static String head(SocketChannel channel) throws IOException {
        InputStream in = Channels.newInputStream(channel);
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            text.append((char) in.read());
        }
        return text.toString();
    }

    private static void echo(Socket connection) {
        try (connection) {
            connection.getInputStream().transferTo(connection.getOutputStream());
        } catch (IOException gone) {
            // The test has ended.
        }
    }
}
