package dev.telecoder.platform.gateway;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.MessageEditor;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the outbox holds: each chat in order, chats beside each other, and again by the kind of failure. A message that
 * was under way when the host died is sent again with the same id, since losing it would be worse. Safe for many threads.
 */
final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int MAX_ATTEMPTS = 12;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Database database;
    private final OutboxTable table;
    private final Channels channels;
    private final Counters counters;
    private final Clock clock;
    private final Map<String, Semaphore> wakes = new ConcurrentHashMap<>();
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Delivery(Database database, OutboxTable table, Channels channels, Counters counters, Clock clock) {
        this.database = database;
        this.table = table;
        this.channels = channels;
        this.counters = counters;
        this.clock = clock;
    }

    /** Looks at a channel's outbox now. */
    void wake(String channel) {
        wakes.computeIfAbsent(channel, id -> {
            Semaphore wake = new Semaphore(0);
            Thread.ofVirtual().name("delivery-" + id).start(() -> deliver(id, wake));
            return wake;
        }).release();
    }

    @Override
    public void close() {
        closed = true;
        wakes.values().forEach(Semaphore::release);
    }

    private void deliver(String channel, Semaphore wake) {
        while (!closed) {
            try {
                Optional<Instant> next = pass(channel);
                if (next.isPresent()) {
                    long millis = Math.max(20, Duration.between(clock.instant(), next.get()).toMillis());
                    if (!wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                        continue;
                    }
                } else {
                    wake.acquire();
                }
                wake.drainPermits();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("The outbox of {} could not be read; trying again in 5 s.", channel, e);
                    pause(wake);
                }
            }
        }
    }

    private static void pause(Semaphore wake) {
        try {
            wake.tryAcquire(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts what is due; answers when something will be, where a chat that is under way counts as woken by its end. */
    private Optional<Instant> pass(String channel) {
        Optional<Channel> found = channels.find(channel);
        if (found.isEmpty()) {
            return Optional.empty(); // it wakes us when it is up
        }
        boolean busy = false;
        for (OutboxTable.Row row : database.read(h -> table.due(h, channel))) {
            String chat = row.address().toString();
            if (inFlight.add(chat)) {
                Thread.ofVirtual().name("send-" + channel).start(() -> {
                    try {
                        send(found.get(), row);
                    } finally {
                        inFlight.remove(chat);
                        wake(channel);
                    }
                });
            } else {
                busy = true;
            }
        }
        Instant now = clock.instant();
        return busy ? Optional.empty()
                : database.read(h -> table.nextDue(h, channel)).filter(at -> at.isAfter(now));
    }

    private void send(Channel channel, OutboxTable.Row row) {
        try {
            if (row.part() < 0) {
                List<JsonValue> parts = parts(channel, row);
                database.write(h -> {
                    table.format(h, row, parts);
                    return null;
                });
                return;
            }
            database.write(h -> {
                table.sending(h, row.id());
                return null;
            });
            Outbound message = new Outbound(row);
            Optional<MessageEditor> editor =
                    row.edits() == null ? Optional.empty() : channel.ability(MessageEditor.class);
            String external;
            if (editor.isPresent() && row.edits() != null) {
                editor.get().edit(row.edits(), message);
                external = row.edits();
            } else {
                external = channel.send(message).messageId();
            }
            database.write(h -> {
                table.sent(h, row.id(), external);
                return null;
            });
            counters.count("telecoder_messages_total", "channel", row.address().channel(), "direction", "out");
        } catch (PluginException e) {
            retryOrGiveUp(row, e.failure(), String.valueOf(e.getMessage()), e.retryAfter());
        } catch (RuntimeException e) {
            LOG.error("Sending on {} failed unexpectedly", row.address().channel(), e);
            retryOrGiveUp(row, Failure.REJECTED, "the channel's plugin failed: " + e, Optional.empty());
        }
    }

    private List<JsonValue> parts(Channel channel, OutboxTable.Row row) {
        String markdown = row.body().get("markdown").text();
        Optional<MessageFormat> format = channels.format(row.address().channel());
        List<MessageFormat.Part> parts = format.isPresent() ? format.get().render(markdown)
                : PlainParts.split(markdown, channel.profile());
        return parts.stream().map(part -> JsonValue.object().put("body", part.body()).put("plain", part.plainText())
                .put("markdown", parts.size() == 1 ? markdown : part.plainText()).build()).toList();
    }

    private void retryOrGiveUp(OutboxTable.Row row, Failure failure, String error, Optional<Duration> asked) {
        Duration backoff = Duration.ofMillis(Math.min(LONGEST_WAIT.toMillis(), 500L << Math.min(row.attempts(), 20)));
        boolean again = switch (failure) {
            case RATE_LIMITED, UNAVAILABLE -> row.attempts() < MAX_ATTEMPTS;
            // Bad credentials can be mended; the message waits for that instead of being lost.
            case AUTHENTICATION, CONFIGURATION -> row.attempts() < MAX_ATTEMPTS;
            default -> false;
        };
        database.write(h -> {
            if (again) {
                table.later(h, row.id(), clock.instant().plus(asked.orElse(backoff)), error);
            } else {
                table.failed(h, row.id(), error);
            }
            return null;
        });
        if (!again) {
            LOG.error("A message on {} was given up: {}", row.address().channel(), error);
        }
    }

    private record Outbound(OutboxTable.Row row) implements OutboundMessage {

        @Override
        public String id() {
            return row.id();
        }

        @Override
        public ChatAddress address() {
            return row.address();
        }

        @Override
        public String markdown() {
            return row.body().get("markdown").text();
        }

        @Override
        public MessageFormat.Part part() {
            return new MessageFormat.Part(row.body().get("body"), row.body().get("plain").text());
        }

        @Override
        public Optional<String> replyTo() {
            return Optional.ofNullable(row.replyTo());
        }

        @Override
        public List<Choice> choices() {
            return row.choices();
        }
    }
}
