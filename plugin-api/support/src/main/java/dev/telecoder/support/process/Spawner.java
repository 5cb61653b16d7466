package dev.telecoder.support.process;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes from one thread that lives as long as this process does.
 *
 * <p>Linux sends the parent-death signal when the <em>thread</em> that started a child ends. The carriers of virtual
 * threads end after half a minute without work, and would take every process started with {@code --die-with-parent}
 * with them. Many threads may use a spawner.
 */
public final class Spawner {

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;

    /** Makes a spawner; its thread begins with the first process. */
    public Spawner() {}

    /**
     * Starts a process.
     *
     * @param builder what to start; it is not changed
     * @return the running process
     * @throws IOException if it could not be started
     */
    public Process start(ProcessBuilder builder) throws IOException {
        var started = new CompletableFuture<Process>();
        ensureThread();
        work.add(() -> {
            try {
                started.complete(builder.start());
            } catch (IOException | RuntimeException problem) {
                started.completeExceptionally(problem);
            }
        });
        try {
            // Uninterruptible on purpose: an interrupt in between would lose a process that was already started.
            return started.join();
        } catch (CompletionException wrapped) {
            if (wrapped.getCause() instanceof IOException problem) {
                throw new IOException(problem.getMessage(), problem);
            }
            throw wrapped;
        }
    }

    private void ensureThread() {
        lock.lock();
        try {
            if (thread == null || !thread.isAlive()) {
                thread = Thread.ofPlatform().daemon().name("telecoder-spawner").start(this::serve);
            }
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        while (true) {
            try {
                work.take().run();
            } catch (InterruptedException ignored) {
                // Nobody has a reason to interrupt this thread, and the children would die with it.
            }
        }
    }
}
