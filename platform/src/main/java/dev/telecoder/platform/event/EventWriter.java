package dev.telecoder.platform.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands published events to the store in order, on a thread of its own, as many at a time as have gathered. */
final class EventWriter {

    private static final Logger log = LoggerFactory.getLogger(EventWriter.class);
    private static final int BATCH = 1_000;

    private final EventStore store;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Event> waiting = new ArrayDeque<>();
    private long added;
    private boolean closed;
    private boolean failing;

    private volatile long storedUpTo;

    EventWriter(EventStore store, long lastId) {
        this.store = store;
        this.added = lastId;
        this.storedUpTo = lastId;
        this.thread = Thread.ofVirtual().name("event-writer").start(this::run);
    }

    void add(Event event) {
        lock.lock();
        try {
            waiting.addLast(event);
            added = event.id();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long storedUpTo() {
        return storedUpTo;
    }

    void flush() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long target = added;
            while (storedUpTo < target) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (List<Event> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                store.append(batch);
                failing = false;
            } catch (RuntimeException e) {
                // Watchers still get these events from memory; what people rely on is stored by the features themselves.
                if (!failing) {
                    log.warn("Events could not be stored; who reconnects later may miss some.", e);
                }
                failing = true;
            }
            lock.lock();
            try {
                storedUpTo = batch.getLast().id();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private List<Event> next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            var batch = new ArrayList<Event>();
            while (!waiting.isEmpty() && batch.size() < BATCH) {
                batch.add(waiting.removeFirst());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }
}
