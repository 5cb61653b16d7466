package dev.telecoder.platform.gateway;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.platform.plugin.Extensions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of all plugins: starts them, starts them again when what failed may pass, follows plugins that come and go,
 * and knows how each is. Safe for many threads.
 */
public final class Channels implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Extensions extensions;
    private final Clock clock;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private @Nullable BiFunction<String, InboundMessage, Inbox.Taken> receiver;
    private Consumer<String> up = channel -> {};
    private volatile boolean closed;

    /**
     * Makes the registry; nothing starts yet.
     *
     * @param extensions where channels come from
     * @param clock tells since when a state holds
     */
    public Channels(Extensions extensions, Clock clock) {
        this.extensions = extensions;
        this.clock = clock;
    }

    /**
     * How a channel is.
     *
     * @param id the channel
     * @param state {@code up}, {@code down} or {@code off}
     * @param detail one sentence
     * @param since since when
     */
    public record Status(String id, String state, String detail, Instant since) {}

    private static final class Running {

        private final Channel channel;
        private volatile Status status;
        private volatile boolean stopped;
        private volatile @Nullable Thread starter;

        private Running(Channel channel, Status status) {
            this.channel = channel;
            this.status = status;
        }
    }

    /** Starts all channels, each on a thread of its own. */
    void start(BiFunction<String, InboundMessage, Inbox.Taken> receive, Consumer<String> whenUp) {
        this.receiver = receive;
        this.up = whenUp;
        follow();
        extensions.onChange(this::follow);
    }

    /**
     * Finds a channel that can send.
     *
     * @param id the channel
     * @return the channel, if its plugin is started and it is up
     */
    public Optional<Channel> find(String id) {
        Running found = running.get(id);
        return found == null || found.stopped || !found.status.state().equals("up") ? Optional.empty()
                : Optional.of(found.channel);
    }

    /** Whether there is such a channel at all, up or not. */
    boolean knows(String id) {
        return running.containsKey(id);
    }

    /** Finds the format a channel brings. */
    Optional<MessageFormat> format(String channel) {
        return extensions.of(MessageFormat.class).stream().map(Extensions.Extension::instance)
                .filter(format -> format.channel().equals(channel)).findFirst();
    }

    /** {@return how each channel is, by id} */
    public List<Status> statuses() {
        Map<String, Status> all = new TreeMap<>();
        running.forEach((id, one) -> all.put(id, one.status));
        return List.copyOf(all.values());
    }

    @Override
    public void close() {
        closed = true;
        running.keySet().forEach(this::stop);
    }

    private synchronized void follow() {
        if (closed) {
            return;
        }
        Map<String, Channel> wanted = new TreeMap<>();
        for (Extensions.Extension<Channel> found : extensions.of(Channel.class)) {
            try {
                wanted.putIfAbsent(found.instance().id(), found.instance());
            } catch (RuntimeException e) {
                LOG.warn("A channel of {} does not say what it is: {}", found.plugin(), e.toString());
            }
        }
        running.forEach((id, one) -> {
            if (one.channel != wanted.get(id)) {
                stop(id);
            }
        });
        wanted.forEach((id, channel) -> {
            if (!running.containsKey(id)) {
                Running one = new Running(channel, new Status(id, "down", "starting", clock.instant()));
                // Before its thread: once the channel is up, what waits for it is sent by whoever finds it here.
                running.put(id, one);
                one.starter = Thread.ofVirtual().name("channel-" + id).start(() -> connect(id, one));
            }
        });
    }

    private void connect(String id, Running one) {
        Duration wait = Duration.ofSeconds(1);
        while (!one.stopped) {
            try {
                one.channel.start(new ChannelInbox(id, one));
                note(id, one, true, "connected");
                return;
            } catch (PluginException e) {
                note(id, one, false, String.valueOf(e.getMessage()));
                boolean passes = switch (e.failure()) {
                    case RATE_LIMITED, UNAVAILABLE -> true;
                    default -> false;
                };
                if (!passes) {
                    return;
                }
                wait = e.retryAfter().orElse(wait);
            } catch (RuntimeException e) {
                LOG.error("Channel {} failed to start", id, e);
                note(id, one, false, "its plugin failed: " + e);
                return;
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    private void note(String id, Running one, boolean isUp, String detail) {
        String state = isUp ? "up" : "down";
        if (!one.status.state().equals(state) || !one.status.detail().equals(detail)) {
            one.status = new Status(id, state, detail, clock.instant());
            if (isUp) {
                LOG.info("Channel {} is up: {}", id, detail);
                up.accept(id);
            } else {
                LOG.warn("Channel {} is down: {}", id, detail);
            }
        }
    }

    private void stop(String id) {
        Running one = running.remove(id);
        if (one == null) {
            return;
        }
        one.stopped = true;
        Thread starter = one.starter;
        if (starter != null) {
            starter.interrupt();
        }
        try {
            one.channel.stop();
        } catch (RuntimeException e) {
            LOG.warn("Channel {} did not stop cleanly: {}", id, e.toString());
        }
    }

    private final class ChannelInbox implements Inbox {

        private final String id;
        private final Running one;

        private ChannelInbox(String id, Running one) {
            this.id = id;
            this.one = one;
        }

        @Override
        public Taken receive(InboundMessage message) {
            BiFunction<String, InboundMessage, Taken> to = receiver;
            if (one.stopped || to == null) {
                return new Taken(Taken.State.REFUSED, "");
            }
            return to.apply(id, message);
        }

        @Override
        public void report(Health health) {
            note(id, one, health.up(), health.detail());
        }
    }
}
