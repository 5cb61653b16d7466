package dev.telecoder.platform.event;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells everybody who watches what happens, in one order and without gaps. Publishing never waits: neither for a
 * subscriber nor for the disk. Safe for use by many threads.
 *
 * <p>The newest events are kept in memory, all but text deltas also in the {@link EventStore}, a moment later. For a
 * turn that still runs the text so far is kept as well, so that a page opened in mid-stream can show it.
 */
public final class EventBus implements AutoCloseable {

    private static final int KEPT = 10_000;
    private static final int SUBSCRIBER_LIMIT = 20_000;

    private final EventStore store;
    private final Clock clock;
    private final int kept;
    private final int subscriberLimit;
    private final EventWriter writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Event> recent = new ArrayDeque<>();
    private final Map<String, RunningText> running = new HashMap<>();
    private final Set<EventSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private long lastId;
    /** The highest id that is no longer in memory. */
    private long forgotten;

    /**
     * Starts the bus.
     *
     * @param store where events are kept
     * @param clock the clock to date events with
     */
    public EventBus(EventStore store, Clock clock) {
        this(store, clock, KEPT, SUBSCRIBER_LIMIT);
    }

    EventBus(EventStore store, Clock clock, int kept, int subscriberLimit) {
        this.store = store;
        this.clock = clock;
        this.kept = kept;
        this.subscriberLimit = subscriberLimit;
        Instant now = clock.instant();
        // Ids handed out just before a crash may not have reached the disk; the clock carries us past them.
        this.lastId = Math.max(store.lastId(), now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
        this.forgotten = lastId;
        this.writer = new EventWriter(store, lastId);
    }

    /**
     * Publishes an event. What is stored in a transaction is published after its commit.
     *
     * @param type such as {@code turn.started}
     * @param conversation the conversation it belongs to, or {@code null}
     * @param turn the turn it belongs to, or {@code null}
     * @param dataJson what the type adds, a JSON object
     * @return the event, with its id
     */
    public Event publish(String type, @Nullable String conversation, @Nullable String turn, String dataJson) {
        String piece = type.equals(Event.TEXT_DELTA) ? DeltaText.of(dataJson) : "";
        lock.lock();
        try {
            Event event = new Event(lastId + 1, type, clock.instant(), conversation, turn, dataJson);
            lastId = event.id();
            recent.addLast(event);
            follow(event, piece);
            if (!event.isDelta()) {
                writer.add(event);
            }
            forgetOld();
            for (EventSubscription subscription : subscriptions) {
                subscription.offer(event);
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Watches from now on. For a turn that runs already, its {@code turn.started} and the text so far, as one
     * {@code text.delta}, come first.
     *
     * @param conversation only this conversation, or {@code null} for everything
     * @return the subscription, to be closed
     */
    public EventSubscription subscribe(@Nullable String conversation) {
        lock.lock();
        try {
            List<Event> first = new ArrayList<>();
            for (RunningText text : running.values()) {
                text.started().ifPresent(first::add);
                text.merged(0, Long.MAX_VALUE).ifPresent(first::add);
            }
            first.removeIf(event -> !belongs(event, conversation));
            return register(new EventSubscription(conversation, lastId, first, subscriberLimit, subscriptions::remove));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Watches from an event on that was seen before, without gap or repeat.
     *
     * @param conversation only this conversation, or {@code null} for everything
     * @param afterId the id of the last event seen
     * @return the subscription, to be closed
     */
    public EventSubscription subscribe(@Nullable String conversation, long afterId) {
        lock.lock();
        try {
            List<Event> first = new ArrayList<>();
            if (afterId < forgotten) {
                for (RunningText text : running.values()) {
                    text.merged(afterId, forgotten)
                            .filter(event -> belongs(event, conversation))
                            .ifPresent(first::add);
                }
            }
            List<Event> inMemory = new ArrayList<>();
            for (Event event : recent) {
                if (event.id() > afterId && belongs(event, conversation)) {
                    inMemory.add(event);
                }
            }
            int limit = inMemory.size() + subscriberLimit;
            var subscription = new EventSubscription(conversation, afterId, first, limit, subscriptions::remove);
            if (afterId < forgotten) {
                subscription.readOlder(store, forgotten);
            }
            inMemory.forEach(subscription::offer);
            return register(subscription);
        } finally {
            lock.unlock();
        }
    }

    /** {@return the id of the newest event} */
    public long lastId() {
        lock.lock();
        try {
            return lastId;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything published so far is stored.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    public void flush() throws InterruptedException {
        writer.flush();
    }

    /** Ends all subscriptions, and returns when every event is stored. */
    @Override
    public void close() {
        List.copyOf(subscriptions).forEach(EventSubscription::close);
        writer.close();
    }

    private EventSubscription register(EventSubscription subscription) {
        subscriptions.add(subscription);
        return subscription;
    }

    private void follow(Event event, String piece) {
        String turn = event.turn();
        if (turn == null) {
            return;
        }
        switch (event.type()) {
            case Event.TURN_STARTED -> running.put(turn, new RunningText(event));
            case Event.TURN_FINISHED -> running.remove(turn);
            case Event.TEXT_DELTA -> running.computeIfAbsent(turn, _ -> new RunningText(null)).add(event, piece);
            case Event.MESSAGE_SENT -> {
                RunningText text = running.get(turn);
                if (text != null) {
                    text.settled();
                }
            }
            default -> {}
        }
    }

    private void forgetOld() {
        while (recent.size() > kept) {
            Event oldest = recent.getFirst();
            // What is not on disk yet must stay, or a subscriber that resumes would miss it.
            if (!oldest.isDelta() && oldest.id() > writer.storedUpTo()) {
                return;
            }
            forgotten = recent.removeFirst().id();
        }
    }

    static boolean belongs(Event event, @Nullable String conversation) {
        return conversation == null || conversation.equals(event.conversation());
    }
}
