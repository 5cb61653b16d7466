package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.LoopbackServer.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdkHttpTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final LoopbackServer server = LoopbackServer.start();
    private final Http http = TestContext.with().http();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsAndReadsTheWholeAnswer() {
        server.answer(Reply.of(201, "Grüße").withHeader("X-Id", "7").inPiecesOf(1));

        HttpResponse response = http.send(HttpRequest.post(server.url())
                .withJson(JsonValue.object().put("a", "ä").build()).withHeader("x-key", "k"));

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("x-ID")).contains("7");
        assertThat(response.text()).isEqualTo("Grüße");
        assertThat(server.next(SOON).body()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(server.requests().get(0).headers()).containsEntry("x-key", "k");
    }

    @Test
    void readsLinesAndThenTheRest() {
        server.answer(Reply.of(200, "one\r\ntwo\n\n🦞\nlast").inPiecesOf(1));

        try (HttpStream stream = http.stream(HttpRequest.get(server.url()))) {
            assertThat(stream.nextLine()).isEqualTo("one");
            assertThat(stream.nextLine()).isEqualTo("two");
            assertThat(stream.nextLine()).isEmpty();
            assertThat(stream.rest()).isEqualTo("🦞\nlast");
            assertThat(stream.nextLine()).isNull();
        }
    }

    @Test
    void namesWhatWentWrong() {
        server.answer(Reply.of(200, "x".repeat(4_000)));
        assertThat(failing(HttpRequest.get(server.url()).withMaxResponseBytes(100))).isEqualTo(Failure.REJECTED);

        server.answer(Reply.of(200, "x".repeat(4_000)).cutInTheMiddle());
        assertThat(failing(HttpRequest.get(server.url()))).isEqualTo(Failure.UNAVAILABLE);

        server.answer(Reply.of(200, "x".repeat(4_000)).silentInTheMiddle());
        assertThat(failing(HttpRequest.get(server.url()).withTimeout(Duration.ofMillis(200))))
                .isEqualTo(Failure.UNAVAILABLE);

        ManualCancellation cancelled = new ManualCancellation();
        cancelled.cancel();
        assertThat(failing(HttpRequest.get(server.url()).withCancellation(cancelled))).isEqualTo(Failure.CANCELLED);
        assertThat(failing(HttpRequest.get(URI.create("http://127.0.0.1:1/")))).isEqualTo(Failure.UNAVAILABLE);
    }

    @Test
    void opensAWebSocketAndTellsOfItsEnd() throws IOException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echoOnce(listening));
            WebSocket socket = http.connect(HttpRequest.get(URI.create("http://127.0.0.1:" + listening.getLocalPort())),
                    new WebSocket.Listener() {
                        @Override
                        public void onText(String text) {
                            heard.add(text);
                        }

                        @Override
                        public void onClosed(int code, String reason) {
                            heard.add("closed " + code);
                        }
                    });

            socket.send("hello 🦞");

            assertThat(Waiting.next(heard, SOON, "an echo")).isEqualTo("hello 🦞");
            assertThat(Waiting.next(heard, SOON, "the end")).isEqualTo("closed 1001");
        }
    }

    /** Shakes hands, sends one short frame back without its mask, and goes away. */
    private static void echoOnce(ServerSocket listening) {
        try (Socket socket = listening.accept(); InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                head.append((char) in.read());
            }
            String key = head.toString().lines().filter(line -> line.toLowerCase().startsWith("sec-websocket-key:"))
                    .findFirst().orElseThrow().split(":")[1].strip();
            byte[] proof = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(proof) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            in.read();
            byte[] mask = new byte[4];
            byte[] text = new byte[in.read() & 0x7f];
            in.readNBytes(mask, 0, 4);
            in.readNBytes(text, 0, text.length);
            for (int i = 0; i < text.length; i++) {
                text[i] ^= mask[i % 4];
            }
            out.write(0x81);
            out.write(text.length);
            out.write(text);
            out.write(new byte[]{(byte) 0x88, 2, 0x03, (byte) 0xe9});
            out.flush();
            in.readAllBytes();
        } catch (IOException | NoSuchAlgorithmException gone) {
            // The test sees that no echo came.
        }
    }

    private Failure failing(HttpRequest request) {
        return catchThrowableOfType(PluginException.class, () -> http.send(request)).failure();
    }
}
