package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.http.WebhookHandler;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, webhooks, probes, and what never gets as far as a route. */
@Timeout(240)
class EdgeTest {

    @TempDir Path folder;
    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private record Page(String name) implements WebApp {

        @Override
        public Optional<Resource> resource(String path) {
            return path.isEmpty() || path.equals("js/main.js")
                    ? Optional.of(
                            new Resource("text/html; charset=utf-8", (name + path).getBytes(StandardCharsets.UTF_8)))
                    : Optional.empty();
        }
    }

    private record Hook(String path, Function<Request, Response> answer) implements WebhookHandler {

        @Override
        public Response handle(Request request) {
            return answer.apply(request);
        }
    }

    @Test
    void servesTheChatAtTheRootAndEveryAppBelowItsPlugin() {
        host.extensions.add("channel-webchat", new Page("chat"));
        host.extensions.add("other", new Page("other"));

        assertThat(host.nobody().get("/").text()).isEqualTo("chat");
        assertThat(host.nobody().get("/js/main.js").text()).isEqualTo("chatjs/main.js");
        assertThat(host.nobody().get("/apps/channel-webchat/").text()).isEqualTo("chat");
        assertThat(host.nobody().get("/apps/other/js/main.js").text()).isEqualTo("otherjs/main.js");
        assertThat(host.nobody().get("/apps/other").header("Location")).isEqualTo("/apps/other/");
        LoginTest.assertProblem(host.nobody().get("/js/none.js"), 404);
    }

    @Test
    void tellsABrowserThatItsCopyIsStillGood() {
        Client.Reply first = host.nobody().get("/admin/assets/css/admin.css");
        Client.Reply second = host.nobody().with("If-None-Match", first.header("ETag"))
                .get("/admin/assets/css/admin.css");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type")).isEqualToIgnoringWhitespace("text/css;charset=utf-8");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.text()).isEmpty();
        assertThat(host.nobody().get("/admin/assets/js/admin.js").header("Content-Type")).startsWith("text/javascript");
        assertThat(host.nobody().get("/admin").header("Location")).isEqualTo("/admin/");
        assertThat(host.nobody().get("/").header("Location")).as("without the chat").isEqualTo("/admin/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/../db/migration/V001__first.sql", "/admin/%2e%2e/db/migration/V001__first.sql",
            "/admin/..%2fdb%2fmigration%2fV001__first.sql", "/admin/js", "/admin/js/",
            "/admin/assets/../../db/migration/V001__first.sql", "/admin/assets/%2e%2e/db/migration/V001__first.sql",
            "/admin/assets/..%2f..%2fdb%2fmigration%2fV001__first.sql", "/admin/assets/js", "/admin/assets/js/",
            "/admin/assets//icon.svg", "/admin/assets/icon.svg%00"})
    void givesNoFileFromOutsideTheDashboard(String path) throws Exception {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).containsPattern("^HTTP/1.1 (400|404)").doesNotContain("CREATE TABLE", "<html", "<!doctype");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/api/v1/me", "/api/v1/nothing", "/admin/", "/hooks/none/x"})
    void givesEachAnswerTheHeadersThatKeepABrowserSafe(String path) {
        Client.Reply reply = host.nobody().get(path);

        assertThat(reply.header("Content-Security-Policy")).contains("default-src 'self'", "frame-ancestors 'none'",
                "base-uri 'none'", "form-action 'self'").doesNotContain("unsafe");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Referrer-Policy")).isIn("no-referrer", "same-origin");
        assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(reply.header("Server")).isEmpty();
    }

    @Test
    void isUpWithoutALoginAndTellsItsPartsWithOne() {
        assertThat(host.nobody().get("/healthz").toString()).isEqualTo("200 {\"status\":\"up\"}");
        assertThat(host.nobody().get("/readyz").toString()).isEqualTo("200 {\"ready\":true}");
        Client.Reply known = host.owner().get("/readyz");
        assertThat(known.json().get("parts").items()).hasSize(4);
        assertThat(known.json().get("parts").at(3).get("detail").text()).isEqualTo("no key");
    }

    @Test
    void isNotReadyWithoutItsStore() {
        host.view.parts = List.of(new HostView.Part("store", "down", "disk full", Instant.EPOCH));

        Client.Reply reply = host.nobody().get("/readyz");

        assertThat(reply.toString()).isEqualTo("503 {\"ready\":false}");
        assertThat(reply.header("Content-Type")).startsWith("application/json");
    }

