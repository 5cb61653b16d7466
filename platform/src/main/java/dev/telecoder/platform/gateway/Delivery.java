package dev.telecoder.platform.gateway;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.MessageEditor;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds: each chat in order, chats beside each other, and again by the kind of failure. A message that
 * was under way when the host died is sent again with the same id, since losing it would be worse. Safe for many threads.
 */
final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** How long a message is tried that could still get through: a laptop may be without a network over night. */
    private static final Duration TRIED_FOR = Duration.ofHours(24);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** How long to sleep at most before the clock is looked at again: it jumps when a laptop wakes up. */
    private static final long LONGEST_SLEEP_MILLIS = 30_000;

    private final Database database;
    private final OutboxTable table;
    private final Channels channels;
    private final Counters counters;
    private final Clock clock;
    /** A thread for each chat that has something to get, with the wakes it has not seen yet. */
    private final Map<ChatAddress, Semaphore> chats = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Delivery(Database database, OutboxTable table, Channels channels, Counters counters, Clock clock) {
        this.database = database;
        this.table = table;
        this.channels = channels;
        this.counters = counters;
        this.clock = clock;
    }

    /** Looks at what a chat is to get now. */
    void wake(ChatAddress chat) {
        chats.compute(chat, (at, running) -> {
            if (running != null || closed) {
                if (running != null) {
                    running.release();
                }
                return running;
            }
            Semaphore wakes = new Semaphore(1);
            Thread.ofVirtual().name("delivery-" + at.channel()).start(() -> deliver(at, wakes));
            return wakes;
        });
    }

    /** Looks at all that a channel is to send, which can be reached now. */
    void up(String channel) {
        Thread.ofVirtual().name("delivery-" + channel).start(() -> {
            try {
                database.write(h -> {
                    table.reachable(h, channel);
                    return table.openChats(h, channel);
                }).forEach(this::wake);
            } catch (StoreException e) {
                if (!closed) {
                    LOG.error("The outbox of {} could not be read.", channel, e);
                }
            }
        });
    }

    /** Whether something is on its way to a chat, or to a thread in it. */
    boolean isSending(String channel, String chat) {
        return chats.keySet().stream().anyMatch(at -> at.channel().equals(channel) && at.chat().equals(chat));
    }

    @Override
    public void close() {
        closed = true;
        chats.values().forEach(Semaphore::release);
    }

    private void deliver(ChatAddress chat, Semaphore wakes) {
        List<OutboxTable.Row> next = List.of();
        boolean known = false;
        while (!closed) {
            if (wakes.drainPermits() > 0) {
                known = false; // something has changed since it was read
            }
            long wait = 0;
            try {
                Optional<Channel> channel = channels.find(chat.channel()); // one that is down wakes us when it is up
                if (channel.isPresent() && !known) {
                    next = database.query(h -> table.next(h, chat));
                }
                known = false;
                if (channel.isEmpty() || next.isEmpty()) {
                    if (chats.computeIfPresent(chat, (at, mine) -> mine.availablePermits() > 0 ? mine : null) == null) {
                        return;
                    }
                    continue;
                }
                wait = Duration.between(clock.instant(), next.getFirst().due()).toMillis();
                if (wait <= 0) {
                    known = send(channel.get(), next.getFirst()) && next.size() == 1;
                    next = List.of();
                }
            } catch (StoreException e) {
                if (closed || e.kind() == StoreException.Kind.CLOSED) {
                    return;
                }
                LOG.error("The outbox of {} could not be used; trying again in 5 s.", chat.channel(), e);
                wait = 5_000;
            }
            if (wait > 0 && !sleep(wakes, wait)) {
                return;
            }
        }
    }

    private static boolean sleep(Semaphore wakes, long millis) {
        try {
            if (wakes.tryAcquire(Math.min(millis, LONGEST_SLEEP_MILLIS), TimeUnit.MILLISECONDS)) {
                LOG.trace("woken");
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends a row or notes why not; answers whether it is settled and nothing stands in its place. */
    private boolean send(Channel channel, OutboxTable.Row stored) {
        OutboxTable.Row row = stored;
        boolean whole = true;
        String external;
        try {
            if (row.part() < 0) {
                List<JsonValue> parts = parts(channel, row);
                if (parts.isEmpty()) {
                    settle(h -> table.sent(h, stored.id(), null));
                    return true;
                }
                whole = parts.size() == 1;
                row = row.formatted(parts.getFirst(), whole ? row.choices() : List.of());
                if (!whole) {
                    database.write(h -> {
                        table.format(h, stored, parts);
                        return null;
                    });
                }
            }
            external = hand(channel, row);
        } catch (PluginException e) {
            retryOrGiveUp(stored, e.failure(), String.valueOf(e.getMessage()), e.retryAfter());
            return false;
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("Sending on {} failed unexpectedly", row.address().channel(), e);
            retryOrGiveUp(stored, Failure.REJECTED, "the channel's plugin failed: " + e, Optional.empty());
            return false;
        }
        counters.count("telecoder_messages_total", "channel", row.address().channel(), "direction", "out");
        settle(h -> table.sent(h, stored.id(), external));
        return whole;
    }

    private String hand(Channel channel, OutboxTable.Row row) {
        String edits = row.edits();
        Optional<String> replaced =
                edits == null ? Optional.empty() : database.query(h -> table.lastPart(h, edits));
        Optional<MessageEditor> editor = channel.ability(MessageEditor.class);
        Outgoing message = Outgoing.of(row, replaced);
        if (replaced.isPresent() && editor.isPresent()) {
            try {
                editor.get().edit(replaced.get(), message);
                return replaced.get();
            } catch (PluginException e) {
                if (e.failure() != Failure.REJECTED) {
                    throw e;
                }
                LOG.debug("A message on {} can no longer be edited; replying to it.", row.address().channel());
            }
        }
        return channel.send(message).messageId();
    }

    private List<JsonValue> parts(Channel channel, OutboxTable.Row row) {
        String markdown = row.body().get("markdown").text();
        Optional<MessageFormat> format = channels.format(row.address().channel());
        List<MessageFormat.Part> parts = format.isPresent() ? format.get().render(markdown)
                : PlainParts.split(markdown, channel.profile());
        return parts.stream().map(part -> JsonValue.object().put("body", part.body()).put("plain", part.plainText())
                .put("markdown", parts.size() == 1 ? markdown : part.plainText()).build()).toList();
    }

    private void retryOrGiveUp(OutboxTable.Row row, Failure failure, String error,
            Optional<Duration> asked) {
        Instant now = clock.instant();
        // Bad credentials can be mended; the message waits for that instead of being lost.
        boolean again = switch (failure) {
            case RATE_LIMITED, UNAVAILABLE, AUTHENTICATION, CONFIGURATION ->
                    now.isBefore(row.createdAt().plus(TRIED_FOR));
            default -> false;
        };
        if (again) {
            Duration backoff =
                    Duration.ofMillis(Math.min(LONGEST_WAIT.toMillis(), 500L << Math.min(row.attempts(), 20)));
            settle(h -> table.later(h, row.id(), now.plus(asked.orElse(backoff)), failure + ": " + error));
            return;
        }
        counters.count("telecoder_messages_undelivered_total", "channel", row.address().channel());
        LOG.error("A message to {} {} was given up: {}", row.address().channel(), row.address().chat(), error);
        settle(h -> table.failed(h, row.id(), failure + ": " + error));
    }

    private void settle(Consumer<Handle> how) {
        database.note(h -> {
            how.accept(h);
            return null;
        });
    }
}
