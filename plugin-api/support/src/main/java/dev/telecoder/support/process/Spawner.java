package dev.telecoder.support.process;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes from one thread that lives until the spawner is closed.
 *
 * <p>Linux sends the parent-death signal when the <em>thread</em> that started a child ends. The carriers of virtual
 * threads end after half a minute without work, and would take every process started with {@code --die-with-parent}
 * with them. Many threads may use a spawner. Closing it ends its thread, and with it every process that is to die with its
 * parent.
 */
public final class Spawner implements AutoCloseable {

    private static final Runnable END = () -> {};

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private boolean closed;

    /** Makes a spawner; its thread begins with the first process. */
    public Spawner() {}

    /**
     * Starts a process.
     *
     * @param builder what to start; it is not changed
     * @return the running process
     * @throws IOException if it could not be started, or the spawner is closed
     */
    public Process start(ProcessBuilder builder) throws IOException {
        var started = new CompletableFuture<Process>();
        submit(() -> {
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

    private void submit(Runnable start) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("No process can be started any more: the plugin was stopped.");
            }
            if (thread == null || !thread.isAlive()) {
                thread = Thread.ofPlatform().daemon().name("telecoder-spawner").start(this::serve);
            }
            work.add(start);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed && thread != null) {
                work.add(END);
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        while (true) {
            try {
                Runnable next = work.take();
                if (next == END) {
                    return;
                }
                next.run();
            } catch (InterruptedException ignored) {
                // Nobody has a reason to interrupt this thread, and the children would die with it.
            }
        }
    }
}
