package dev.telecoder.plugin.discord;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.WebSocket;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Discord's gateway. After a loss it resumes, so that Discord sends what came in between; it begins a new
 * session only where Discord forgot the old one. A connection whose heartbeats are not answered counts as lost.
 */
final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration READY = Duration.ofSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final RestApi api;
    private final Http http;
    private final Json json;
    private final DiscordConfig config;
    private final Inbox inbox;
    private final Clock clock;
    private final BiConsumer<String, JsonValue> taker;
    private final BlockingQueue<Ended> ends = new LinkedBlockingQueue<>();
    private final Thread keeper;
    private volatile @Nullable Session session;
    private volatile @Nullable Link current;
    private volatile boolean closed;

    /** What is needed to resume. */
    record Session(String id, String url) {}

    /** Why a connection is over. */
    private record Ended(Link link, int code, String reason) {}

    Gateway(RestApi api, Http http, Json json, DiscordConfig config, Inbox inbox, Clock clock,
            BiConsumer<String, JsonValue> taker) {
        this.api = api;
        this.http = http;
        this.json = json;
        this.config = config;
        this.inbox = inbox;
        this.clock = clock;
        this.taker = taker;
        this.keeper = Thread.ofVirtual().name("discord-gateway").unstarted(this::keep);
    }

    /** Opens the first connection, or throws. */
    void start() {
        connect();
        keeper.start();
    }

    @Override
    public void close() {
        closed = true;
        keeper.interrupt();
        Link link = current;
        if (link != null) {
            link.close();
        }
    }

    private void connect() {
        Session resumed = session;
        String address = config.gatewayUrl() != null ? config.gatewayUrl()
                : resumed != null && !resumed.url().isEmpty() ? resumed.url()
                        : api.call("GET", "/gateway/bot", null).get("url").text();
        Link link = new Link(this, config.token(), resumed, lastSequence());
        WebSocket socket = http.connect(HttpRequest
                .get(URI.create(address.replaceAll("/+$", "") + "/?v=10&encoding=json")).withTimeout(READY), link);
        current = link; // first, as what comes by another one is not taken
        link.opened(socket);
        try {
            link.ready().get(READY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            link.close();
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "Connecting to Discord was interrupted.");
        } catch (TimeoutException e) {
            link.close();
            throw PluginException.of(Failure.UNAVAILABLE,
                    "Discord's gateway was not ready within " + READY.toSeconds() + " s.");
        } catch (ExecutionException e) {
            link.close();
            throw e.getCause() instanceof PluginException known ? known
                    : PluginException.of(Failure.UNAVAILABLE, "Discord's gateway ended the connection.");
        }
    }

    private long lastSequence() {
        Link link = current;
        return link == null ? -1 : link.sequence();
    }

    private void keep() {
        Duration wait = Duration.ofMillis(500);
        while (!closed) {
            try {
                Ended end = ends.take();
                if (end.link() != current) {
                    continue;
                }
                inbox.report(new Inbox.Health(false, "The connection to Discord was lost (" + end.code() + " "
                        + end.reason() + ")."));
                while (!closed) {
                    try {
                        connect();
                        inbox.report(new Inbox.Health(true, "connected"));
                        wait = Duration.ofMillis(500);
                        break;
                    } catch (PluginException e) {
                        inbox.report(new Inbox.Health(false, String.valueOf(e.getMessage())));
                        if (e.failure() == Failure.AUTHENTICATION || e.failure() == Failure.CONFIGURATION) {
                            wait = LONGEST_WAIT;
                        }
                        Thread.sleep(e.retryAfter().orElse(wait));
                        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
                    }
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    Json json() {
        return json;
    }

    Clock clock() {
        return clock;
    }

    /** A session began. */
    void began(Session made) {
        session = made;
    }

    /** Discord forgot the session. */
    void forget() {
        session = null;
    }

    void dispatch(Link link, String event, JsonValue data) {
        if (!closed && link == current || event.equals("READY")) {
            taker.accept(event, data);
        }
    }

    void ended(Link link, int code, String reason) {
        LOG.debug("The connection to Discord ended: {} {}", code, reason);
        ends.add(new Ended(link, code, reason));
    }
}
