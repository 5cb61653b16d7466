package dev.telecoder.plugin.discord;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.WebSocket;
import dev.telecoder.api.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the gateway: says who we are, keeps it alive, notices that it is dead. */
final class Link implements WebSocket.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT. */
    private static final int INTENTS = 1 | 1 << 9 | 1 << 12 | 1 << 15;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final Gateway gateway;
    private final String token;
    private final Gateway.@Nullable Session resumed;
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long sequence;
    /** When the heartbeat was sent that is not answered yet, by the machine; 0 if all are. */
    private volatile long unanswered;

    Link(Gateway gateway, String token, Gateway.@Nullable Session resumed, long sequence) {
        this.gateway = gateway;
        this.token = token;
        this.resumed = resumed;
        this.sequence = sequence;
    }

    void opened(WebSocket open) {
        socket.complete(open);
    }

    CompletableFuture<Boolean> ready() {
        return ready;
    }

    long sequence() {
        return sequence;
    }

    void close() {
        ended.set(true);
        if (socket.isDone()) {
            socket.join().close();
        }
    }

    @Override
    public void onText(String text) {
        JsonValue payload;
        try {
            payload = gateway.json().parse(text);
        } catch (PluginException e) {
            LOG.warn("Discord sent something that is no JSON: {}", e.getMessage());
            return;
        }
        switch (payload.get("op").asInt(-1)) {
            case 0 -> dispatch(payload);
            case 1 -> beat();
            case 7 -> end(4000, "Discord asked to connect again");
            case 9 -> {
                if (!payload.get("d").asBoolean(false)) {
                    gateway.forget();
                }
                end(4000, "the session is invalid");
            }
            case 10 -> hello(Duration.ofMillis(payload.get("d").get("heartbeat_interval").asLong(41_250)));
            case 11 -> unanswered = 0;
            default -> LOG.debug("Discord sent op {}", payload.get("op"));
        }
    }

    private void hello(Duration interval) {
        Thread.ofVirtual().name("discord-heartbeat").start(() -> beatEvery(interval));
        Gateway.Session again = resumed;
        if (again != null && sequence >= 0) {
            send(6, JsonValue.object().put("token", token).put("session_id", again.id()).put("seq", sequence).build());
        } else {
            send(2, JsonValue.object().put("token", token).put("intents", INTENTS)
                    .put("properties", JsonValue.object().put("os", "linux").put("browser", "telecoder")
                            .put("device", "telecoder").build())
                    .build());
        }
    }

    private void dispatch(JsonValue payload) {
        String event = payload.get("t").text();
        JsonValue data = payload.get("d");
        if (event.equals("READY")) {
            gateway.began(new Gateway.Session(data.get("session_id").text(), data.get("resume_gateway_url").text()));
        }
        try {
            gateway.dispatch(this, event, data);
        } catch (RuntimeException e) {
            // Not counted as seen: what is resumed begins with it.
            LOG.warn("What Discord told could not be taken; it is asked for again.", e);
            end(4000, "a message could not be stored");
            return;
        }
        if (!ended.get()) {
            sequence = payload.get("s").asLong(sequence);
        }
        if (event.equals("READY") || event.equals("RESUMED")) {
            ready.complete(true);
        }
    }

    /** By the clock, which jumps when a laptop wakes up; the answer is waited for by the machine. */
    private void beatEvery(Duration interval) {
        Instant due = gateway.clock().instant().plusMillis((long) (interval.toMillis() * Math.random()));
        while (!ended.get()) {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                return;
            }
            long since = unanswered;
            if (since != 0 && System.nanoTime() - since > LONGEST_SILENCE.toNanos()) {
                end(4000, "a heartbeat was not answered");
            } else if (!gateway.clock().instant().isBefore(due)) {
                if (since != 0) {
                    end(4000, "a heartbeat was not answered");
                    return;
                }
                due = gateway.clock().instant().plus(interval);
                beat();
            }
        }
    }

    private void beat() {
        if (unanswered == 0) {
            unanswered = System.nanoTime();
        }
        send(1, sequence < 0 ? JsonValue.NULL : JsonValue.of(sequence));
    }

    /** As soon as the socket is there: the first text may come before it, on a thread that must not wait for it. */
    private void send(int op, JsonValue data) {
        String text = JsonValue.object().put("op", op).put("d", data).build().toString();
        socket.thenAccept(open -> {
            try {
                open.send(text);
            } catch (PluginException e) {
                end(1006, "it cannot be written to");
            }
        });
    }

    private void end(int code, String reason) {
        if (ended.compareAndSet(false, true)) {
            ready.completeExceptionally(PluginException.of(Failure.UNAVAILABLE, "Discord: " + reason + "."));
            gateway.ended(this, code, reason);
            if (socket.isDone()) {
                socket.join().close();
            }
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (code == 4004) {
            ready.completeExceptionally(PluginException.of(Failure.AUTHENTICATION,
                    "Discord refused the bot token (4004). Check channels.discord.bot_token in config.yaml."));
        } else if (code == 4014 || code == 4013) {
            ready.completeExceptionally(PluginException.of(Failure.CONFIGURATION, "Discord does not let the bot read"
                    + " messages (" + code + "). Switch on \"Message Content Intent\" on the page Bot of the developer"
                    + " portal."));
        } else {
            ready.completeExceptionally(PluginException.of(Failure.UNAVAILABLE,
                    "Discord's gateway ended the connection (" + code + ")."));
        }
        // The codes that say that there is nothing to resume.
        if (code == 4003 || code == 4007 || code == 4009 || code == 1000 || code == 1001) {
            gateway.forget();
        }
        gateway.ended(this, code, reason);
    }
}
