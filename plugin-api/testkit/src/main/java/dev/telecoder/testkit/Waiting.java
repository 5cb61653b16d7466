package dev.telecoder.testkit;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for what another thread brings. */
final class Waiting {

    private Waiting() {}

    static <T> T next(BlockingQueue<T> queue, Duration limit, String what) {
        try {
            T got = queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (got == null) {
                throw new AssertionError("Expected " + what + " within " + limit + ", but there was none.");
            }
            return got;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + what + ".", interrupted);
        }
    }
}
