package dev.telecoder.platform.signal;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals of a host. Each is stored once, together with who is to be told of it, and each listener is told on a
 * virtual thread until it has taken it: those about one subject in order, and again after growing pauses, for a day, if it
 * throws. What was not taken when the host ended is told at the next start; a signal that was being taken then comes twice.
 * Safe for use by many threads.
 */
public final class StoredSignals implements Signals, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredSignals.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofDays(1);
    private static final Duration MEMORY = Duration.ofDays(30);

    private final SignalTable table;
    private final Clock clock;
    private final Pause pause;
    private final Object lock = new Object();

    /** What waits, by listener and subject; a lane is there as long as a thread works on it. Guarded by the lock. */
    private final Map<String, PriorityQueue<Owed>> lanes = new HashMap<>();

    private final Set<Owed> waiting = new HashSet<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean closed;

    /** Counts the changes of the listeners, so that none is missed by a lane that is about to give up waiting. */
    private long changes;

    private volatile @Nullable Supplier<List<Listener>> listeners;

    /**
     * Somebody who may want to be told.
     *
     * @param id a name that stays the same across restarts; what is owed is kept under it
     * @param instance who
     */
    public record Listener(String id, SignalListener instance) {}

    /** How to wait. */
    @FunctionalInterface
    interface Pause {
        void take(Duration duration) throws InterruptedException;
    }

    /**
     * Makes the signals of a host. They can be published from now on, and are handed out from {@link #start} on.
     *
     * @param database where they are stored
     * @param json the host's JSON
     * @param clock the clock
     */
    public StoredSignals(Database database, Json json, Clock clock) {
        this(database, json, clock, Thread::sleep);
    }

    StoredSignals(Database database, Json json, Clock clock, Pause pause) {
        this.table = new SignalTable(database, json);
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Begins to hand signals out, first those that were not taken before.
     *
     * @param who lists the listeners there are now
     */
    public void start(Supplier<List<Listener>> who) {
        listeners = Objects.requireNonNull(who, "who");
        table.forgetBefore(clock.instant().minus(MEMORY));
        listenersChanged();
    }

    /** Tells that there may be other listeners now: what is owed to one that came back is handed out. */
    public void listenersChanged() {
        if (listeners == null) {
            return;
        }
        synchronized (lock) {
            changes++;
        }
        for (Owed owed : table.owed()) {
            if (owed.listener().equals(SignalTable.NOBODY_YET)) {
                table.find(owed).ifPresent(signal -> table.handOut(owed, asking(signal)));
            }
        }
        table.owed().forEach(this::enqueue);
    }

    @Override
    public boolean publish(Signal signal) {
        boolean early = listeners == null;
        // What we did ourselves is kept, so that it counts once, and told to nobody.
        List<String> who = signal.own() ? List.of() : early ? List.of(SignalTable.NOBODY_YET) : asking(signal);
        if (!table.insert(signal, who, clock.instant())) {
            return false;
        }
        if (early && !signal.own()) {
            // Somebody may have started us since.
            listenersChanged();
        } else if (!who.isEmpty()) {
            table.owed(signal).forEach(this::enqueue);
        }
        return true;
    }

    /** Stops handing out. What was not taken is kept. */
    @Override
    public void close() {
        Set<Thread> running;
        synchronized (lock) {
            closed = true;
            running = Set.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
        try {
            for (Thread thread : running) {
                thread.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Listener> current() {
        Supplier<List<Listener>> who = listeners;
        return who == null ? List.of() : who.get();
    }

    private List<String> asking(Signal signal) {
        return current().stream().filter(listener -> asks(listener, signal)).map(Listener::id).toList();
    }

    private static boolean asks(Listener listener, Signal signal) {
        try {
            return listener.instance().signals().contains(signal.kind());
        } catch (RuntimeException e) {
            LOG.warn("{} did not say which signals it wants, so it is not told of {} {}.", listener.id(),
                    signal.source(),
                    signal.kind(), e);
            return false;
        }
    }

    private void enqueue(Owed owed) {
        synchronized (lock) {
            if (closed || owed.listener().equals(SignalTable.NOBODY_YET) || !waiting.add(owed)) {
                return;
            }
            PriorityQueue<Owed> lane = lanes.get(owed.lane());
            if (lane != null) {
                lane.add(owed);
                return;
            }
            var fresh = new PriorityQueue<Owed>(Comparator.comparingLong(Owed::seq));
            fresh.add(owed);
            lanes.put(owed.lane(), fresh);
            Thread thread =
                    Thread.ofVirtual().name("signals-" + owed.listener()).unstarted(() -> work(owed.lane(), fresh));
            threads.add(thread);
            thread.start();
        }
    }

    private void work(String name, PriorityQueue<Owed> lane) {
        try {
            for (Owed next = peek(name, lane); next != null; next = peek(name, lane)) {
                long before;
                synchronized (lock) {
                    before = changes;
                }
                boolean taken = deliver(next);
                synchronized (lock) {
                    if (!taken && before == changes) {
                        giveUp(name, lane);
                        break;
                    }
                    if (!taken) {
                        continue;
                    }
                    lane.remove(next);
                    waiting.remove(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            LOG.error("Signals are not handed out for now, because the database failed. They are kept and come again at"
                    + " the next start.", e);
        } finally {
            synchronized (lock) {
                threads.remove(Thread.currentThread());
                giveUp(name, lane);
            }
        }
    }

    private void giveUp(String name, PriorityQueue<Owed> lane) {
        if (lanes.get(name) == lane) {
            lanes.remove(name);
            waiting.removeAll(lane);
        }
    }

    private @Nullable Owed peek(String name, PriorityQueue<Owed> lane) {
        synchronized (lock) {
            Owed next = closed ? null : lane.peek();
            if (next == null) {
                lanes.remove(name);
            }
            return next;
        }
    }

    /** Tells a listener until it has taken the signal or the patience is at its end; false if there is no such listener. */
    private boolean deliver(Owed owed) throws InterruptedException {
        Duration wait = FIRST_PAUSE;
        while (true) {
            Optional<Listener> to = current().stream().filter(each -> each.id().equals(owed.listener())).findFirst();
            if (to.isEmpty()) {
                return false;
            }
            try {
                table.find(owed).ifPresent(to.get().instance()::onSignal);
                table.taken(owed);
                return true;
            } catch (StoreException e) {
                throw e;
            } catch (RuntimeException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (table.receivedAt(owed).orElse(clock.instant()).plus(PATIENCE).isBefore(clock.instant())) {
                    LOG.error("{} could not take the signal {} of {} for a day; it is dropped. The last reason: {}",
                            owed.listener(), owed.deliveryId(), owed.source(), e.toString());
                    table.taken(owed);
                    return true;
                }
                LOG.warn("{} could not take the signal {} of {}; it comes again in {} s: {}", owed.listener(),
                        owed.deliveryId(), owed.source(), wait.toSeconds(), e.toString());
            }
            pause.take(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
