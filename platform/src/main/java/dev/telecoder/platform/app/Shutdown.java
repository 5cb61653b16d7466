package dev.telecoder.platform.app;

import java.util.concurrent.CountDownLatch;

/** Ends a serving host in order when the process is told to end, before the process does. */
final class Shutdown {

    private final CountDownLatch asked = new CountDownLatch(1);

    private Shutdown() {}

    static Shutdown of(Serving serving) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
            // The thread that waits may not get to run any more, so this one does the work.
            serving.close();
            shutdown.asked.countDown();
        }));
        return shutdown;
    }

    /** Waits until the process is told to end. */
    void await() throws InterruptedException {
        asked.await();
    }
}
