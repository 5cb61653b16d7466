package dev.telecoder.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.WebSocket;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {

    private final HostHttp http = new HostHttp(Map.of());
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private final WebSocket.Listener listener = new WebSocket.Listener() {
        @Override
        public void onText(String text) {
            heard.add(text);
            if (text.equals("bad")) {
                throw new IllegalStateException("cannot handle it");
            }
        }

        @Override
        public void onClosed(int code, String reason) {
            heard.add("closed " + code);
        }
    };

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void carriesTextBothWaysAndSurvivesAListenerThatThrows() throws Exception {
        try (var server = new RawServer((head, socket) -> {
            accept(head, socket);
            frame(socket, 1, "bad");
            String text = read(socket);
            frame(socket, 1, "you said " + text);
            frame(socket, 8, "\u0003\u00e9");
            read(socket);
        })) {
            WebSocket socket = http.connect(HttpRequest.get(ws(server)), listener);
            assertThat(next()).isEqualTo("bad");
            socket.send("hi");

            assertThat(next()).isEqualTo("you said hi");
            assertThat(next()).isEqualTo("closed 1001");
        }
    }

    @Test
    void tellsOnceThatTheConnectionWasLost() throws Exception {
        try (var server = new RawServer((head, socket) -> accept(head, socket))) {
            WebSocket socket = http.connect(HttpRequest.get(ws(server)), listener);

            assertThat(next()).isEqualTo("closed 1006");
            PluginException thrown = catchThrowableOfType(PluginException.class, () -> socket.send("x"));
            assertThat(thrown.failure()).isEqualTo(Failure.UNAVAILABLE);
            socket.close();
            assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void endsAConnectionThatAnswersNoPing() throws Exception {
        try (var often = new HostHttp(Map.of(), Duration.ofMillis(50));
                var server = new RawServer((head, socket) -> {
                    accept(head, socket);
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                })) {
            often.connect(HttpRequest.get(ws(server)), listener);

            assertThat(next()).isEqualTo("closed 1006");
        }
    }

    @Test
    void cancellingEndsIt() throws Exception {
        try (var server = new RawServer((head, socket) -> {
            accept(head, socket);
            socket.getInputStream().read();
        })) {
            var token = new TestToken();
            http.connect(HttpRequest.get(ws(server)).withCancellation(token), listener);

            token.cancel();

            assertThat(next()).isEqualTo("closed 1006");
        }
    }

    @Test
    void saysWhyThereIsNoSocket() throws Exception {
        try (var server =
                new RawServer((_, socket) -> RawServer.write(socket, "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"))) {
            PluginException refused = catchThrowableOfType(
                    PluginException.class, () -> http.connect(HttpRequest.get(ws(server)), listener));

            assertThat(refused.failure()).isEqualTo(Failure.AUTHENTICATION);
        }
        PluginException forbidden = catchThrowableOfType(PluginException.class, () -> http.allowing(
                AddressRules.PUBLIC_ONLY)
                .connect(HttpRequest.get(URI.create("ws://127.0.0.1:1/")), listener));
        assertThat(forbidden.failure()).isEqualTo(Failure.REJECTED);
    }

    private String next() throws InterruptedException {
        return heard.poll(60, TimeUnit.SECONDS);
    }

    private static URI ws(RawServer server) {
        return URI.create(server.url("/socket").toString().replace("http:", "ws:"));
    }

    private static void accept(List<String> head, Socket socket) throws Exception {
        String key = RawServer.header(head, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        String accept = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII)));
        RawServer.write(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n");
    }

    private static void frame(Socket socket, int opcode, String text) throws IOException {
        byte[] body = text.getBytes(opcode == 8 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        socket.getOutputStream().write(0x80 | opcode);
        socket.getOutputStream().write(body.length);
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
    }

    private static String read(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        in.readByte();
        byte[] mask = new byte[4];
        byte[] body = new byte[in.readByte() & 0x7f];
        in.readFully(mask);
        in.readFully(body);
        for (int i = 0; i < body.length; i++) {
            body[i] ^= mask[i % 4];
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
