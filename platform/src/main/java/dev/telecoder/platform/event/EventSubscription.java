package dev.telecoder.platform.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events one watcher gets, in order. One thread takes them; any thread may close.
 *
 * <p>A watcher that is too slow is neither waited for nor remembered without limit: it gets what was kept for it, then
 * one event of type {@link #CUT_OFF} with the id of the event before it. It may subscribe anew after that id.
 */
public final class EventSubscription implements AutoCloseable {

    /** The type of the event that ends the subscription of a watcher that was too slow. */
    public static final String CUT_OFF = "stream.cut_off";

    private static final int PAGE = 500;
    private static final Event WAKE_UP = new Event(0, "", Instant.EPOCH, null, null, "{}");

    private final @Nullable String conversation;
    private final Deque<Event> merged;
    private final Deque<Event> page = new ArrayDeque<>();
    private final BlockingQueue<Event> queue;
    private final Consumer<EventSubscription> onClose;

    /** Where older events still have to be read from, or {@code null} once all are. */
    private @Nullable EventStore older;
    private long olderUpTo;
    private long readUpTo;
    private long lastTaken;
    private boolean ended;

    private volatile boolean cutOff;
    private volatile boolean closed;

    EventSubscription(
            @Nullable String conversation,
            long afterId,
            List<Event> merged,
            int limit,
            Consumer<EventSubscription> onClose) {
        this.conversation = conversation;
        this.lastTaken = afterId;
        this.readUpTo = afterId;
        this.merged = new ArrayDeque<>(
                merged.stream().sorted(Comparator.comparingLong(Event::id)).toList());
        this.queue = new LinkedBlockingQueue<>(limit);
        this.onClose = onClose;
    }

    /** Has the events up to an id read from the store, page by page as they are taken. */
    void readOlder(EventStore store, long upTo) {
        older = store;
        olderUpTo = upTo;
    }

    void offer(Event event) {
        if (!closed && !cutOff && EventBus.belongs(event, conversation) && !queue.offer(event)) {
            cutOff = true;
            onClose.accept(this);
        }
    }

    /**
     * Takes the next event.
     *
     * @param timeout how long to wait for one
     * @return the event, or {@code null} if there was none in time or the subscription has ended
     * @throws InterruptedException if interrupted while waiting
     */
    public @Nullable Event poll(Duration timeout) throws InterruptedException {
        if (closed || ended) {
            return null;
        }
        Event event = takeOlder();
        if (event == null) {
            event = cutOff ? queue.poll() : queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (closed || event == WAKE_UP) {
            return null;
        }
        if (event == null && cutOff) {
            event = queue.poll();
            if (event == null) {
                ended = true;
                return new Event(lastTaken, CUT_OFF, Instant.now(), conversation, null, "{}");
            }
        }
        if (event != null) {
            lastTaken = event.id();
        }
        return event;
    }

    /** {@return whether nothing will come any more} */
    public boolean ended() {
        return closed || ended;
    }

    /** Ends the subscription and wakes up who waits in {@link #poll}. */
    @Override
    public void close() {
        closed = true;
        onClose.accept(this);
        queue.clear();
        queue.offer(WAKE_UP);
    }

    /** The merged text of running turns lies between the stored events, by its id. */
    private @Nullable Event takeOlder() {
        EventStore store = older;
        while (page.isEmpty() && store != null) {
            List<Event> read = store.after(readUpTo, conversation, PAGE);
            read.stream().filter(event -> event.id() <= olderUpTo).forEach(page::addLast);
            if (read.size() < PAGE || read.getLast().id() >= olderUpTo) {
                older = null;
                store = null;
            } else {
                readUpTo = read.getLast().id();
            }
        }
        if (page.isEmpty() || (!merged.isEmpty() && merged.getFirst().id() < page.getFirst().id())) {
            return merged.pollFirst();
        }
        return page.pollFirst();
    }
}
