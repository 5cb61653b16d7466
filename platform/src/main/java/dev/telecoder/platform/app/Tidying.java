package dev.telecoder.platform.app;

import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventBus;
import dev.telecoder.platform.event.EventSubscription;
import dev.telecoder.platform.repo.Retention;
import java.time.Duration;

/** Looks after the workspaces whenever a turn has ended. It waits for that and does nothing else meanwhile. */
final class Tidying implements AutoCloseable {

    private static final Duration LONG = Duration.ofDays(1);

    private final EventBus events;
    private final Retention retention;
    private final Thread thread;
    private volatile EventSubscription subscription;
    private volatile boolean closed;

    Tidying(EventBus events, Retention retention) {
        this.events = events;
        this.retention = retention;
        this.subscription = events.subscribe(null, events.lastId());
        this.thread = Thread.ofPlatform().daemon().name("workspaces").priority(Thread.MIN_PRIORITY).start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                Event event = subscription.poll(LONG);
                if (event != null && event.type().equals(Event.TURN_FINISHED) && event.conversation() != null) {
                    retention.changed(event.conversation());
                } else if (subscription.ended() && !closed) {
                    // Too much happened while one was measured; what was missed is measured with the next.
                    subscription = events.subscribe(null, events.lastId());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.close();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
