package dev.telecoder.platform.app;

/** Ends a serving host in order when the process is told to end, before the process does. */
final class Shutdown {

    private Shutdown() {}

    /** Waits until the process or the host is told to end, and ends the host. */
    static void await(Serving serving) throws InterruptedException {
        // The thread that waits may not get to run any more once the process ends, so this one does the work.
        Thread hook = Thread.ofPlatform().name("shutdown").unstarted(serving::close);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // Told to end in the moment it was up; whoever opened it closes it.
            return;
        }
        serving.await();
    }
}
