package dev.telecoder.platform.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few platform threads, each with a connection that only reads; a thread and its connection start when needed. */
final class Readers {

    private static final Logger log = LoggerFactory.getLogger(Readers.class);

    private record Task<T>(SqlWork<T> work, CompletableFuture<T> future) {

        Runnable run(Handle handle) {
            try {
                T result = work.run(handle);
                return () -> future.complete(result);
            } catch (Throwable e) {
                return () -> future.completeExceptionally(e);
            }
        }

        void fail(Throwable reason) {
            future.completeExceptionally(reason);
        }
    }

    private static final Task<?> END = new Task<>(_ -> "", new CompletableFuture<>());

    private final Connections connections;
    private final Path file;
    private final int size;
    private final BlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
    private final ThreadLocal<@Nullable Handle> current = new ThreadLocal<>();
    private final List<Thread> threads = new ArrayList<>();
    private int idle;
    private boolean closed;

    Readers(Connections connections, Path file, int size) {
        this.connections = connections;
        this.file = file;
        this.size = size;
    }

    boolean isCurrentThread() {
        return current.get() != null;
    }

    <T> T nested(SqlWork<T> work) {
        Handle handle = current.get();
        if (handle == null) {
            throw new IllegalStateException("Not on a reading thread.");
        }
        try {
            return work.run(handle);
        } catch (Exception e) {
            throw Thrown.unchecked(file, e);
        }
    }

    <T> CompletableFuture<T> submit(SqlWork<T> work) {
        var task = new Task<>(work, new CompletableFuture<T>());
        synchronized (threads) {
            if (closed) {
                throw new StoreException(
                        StoreException.Kind.CLOSED, "The database " + file + " is closed: TeleCoder is stopping.",
                        null);
            }
            queue.add(task);
            if (queue.size() > idle && threads.size() < size) {
                threads.add(Thread.ofPlatform()
                        .name("store-reader-" + (threads.size() + 1))
                        .daemon()
                        .start(this::run));
            }
        }
        return task.future();
    }

    void close() {
        synchronized (threads) {
            closed = true;
            threads.forEach(_ -> queue.add(END));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void run() {
        @Nullable Connection connection = null;
        try {
            while (true) {
                Task<?> task = next();
                if (task == END) {
                    return;
                }
                try {
                    if (connection == null || connection.isClosed()) {
                        connection = connections.reading();
                        current.set(connections.handle(connection));
                    }
                    Handle handle = current.get();
                    if (handle != null) {
                        // All reads of one task see one state.
                        Connections.execute(connection, "BEGIN");
                        Runnable tell = task.run(handle);
                        Connections.execute(connection, "ROLLBACK");
                        tell.run();
                    }
                } catch (SQLException e) {
                    task.fail(e);
                    connection = discard(connection);
                }
            }
        } catch (InterruptedException e) {
            log.debug("A reader of the store was interrupted.", e);
        } finally {
            discard(connection);
        }
    }

    private Task<?> next() throws InterruptedException {
        synchronized (threads) {
            idle++;
        }
        try {
            return queue.take();
        } finally {
            synchronized (threads) {
                idle--;
            }
        }
    }

    private @Nullable Connection discard(@Nullable Connection connection) {
        current.remove();
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("A reading connection did not close.", e);
            }
        }
        return null;
    }
}
