package dev.telecoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ServerConfig;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class EventStreamTest {

    @TempDir Path folder;
    private TestHost host;
    private String conversation;

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(folder, new ServerConfig("127.0.0.1", 0, Optional.empty(), false), Duration.ofMillis(200));
        conversation = host.owner().post("/api/v1/conversations", "{}").json().get("id").text();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void resumesWithoutGapOrRepeatOverAThousandEvents() throws Exception {
        Random random = new Random(7);
        List<Integer> seen = new ArrayList<>();
        String last = "0";
        Thread publisher = Thread.ofVirtual().start(() -> IntStream.range(0, 1_000).forEach(i -> {
            host.events.publish("skill.progress", conversation, "t", "{\"line\":" + i + "}");
            host.events.publish("skill.progress", null, null, "{\"line\":-1}");
        }));

        while (seen.size() < 1_000) {
            int wanted = 1 + random.nextInt(60);
            try (Stream stream = open("/api/v1/conversations/" + conversation + "/events", last)) {
                for (int i = 0; i < wanted && seen.size() < 1_000; i++) {
                    Stream.Received event = stream.next();
                    if (event.type().equals("skill.progress")) {
                        seen.add(event.data().get("line").asInt(-2));
                    }
                    last = event.id();
                }
            }
        }

        publisher.join();
        assertThat(seen).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void tellsTypeTimeConversationAndTurnWithWhatTheTypeAdds() throws Exception {
        try (Stream stream = open("/api/v1/conversations/" + conversation + "/events", null)) {
            host.events.publish("turn.started", conversation, "t1", "{}");
            host.events.publish("text.delta", conversation, "t1", "{\"text\":\"a\\nb\"}");

            Stream.Received started = stream.next();
            Stream.Received delta = stream.next();

            assertThat(started.type()).isEqualTo("turn.started");
            assertThat(started.data().get("type").text()).isEqualTo("turn.started");
            assertThat(started.data().get("at").text()).endsWith("Z");
            assertThat(started.data().get("conversation").text()).isEqualTo(conversation);
            assertThat(delta.data().get("turn").text()).isEqualTo("t1");
            assertThat(delta.data().get("text").text()).isEqualTo("a\nb");
            assertThat(Long.parseLong(delta.id())).isGreaterThan(Long.parseLong(started.id()));
        }
    }

    @Test
    void takesTheLastIdAsAParameterToo() throws Exception {
        long before = host.events.lastId();
        host.events.publish("turn.started", conversation, "t1", "{}");

        try (Stream stream = open("/api/v1/events?last_event_id=" + before, null)) {
            assertThat(stream.next().data().get("turn").text()).isEqualTo("t1");
        }
    }

    @Test
    void showsNobodyTheConversationsOfOthers() throws Exception {
        Person anna = host.add("Anna", Role.DEVELOPER);
        String hers = host.as(anna).post("/api/v1/conversations", "{}").json().get("id").text();
        String token = host.server.newApiToken(anna);

        try (Stream stream = new Stream(host, "/api/v1/events", token, null)) {
            host.events.publish("turn.started", conversation, "mine", "{}");
            host.events.publish("turn.started", hers, "hers", "{}");

            assertThat(stream.next().data().get("turn").text()).isEqualTo("hers");
        }
        assertThat(host.as(anna).get("/api/v1/conversations/" + conversation + "/events").status()).isEqualTo(404);
        assertThat(host.nobody().get("/api/v1/events").status()).isEqualTo(401);
        assertThat(host.owner().get("/api/v1/events?last_event_id=x").status()).isEqualTo(422);
    }

    @Test
    void showsTheOwnerEverythingWhenAsked() throws Exception {
        String hers =
                host.as(host.add("Anna", Role.DEVELOPER)).post("/api/v1/conversations", "{}").json().get("id").text();

        try (Stream stream = open("/api/v1/events?all=true", null)) {
            host.events.publish("turn.started", hers, "hers", "{}");

            assertThat(stream.next().data().get("turn").text()).isEqualTo("hers");
        }
    }

    @Test
    void beatsWhileNothingHappens() throws Exception {
        try (Stream stream = open("/api/v1/events", null)) {
            assertThat(stream.line()).isEqualTo("retry: 1000");
            String heartbeat = stream.line();
            while (!heartbeat.equals(": ")) {
                heartbeat = stream.line();
            }
            assertThat(heartbeat).startsWith(":");
        }
    }

    @Test
    void endsAStreamWhoseLoginEnds() throws Exception {
        Client.Reply login = host.nobody().post("/api/v1/login", "{\"token\":\"" + TestHost.TOKEN + "\"}");
        Client browser = host.nobody().with("Cookie", login.header("Set-Cookie").replaceAll(";.*", ""));
        String csrf = browser.get("/api/v1/me").header("X-CSRF-Token");
        HttpResponse<InputStream> stream = Client.HTTP.send(browser.request("/api/v1/events").build(),
                HttpResponse.BodyHandlers.ofInputStream());

        browser.with("X-CSRF-Token", csrf).post("/api/v1/logout", "");

        assertThat(CompletableFuture.supplyAsync(() -> drain(stream.body())).get(60, TimeUnit.SECONDS))
                .contains("connected");
    }

    @Test
    void endsCleanlyWhenTheServerStops() throws Exception {
        HttpResponse<InputStream> stream = Client.HTTP.send(host.owner().request("/api/v1/events").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        CompletableFuture<String> all = CompletableFuture.supplyAsync(() -> drain(stream.body()));

        host.server.close();

        assertThat(all.get(60, TimeUnit.SECONDS)).contains("connected");
    }

    @Test
    void letsASlowReaderHoldUpNobody() throws Exception {
        String large = "x".repeat(20_000);
        try (Socket slow = new Socket(host.server.url().getHost(), host.server.url().getPort());
                Stream quick = open("/api/v1/conversations/" + conversation + "/events", null)) {
            slow.setReceiveBufferSize(1_024);
            slow.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestHost.TOKEN
                            + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            assertThat(slow.getInputStream().read()).isEqualTo('H');

            for (int i = 0; i < 1_000; i++) {
                host.events.publish("skill.progress", conversation, "t",
                        "{\"line\":\"" + large + "\",\"n\":" + i + "}");
            }

            for (int i = 0; i < 1_000; i++) {
                assertThat(quick.next().data().get("n").asInt(-1)).isEqualTo(i);
            }
            assertThat(host.owner()
                    .post("/api/v1/conversations/" + conversation + "/messages", "{\"text\":\"still there?\"}")
                    .status())
                    .isEqualTo(202);
        }
    }

    private Stream open(String path, String after) throws Exception {
        return new Stream(host, path, TestHost.TOKEN, after);
    }

    private static String drain(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the stream was cut off in the middle", e);
        }
    }

    /** An event stream as a browser reads it. */
    private static final class Stream implements AutoCloseable {

        private final TestHost host;
        private final BufferedReader reader;

        record Received(String id, String type, JsonValue data) {}

        Stream(TestHost host, String path, String token, String after) throws IOException, InterruptedException {
            this.host = host;
            Client client = host.nobody().bearer(token);
            HttpResponse<InputStream> response =
                    Client.HTTP.send((after == null ? client : client.with("Last-Event-ID", after))
                            .request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        String line() throws IOException {
            String line = reader.readLine();
            assertThat(line).as("the stream ended").isNotNull();
            return line;
        }

        Received next() throws IOException {
            String id = "";
            String type = "";
            while (true) {
                String line = line();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return new Received(id, type, host.json.parse(line.substring(6)));
                }
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