    @Test
    void showsItsCountersOnLoopbackOnlyWithoutALogin() {
        host.counters.count("telecoder_messages_total", "channel", "webchat", "direction", "in");

        Client.Reply local = host.nobody().get("/metrics");

        assertThat(local.header("Content-Type")).startsWith("text/plain");
        assertThat(local.text()).contains("telecoder_messages_total{channel=\"webchat\",direction=\"in\"} 1",
                "process_resident_memory_bytes ");
        assertThat(host.nobody().with("X-Forwarded-For", "203.0.113.1").get("/metrics").status()).isEqualTo(401);
    }

    @Test
    void givesAWebhookTheExactBytesAndItsAnswerBack() {
        AtomicReference<byte[]> received = new AtomicReference<>();
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        host.extensions.add("ci", new Hook("events", request -> {
            received.set(request.body());
            return request.header("x-signature").isEmpty() ? WebhookHandler.Response.unauthorized()
                    : WebhookHandler.Response.of(200, request.method() + request.query("challenge").orElse(""))
                            .withHeader("Content-Type", "application/json");
        }));
        Client foreign = host.nobody().with("Host", "hooks.example").with("Origin", "https://github.com");

        Client.Reply taken = foreign.with("X-Signature", "good").post("/hooks/ci/events?challenge=c", bytes);

        assertThat(taken.toString()).isEqualTo("200 POSTc");
        assertThat(taken.header("Content-Type")).isEqualTo("application/json");
        assertThat(received.get()).isEqualTo(bytes);
        assertThat(foreign.post("/hooks/ci/events", bytes).status()).isEqualTo(401);
        assertThat(foreign.with("X-Signature", "good").get("/hooks/ci/events").text()).isEqualTo("GET");
        assertThat(foreign.post("/hooks/ci/other", bytes).status()).isEqualTo(404);
        assertThat(foreign.method("PUT", "/hooks/ci/events", "").status()).isEqualTo(405);
        assertThat(host.counters.text()).contains("telecoder_webhooks_total{plugin=\"ci\",outcome=\"accepted\"} 2",
                "telecoder_webhooks_total{plugin=\"ci\",outcome=\"refused\"} 1");
    }

    @Test
    void tellsNothingOfAWebhookThatFails() {
        host.extensions.add("ci", new Hook("events", request -> {
            throw new IllegalStateException("token 42");
        }));

        Client.Reply reply = host.nobody().post("/hooks/ci/events", "{}");

        LoginTest.assertProblem(reply, 500);
        assertThat(reply.text()).doesNotContain("42");
        assertThat(host.counters.text()).contains("outcome=\"refused\"} 1");
    }

    @Test
    void takesWebhooksUpTo25Megabytes() {
        host.extensions.add("ci",
                new Hook("events", request -> WebhookHandler.Response.of(200, "" + request.body().length)));
        byte[] largest = new byte[25 * 1024 * 1024];

        assertThat(host.nobody().post("/hooks/ci/events", largest).text()).isEqualTo("" + largest.length);
        LoginTest.assertProblem(host.nobody().post("/hooks/ci/events", Arrays.copyOf(largest, largest.length + 1)),
                413);
    }

    @Test
    void cutsARequestThatDoesNotEndWhenTheHostStops() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        host.extensions.add("ci", new Hook("events", request -> {
            running.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return WebhookHandler.Response.of(200, "");
        }));
        int port = host.server.url().getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("POST /hooks/ci/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            running.await();

            host.server.close();

            assertThat(socket.getInputStream().read()).as("the end of the connection").isEqualTo(-1);
            Assertions.assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
        } finally {
            never.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"})
    void answersWhatIsNoRequestWithoutAPageOfTheLibrary(String request) throws Exception {
        assertThat(raw(request)).contains(" 400 ").doesNotContainIgnoringCase("jetty", "<html");
    }

    @Test
    void saysWhatToDoWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = new dev.telecoder.platform.config.ServerConfig("127.0.0.1", taken.getLocalPort(),
                    Optional.empty(), false);

            Assertions.assertThatThrownBy(() -> new TestHost(folder.resolve("second"), config, Duration.ofSeconds(15)))
                    .isInstanceOf(java.io.IOException.class).hasMessageContaining("server.port");
        }
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(host.server.url().getHost(), host.server.url().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
