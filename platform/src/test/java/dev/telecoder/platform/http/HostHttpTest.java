package dev.telecoder.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostHttpTest {

    private final HostHttp http = new HostHttp(Map.of());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    @Test
    void sendsAndReadsWhole() {
        serve("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("X-Method", exchange.getRequestMethod());
            exchange.getResponseHeaders().set("X-Type", exchange.getRequestHeaders().getFirst("content-type"));
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
        });

        HttpResponse answer = http.send(HttpRequest.post(url("/echo"))
                .withJson(JsonValue.object().put("text", "grüße 😀").build()));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.succeeded()).isTrue();
        assertThat(answer.header("x-METHOD")).contains("POST");
        assertThat(answer.header("x-type")).contains("application/json");
        assertThat(answer.text()).isEqualTo("{\"text\":\"grüße 😀\"}");
    }

    @Test
    void sendsAPostWithoutABodyAndADeleteWithOne() {
        serve("/x", exchange -> respond(exchange, 200,
                exchange.getRequestMethod() + exchange.getRequestBody().readAllBytes().length));

        assertThat(http.send(HttpRequest.post(url("/x"))).text()).isEqualTo("POST0");
        assertThat(http.send(HttpRequest.of("DELETE", url("/x")).withBody(new byte[3], "a/b")).text())
                .isEqualTo("DELETE3");
    }

    @Test
    void refusesAnAnswerThatIsTooLarge() {
        serve("/large", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(new byte[1_000]);
            }
        });

        assertThat(failure(() -> http.send(HttpRequest.get(url("/large")).withMaxResponseBytes(5_000))))
                .satisfies(thrown -> assertThat(thrown.failure()).isEqualTo(Failure.REJECTED))
                .hasMessageContaining("larger than 5000 bytes");
        assertThat(http.send(HttpRequest.get(url("/large"))).body()).hasSize(100_000);
    }

    @Test
    void saysThatNobodyAnswersInTime() {
        serve("/slow", exchange -> await(new CountDownLatch(1)));

        long begin = System.nanoTime();
        PluginException thrown =
                failure(() -> http.send(HttpRequest.get(url("/slow")).withTimeout(Duration.ofMillis(200))));

        assertThat(thrown.failure()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(failure(() -> http
                .send(HttpRequest.get(URI.create("http://127.0.0.1:" + port + "/bot12:SECRET/x?key=SECRET")))))
                .satisfies(thrown -> assertThat(thrown.failure()).isEqualTo(Failure.UNAVAILABLE))
                .hasMessageContaining("127.0.0.1 could not be reached")
                .satisfies(HostHttpTest::showsNoSecret);
    }

    @Test
    void cancelsWithinMilliseconds() throws Exception {
        var reached = new CountDownLatch(1);
        serve("/hang", exchange -> {
            reached.countDown();
            await(new CountDownLatch(1));
        });
        var token = new TestToken();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PluginException> call = threads
                    .submit(() -> failure(() -> http.send(HttpRequest.get(url("/hang")).withCancellation(token))));
            reached.await();

            long begin = System.nanoTime();
            token.cancel();

            assertThat(call.get(60, TimeUnit.SECONDS).failure()).isEqualTo(Failure.CANCELLED);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
            assertThat(token.registered()).isZero();
        }
    }

    @Test
    void doesNotEvenStartWhatIsCancelledAlready() {
        var token = new TestToken();
        token.cancel();

        assertThat(failure(() -> http.send(HttpRequest.get(url("/")).withCancellation(token))).failure())
                .isEqualTo(Failure.CANCELLED);
    }

    @Test
    void anInterruptCancelsAndStaysSet() throws Exception {
        var reached = new CountDownLatch(1);
        serve("/hang", exchange -> {
            reached.countDown();
            await(new CountDownLatch(1));
        });
        var seen = new CompletableFuture<String>();
        Thread caller = Thread.ofVirtual().start(() -> {
            PluginException thrown = failure(() -> http.send(HttpRequest.get(url("/hang"))));
            seen.complete(thrown.failure() + " " + Thread.currentThread().isInterrupted());
        });
        reached.await();

        caller.interrupt();

        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("CANCELLED true");
    }

    @Test
    void streamsLineByLineAsTheyArrive() {
        var second = new CountDownLatch(1);
        serve("/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("data: 1\r\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(second);
            exchange.getResponseBody().write("data: 2 é\nlast without end".getBytes(StandardCharsets.UTF_8));
        });

        try (HttpStream stream = http.stream(HttpRequest.get(url("/stream")))) {
            assertThat(stream.nextLine()).isEqualTo("data: 1");
            assertThat(stream.nextLine()).isEmpty();
            second.countDown();
            assertThat(stream.nextLine()).isEqualTo("data: 2 é");
            assertThat(stream.nextLine()).isEqualTo("last without end");
            assertThat(stream.nextLine()).isNull();
        }
    }

    @Test
    void readsTheRestOfAnAnswerThatIsNoStream() {
        serve("/error", exchange -> respond(exchange, 529, "{\"error\":\n\"overloaded\"}"));

        try (HttpStream stream = http.stream(HttpRequest.get(url("/error")))) {
            assertThat(stream.status()).isEqualTo(529);
            assertThat(stream.rest()).isEqualTo("{\"error\":\n\"overloaded\"}");
        }
    }

    @Test
    void saysThatAStreamWasCut() throws Exception {
        try (var raw = new RawServer((_, socket) -> RawServer.write(socket,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ndata: 1\n\r\n5\r\nda"))) {
            try (HttpStream stream = http.stream(HttpRequest.get(raw.url("/")))) {
                assertThat(stream.nextLine()).isEqualTo("data: 1");
                assertThat(failure(stream::nextLine).failure()).isEqualTo(Failure.UNAVAILABLE);
            }
        }
    }

    @Test
    void saysThatAStreamFellSilent() {
        serve("/silent", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            await(new CountDownLatch(1));
        });

        try (HttpStream stream =
                http.stream(HttpRequest.get(url("/silent")).withTimeout(Duration.ofMillis(200)))) {
            assertThat(failure(stream::nextLine).failure()).isEqualTo(Failure.UNAVAILABLE);
        }
    }

    @Test
    void limitsALineAndAStream() {
        serve("/long", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[50_000]);
        });

        try (HttpStream stream = http.stream(HttpRequest.get(url("/long")).withMaxResponseBytes(10_000))) {
            assertThat(failure(stream::nextLine).failure()).isEqualTo(Failure.REJECTED);
        }
    }

    @Test
    void cancelsAStreamThatIsBeingRead() throws Exception {
        var reached = new CountDownLatch(1);
        serve("/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("one\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            reached.countDown();
            await(new CountDownLatch(1));
        });
        var token = new TestToken();
        try (HttpStream stream = http.stream(HttpRequest.get(url("/stream")).withCancellation(token));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(stream.nextLine()).isEqualTo("one");
            Future<PluginException> read = threads.submit(() -> failure(stream::nextLine));

            token.cancel();

            assertThat(read.get(60, TimeUnit.SECONDS).failure()).isEqualTo(Failure.CANCELLED);
        }
    }

    @Test
    void closingAnEndlessStreamEndsAtOnce() {
        serve("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write("line\n".getBytes(StandardCharsets.UTF_8));
            }
        });

        long begin = System.nanoTime();
        try (HttpStream stream = http.stream(HttpRequest.get(url("/endless")))) {
            assertThat(stream.nextLine()).isEqualTo("line");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void closingAStreamWaitsForNoEndYetKeepsItsConnection() {
        var closed = new CountDownLatch(1);
        var ports = new ArrayList<Integer>();
        serve("/late", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("done\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(closed);
            exchange.getResponseBody().write('\n');
        });
        HttpStream first = http.stream(HttpRequest.get(url("/late")));
        assertThat(first.nextLine()).isEqualTo("done");

        first.close();
        closed.countDown();

        // The end is read meanwhile; the oldest connection that is free serves next.
        for (int i = 0; i < 1_000 && (ports.size() == 1 || !ports.getLast().equals(ports.getFirst())); i++) {
            http.send(HttpRequest.get(url("/late")));
        }
        assertThat(ports.getLast()).isEqualTo(ports.getFirst());
    }

    @Test
    void followsARedirectWithoutGivingSecretsToAnotherHost() throws Exception {
        var head = new AtomicReference<List<String>>(List.of());
        try (var other = new RawServer((lines, socket) -> {
            head.set(lines);
            RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        })) {
            serve("/moved", exchange -> {
                exchange.getResponseHeaders().set("Location", other.url("/there").toString());
                exchange.sendResponseHeaders(302, -1);
            });

            HttpResponse answer = http.send(HttpRequest.get(url("/moved"))
                    .withHeader("Authorization", "Bearer SECRET")
                    .withHeader("X-Anything", "SECRET")
                    .withHeader("Accept", "text/plain"));

            assertThat(answer.text()).isEqualTo("ok");
            assertThat(head.get().toString()).doesNotContain("SECRET").contains("Accept: text/plain");
        }
    }

    @Test
    void keepsTheCredentialsOnTheSameHostAndStopsInACircle() {
        serve("/a", exchange -> {
            exchange.getResponseHeaders().set("Location", "/b");
            exchange.sendResponseHeaders(307, -1);
        });
        serve("/b", exchange -> respond(exchange, 200, exchange.getRequestMethod()
                + exchange.getRequestHeaders().getFirst("x-api-key")
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        serve("/circle", exchange -> {
            exchange.getResponseHeaders().set("Location", "/circle");
            exchange.sendResponseHeaders(302, -1);
        });

        assertThat(http.send(HttpRequest.post(url("/a")).withHeader("x-api-key", "k").withBody("body".getBytes(
                StandardCharsets.UTF_8), "text/plain")).text()).isEqualTo("POSTkbody");
        assertThat(failure(() -> http.send(HttpRequest.get(url("/circle")))).failure()).isEqualTo(Failure.REJECTED);
    }

    @Test
    void doesNotSendAPostTwice() throws Exception {
        var requests = new AtomicInteger();
        try (var raw = new RawServer((_, socket) -> {
            if (requests.incrementAndGet() == 1) {
                RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                socket.getInputStream().read();
                requests.incrementAndGet();
            }
        })) {
            http.send(HttpRequest.get(raw.url("/")));

            assertThat(failure(() -> http.send(HttpRequest.post(raw.url("/")).withBody(new byte[2], "a/b"))).failure())
                    .isEqualTo(Failure.UNAVAILABLE);
            assertThat(requests.get()).isEqualTo(2);
        }
    }

    @Test
    void refusesPrivateAddressesTheConfigurationDoesNotName() {
        serve("/", exchange -> respond(exchange, 200, "ok"));
        Http stranger = http.allowing(AddressRules.PUBLIC_ONLY);
        Http configured = http.allowing(AddressRules.allowing(List.of(url("/v1").toString(), "localhost")));

        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]",
                "10.0.0.1", "192.168.1.1", "172.20.0.1", "[fd00::1]", "100.64.0.1")) {
            URI address = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/");
            assertThat(failure(() -> stranger.send(HttpRequest.get(address).withTimeout(Duration.ofSeconds(2)))))
                    .as(host)
                    .satisfies(thrown -> assertThat(thrown.failure()).isEqualTo(Failure.REJECTED));
        }
        assertThat(configured.send(HttpRequest.get(url("/"))).text()).isEqualTo("ok");
        URI byName = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        assertThat(configured.send(HttpRequest.get(byName)).text()).isEqualTo("ok");
    }

    @Test
    void aStrangerDoesNotInheritTheConnectionOfAnother() {
        serve("/", exchange -> respond(exchange, 200, "ok"));
        URI byName = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        http.send(HttpRequest.get(byName));

        assertThat(failure(() -> http.allowing(AddressRules.PUBLIC_ONLY).send(HttpRequest.get(byName))).failure())
                .isEqualTo(Failure.REJECTED);
    }

    @Test
    void neverCallsWhereCloudsKeepCredentials() {
        for (String host : List.of("169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]",
                "[fd00:ec2::254]", "100.100.100.200", "metadata.google.internal", "224.0.0.1")) {
            assertThat(failure(() -> http.send(HttpRequest.get(URI.create("http://" + host + "/latest/meta-data")))))
                    .as(host)
                    .satisfies(thrown -> assertThat(thrown.failure()).isEqualTo(Failure.REJECTED))
                    .hasMessageContaining("may not be called");
        }
    }

    @Test
    void aRedirectCannotLeadWhereTheCallerMayNotGo() {
        serve("/trap", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/meta-data");
            exchange.sendResponseHeaders(302, -1);
        });

        assertThat(failure(() -> http.send(HttpRequest.get(url("/trap")))).failure()).isEqualTo(Failure.REJECTED);
    }

    @Test
    void refusesWhatIsNoWebAddress() {
        for (String address : List.of("file:///etc/passwd", "ftp://example.com/x", "http:///x", "mailto:a@b")) {
            assertThat(failure(() -> http.send(HttpRequest.get(URI.create(address)))).failure())
                    .isEqualTo(Failure.REJECTED);
        }
    }

    @Test
    void aHeaderThatCannotBeSentIsRefusedWithoutShowingIt() {
        assertThat(failure(() -> http.send(HttpRequest.get(url("/")).withHeader("x-thing", "SECRET\nInjected: 1"))))
                .satisfies(thrown -> assertThat(thrown.failure()).isEqualTo(Failure.REJECTED))
                .satisfies(HostHttpTest::showsNoSecret);
    }

    @Test
    void goesThroughTheProxyOfTheEnvironmentAndShowsItsCredentialsToNobodyElse() throws Exception {
        var seen = new ArrayList<List<String>>();
        try (var proxy = new RawServer((head, socket) -> {
            seen.add(head);
            boolean known = !RawServer.header(head, "Proxy-Authorization").isEmpty();
            RawServer.write(socket, known
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhey"
                    : "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
                var proxied = new HostHttp(Map.of("http_proxy",
                        "http://me:p%40ss@127.0.0.1:" + proxy.url("/").getPort(), "NO_PROXY", "internal.example"))) {
            HttpResponse answer = proxied.allowing(AddressRules.PUBLIC_ONLY)
                    .send(HttpRequest.get(URI.create("http://telecoder.example/path")));

            assertThat(answer.text()).isEqualTo("hey");
            assertThat(seen.getLast().getFirst()).startsWith("GET http://telecoder.example/path");
            assertThat(RawServer.header(seen.getLast(), "Proxy-Authorization")).isEqualTo("Basic bWU6cEBzcw==");
        }
    }

    @Test
    void servesManyCallersAtOnce() throws Exception {
        serve("/", exchange -> respond(exchange, 200, "ok"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<String>>();
            for (int i = 0; i < 200; i++) {
                calls.add(threads.submit(() -> http.send(HttpRequest.get(url("/"))).text()));
            }
            for (Future<String> call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo("ok");
            }
        }
    }

    private static void showsNoSecret(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause)).doesNotContain("SECRET");
        }
    }

    private static PluginException failure(ThrowingCallable call) {
        PluginException thrown = catchThrowableOfType(PluginException.class, call);
        assertThat(thrown).isNotNull();
        return thrown;
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
