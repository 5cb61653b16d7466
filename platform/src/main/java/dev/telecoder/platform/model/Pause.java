package dev.telecoder.platform.model;

import dev.telecoder.api.CancellationToken;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between two tries. */
@FunctionalInterface
interface Pause {

    /** Waits in real time; a cancellation ends it. */
    Pause REAL = (duration, cancellation) -> {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (CancellationToken.Registration _ = cancellation.onCancel(cancelled::countDown)) {
            if (cancelled.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                cancellation.throwIfCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    };

    void forAtMost(Duration duration, CancellationToken cancellation);
}
