package dev.telecoder.plugin.telegram;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for updates, one long question after the other. An update is confirmed, by asking for those behind it, only when the
 * inbox has it: what a crash leaves over comes again, and the inbox knows what it has seen.
 */
final class Polling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    private static final Duration QUESTION = Duration.ofSeconds(25);
    /** A question that is not over by then is not a long one but a dead connection. */
    private static final Duration SILENCE = Duration.ofSeconds(80);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final BotApi api;
    private final Consumer<JsonValue> taker;
    private final Inbox inbox;
    private final Clock clock;
    private final AtomicBoolean up = new AtomicBoolean(true);
    private final Thread asking;
    private final Thread watching;
    private volatile Instant completed;
    private volatile boolean closed;
    private long offset;

    Polling(BotApi api, Consumer<JsonValue> taker, Inbox inbox, Clock clock) {
        this.api = api;
        this.taker = taker;
        this.inbox = inbox;
        this.clock = clock;
        this.completed = clock.instant();
        this.asking = Thread.ofVirtual().name("telegram-polling").unstarted(this::ask);
        this.watching = Thread.ofVirtual().name("telegram-watch").unstarted(this::watch);
    }

    void start() {
        asking.start();
        watching.start();
    }

    @Override
    public void close() {
        closed = true;
        asking.interrupt();
        watching.interrupt();
        try {
            asking.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        Duration wait = Duration.ofSeconds(1);
        while (!closed) {
            try {
                JsonValue updates = api.call("getUpdates", JsonValue.object().put("offset", offset)
                        .put("timeout", QUESTION.toSeconds())
                        .put("allowed_updates", List.of("message", "callback_query")).build(),
                        QUESTION.plusSeconds(15));
                completed = clock.instant();
                report(true, "connected");
                if (take(updates.items())) {
                    wait = Duration.ofSeconds(1);
                    continue;
                }
            } catch (PluginException e) {
                if (closed || e.failure() == Failure.CANCELLED && Thread.currentThread().isInterrupted()) {
                    return;
                }
                report(false, String.valueOf(e.getMessage()));
                wait = e.retryAfter().orElse(wait);
            } catch (RuntimeException e) {
                LOG.error("Updates of Telegram could not be taken; asking for them again.", e);
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                return;
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    /** Hands updates on, those of different chats beside each other; answers whether all were taken. */
    private boolean take(List<JsonValue> updates) {
        Map<String, List<JsonValue>> chats = new LinkedHashMap<>();
        updates.forEach(update -> chats.computeIfAbsent(Updates.chat(update), chat -> new ArrayList<>()).add(update));
        List<Future<Long>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            chats.values().forEach(chat -> ends.add(threads.submit(() -> inOrder(chat))));
        }
        long failed = ends.stream().mapToLong(Future::resultNow).min().orElse(Long.MAX_VALUE);
        for (JsonValue update : updates) {
            long id = update.get("update_id").asLong(-1);
            offset = id < failed ? Math.max(offset, id + 1) : offset;
        }
        return failed == Long.MAX_VALUE;
    }

    /** The first update that could not be taken; later ones of its chat are not tried. */
    private long inOrder(List<JsonValue> updates) {
        for (JsonValue update : updates) {
            try {
                if (closed) {
                    return update.get("update_id").asLong(0);
                }
                taker.accept(update);
            } catch (RuntimeException e) {
                LOG.warn("An update of Telegram could not be taken; it will come again.", e);
                return update.get("update_id").asLong(0);
            }
        }
        return Long.MAX_VALUE;
    }

    /** By the clock, since a question may hang for longer than it was meant to. */
    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                return;
            }
            if (up.get() && Duration.between(completed, clock.instant()).compareTo(SILENCE) > 0) {
                report(false, "Telegram has answered nothing since " + completed + ".");
            }
        }
    }

    private void report(boolean isUp, String detail) {
        if (up.getAndSet(isUp) != isUp && !closed) {
            inbox.report(new Inbox.Health(isUp, detail));
        }
    }
}
