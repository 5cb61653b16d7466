package dev.telecoder.platform.skill;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time a run may take. Waiting for a person does not count, neither here nor in the runs above. Safe for many threads. */
final class Allowance {

    private final @Nullable Allowance above;
    private final long limit;
    private final long begin = System.nanoTime();
    private long paused;
    private long pausedSince;
    private int pauses;

    Allowance(Duration limit, @Nullable Allowance above) {
        this.limit = limit.compareTo(Duration.ofDays(30)) > 0 ? Duration.ofDays(30).toNanos() : limit.toNanos();
        this.above = above;
    }

    /** How many nanoseconds are left; not positive if there are none. */
    synchronized long left() {
        return limit - ((pauses > 0 ? pausedSince : System.nanoTime()) - begin - paused);
    }

    synchronized boolean isPaused() {
        return pauses > 0;
    }

    void pause() {
        synchronized (this) {
            if (pauses++ == 0) {
                pausedSince = System.nanoTime();
            }
        }
        if (above != null) {
            above.pause();
        }
    }

    void goOn() {
        synchronized (this) {
            if (--pauses == 0) {
                paused += System.nanoTime() - pausedSince;
            }
        }
        if (above != null) {
            above.goOn();
        }
    }
}
