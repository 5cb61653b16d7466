package dev.telecoder.plugin.slack;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.WebSocket;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.channel.Lanes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slack's Socket Mode: an envelope is acknowledged when the inbox has what is in it, on the socket it came by. Slack ends each
 * connection after some hours; another one is opened before that, so that nothing is missed in between. A connection that has
 * gone silent is ended by the host, which asks for a sign every half minute; but where the machine slept, or its clock was
 * moved, nobody asked, and Slack has long given the connection up: it is replaced as well.
 */
final class SocketMode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SocketMode.class);
    private static final Duration HELLO = Duration.ofSeconds(15);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    /** How long before Slack's own end the next connection is opened: more than the warning Slack gives. */
    private static final Duration AHEAD = Duration.ofSeconds(60);
    /** What the clock may be ahead of the machine's own time since a connection was last heard. */
    private static final Duration LONGEST_JUMP = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final WebApi api;
    private final Http http;
    private final Json json;
    private final Inbox inbox;
    private final Clock clock;
    private final Consumer<JsonValue> taker;
    private final Lanes lanes = new Lanes();
    private final Semaphore renew = new Semaphore(0);
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Thread keeper;
    private volatile @Nullable Connection current;
    private volatile boolean closed;

    SocketMode(WebApi api, Http http, Json json, Inbox inbox, Clock clock, Consumer<JsonValue> taker) {
        this.api = api;
        this.http = http;
        this.json = json;
        this.inbox = inbox;
        this.clock = clock;
        this.taker = taker;
        this.keeper = Thread.ofVirtual().name("slack-socket").unstarted(this::keep);
    }

    /** Opens the first connection, or throws. */
    void start() {
        current = connect();
        keeper.start();
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        open.forEach(Connection::close);
    }

    private Connection connect() {
        Connection made = new Connection();
        HttpRequest request = HttpRequest.get(URI.create(api.socketAddress())).withTimeout(HELLO);
        WebSocket socket = http.connect(request, made);
        open.add(made);
        made.socket.complete(socket);
        try {
            made.hello.get(HELLO.toMillis(), TimeUnit.MILLISECONDS);
            return made;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            made.close();
            throw PluginException.of(Failure.CANCELLED, "Connecting to Slack was interrupted.");
        } catch (ExecutionException | TimeoutException e) {
            made.close();
            throw PluginException.of(Failure.UNAVAILABLE,
                    "Slack opened a socket and did not say hello within " + HELLO.toSeconds() + " s.");
        }
    }

    /** Replaces the connection when it ends, or is about to. */
    private void keep() {
        Duration wait = Duration.ofMillis(500);
        while (!closed) {
            try {
                Connection now = current;
                if (now != null && !now.ended) {
                    watch(now);
                }
                renew.drainPermits();
                Connection old = current;
                current = connect();
                inbox.report(new Inbox.Health(true, "connected"));
                wait = Duration.ofMillis(500);
                if (old != null) {
                    Thread.ofVirtual().start(() -> retire(old));
                }
            } catch (InterruptedException e) {
                return;
            } catch (PluginException e) {
                if (closed) {
                    return;
                }
                Connection old = current;
                if (old == null || old.ended) {
                    current = null;
                    inbox.report(new Inbox.Health(false, String.valueOf(e.getMessage())));
                }
                try {
                    Thread.sleep(e.retryAfter().orElse(wait));
                } catch (InterruptedException stopped) {
                    return;
                }
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
                renew.release();
            }
        }
    }

    /** Returns when another connection is needed. */
    private void watch(Connection now) throws InterruptedException {
        long end = System.nanoTime() + now.life().toNanos();
        while (System.nanoTime() < end) {
            if (renew.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("A new connection to Slack, as the old one ended or is about to.");
                return;
            } else if (now.sleptThrough()) {
                now.ended = true;
                inbox.report(new Inbox.Health(false, "Slack was not heard since " + now.heard + "; connecting again."));
                return;
            }
        }
        LOG.debug("A new connection to Slack, in time.");
    }

    /** What still comes by the old connection is acknowledged there. */
    private static void retire(Connection old) {
        try {
            Thread.sleep(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        old.close();
    }

    /** One socket. */
    private final class Connection implements WebSocket.Listener {

        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
        private final CompletableFuture<JsonValue> hello = new CompletableFuture<>();
        private volatile boolean ended;
        private volatile Instant heard = clock.instant();
        /** The same moment in the machine's own time, which stands still while it sleeps. */
        private volatile long heardNanos = System.nanoTime();

        private boolean sleptThrough() {
            return Duration.between(heard, clock.instant()).minusNanos(System.nanoTime() - heardNanos)
                    .compareTo(LONGEST_JUMP) > 0;
        }

        private Duration life() {
            long seconds = hello.getNow(JsonValue.NULL).get("debug_info").get("approximate_connection_time").asLong(0);
            Duration told = Duration.ofSeconds(seconds);
            return told.compareTo(AHEAD.multipliedBy(2)) > 0 ? told.minus(AHEAD) : Duration.ofHours(4);
        }

        private void close() {
            open.remove(this);
            WebSocket opened = socket.getNow(null);
            if (opened != null) {
                opened.close();
            }
        }

        @Override
        public void onText(String text) {
            heard = clock.instant();
            heardNanos = System.nanoTime();
            JsonValue envelope;
            try {
                envelope = json.parse(text);
            } catch (PluginException e) {
                LOG.warn("Slack sent something that is no JSON: {}", e.getMessage());
                return;
            }
            switch (envelope.get("type").text()) {
                case "hello" -> hello.complete(envelope);
                case "disconnect" -> {
                    if (current == this) {
                        renew.release();
                    }
                }
                default -> {
                    if (!envelope.get("envelope_id").isNull() && !closed) {
                        lanes.run(Events.chat(envelope.get("payload")), () -> take(envelope));
                    }
                }
            }
        }

        private void take(JsonValue envelope) {
            try {
                if (closed) {
                    return;
                }
                taker.accept(envelope.get("payload"));
                socket.join()
                        .send(JsonValue.object().put("envelope_id", envelope.get("envelope_id")).build().toString());
            } catch (RuntimeException e) {
                LOG.warn("An event of Slack was not acknowledged, so that it comes again: {}", e.toString());
            }
        }

        @Override
        public void onClosed(int code, String reason) {
            ended = true;
            open.remove(this);
            hello.completeExceptionally(new IllegalStateException("closed"));
            if (current == this && !closed) {
                inbox.report(new Inbox.Health(false, "The connection to Slack was lost (" + code + ")."));
                renew.release();
            }
        }
    }
}
