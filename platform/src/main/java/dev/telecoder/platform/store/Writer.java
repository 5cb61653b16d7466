package dev.telecoder.platform.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what is queued, runs each task in a savepoint of its own so that one that fails
 * fails alone, commits them together, and has who waits told: of what must survive a power cut once it is on the disk, which is
 * another thread's to wait for.
 */
final class Writer {

    private static final Logger log = LoggerFactory.getLogger(Writer.class);
    private static final int BATCH = 500;
    /** Nobody shall wait long for the commit because others write much. */
    private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    /** How long what need not be forced may stay in the system's memory once nothing more comes. */
    private static final long FORCED_AFTER_MILLIS = 50;

    /** About 32 MB. */
    static final int LONGEST_LOG_PAGES = 8_000;
    /** After so many writes the log is copied into the database once there is nothing else to do. */
    private static final int LONG_LOG_WRITES = 300;

    private final Path file;
    private final Connection connection;
    private final KeptStatements statements = new KeptStatements();
    private final Handle handle;
    private final Forcing forcing;
    private final BlockingQueue<WriteTask<?>> queue = new LinkedBlockingQueue<>();
    private final Object gate = new Object();
    private final Thread thread;
    private boolean closed;
    private boolean unforced;
    private int logged;

    private List<Runnable> actions = new ArrayList<>();
    private int depth;

    private Writer(Connections connections, Path file) throws SQLException {
        this.file = file;
        this.connection = connections.writing();
        this.handle = connections.handle(connection, statements);
        this.forcing = Forcing.start(file);
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    static Writer start(Connections connections, Path file) throws SQLException {
        var writer = new Writer(connections, file);
        writer.thread.start();
        return writer;
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    <T> CompletableFuture<T> submit(SqlWork<T> work, boolean forced) {
        var task = new WriteTask<>(work, forced);
        synchronized (gate) {
            if (closed) {
                throw new StoreException(
                        StoreException.Kind.CLOSED, "The database " + file + " is closed: TeleCoder is stopping.",
                        null);
            }
            queue.add(task);
        }
        return task.future();
    }

    /** On the writing thread only: work inside work, in a savepoint of its own. */
    <T> T nested(SqlWork<T> work) {
        String savepoint = "nested_" + depth;
        int before = actions.size();
        depth++;
        try {
            execute("SAVEPOINT " + savepoint);
            T result = work.run(handle);
            execute("RELEASE " + savepoint);
            return result;
        } catch (Exception e) {
            undo(savepoint, before, e);
            throw Thrown.unchecked(file, e);
        } finally {
            depth--;
        }
    }

    /** On the writing thread only: a look inside work, which changes nothing and so needs nothing to return to. */
    <T> T inside(SqlWork<T> work) {
        try {
            return work.run(handle);
        } catch (Exception e) {
            throw Thrown.unchecked(file, e);
        }
    }

    void afterCommit(Runnable action) {
        actions.add(action);
    }

    void close() {
        synchronized (gate) {
            if (!closed) {
                closed = true;
                queue.add(WriteTask.END);
            }
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (List<WriteTask<?>> batch = next(); !batch.isEmpty(); batch = next()) {
                write(batch);
            }
        } catch (InterruptedException e) {
            log.debug("The writer of the store was interrupted.", e);
        } finally {
            forcing.close();
            finish();
        }
    }

    /** The next tasks; none once the end was reached, which stands behind all that was submitted. */
    private List<WriteTask<?>> next() throws InterruptedException {
        var batch = new ArrayList<WriteTask<?>>();
        boolean tooLong = logged >= LONG_LOG_WRITES;
        WriteTask<?> first =
                unforced || tooLong ? queue.poll(FORCED_AFTER_MILLIS, TimeUnit.MILLISECONDS) : null;
        if (first == null) {
            if (unforced) {
                unforced = false;
                forcing.add(new Forcing.Commit(List.of(), List.of(), true));
            }
            if (tooLong) {
                shortenLog();
            }
            first = queue.take();
        }
        if (first == WriteTask.END) {
            return batch;
        }
        batch.add(first);
        while (batch.size() < BATCH && queue.peek() != null && queue.peek() != WriteTask.END) {
            batch.add(queue.remove());
        }
        return batch;
    }

    private void write(List<WriteTask<?>> tasks) {
        List<WriteTask<?>> left = tasks;
        while (!left.isEmpty()) {
            int ran = left.size() == 1 ? alone(left.getFirst()) : together(left);
            left = left.subList(ran, left.size());
        }
    }

    private int together(List<WriteTask<?>> tasks) {
        actions = new ArrayList<>();
        long begin = System.nanoTime();
        int ran = 0;
        try {
            execute("BEGIN IMMEDIATE");
            for (WriteTask<?> task : tasks) {
                if (ran > 0 && System.nanoTime() - begin > BATCH_NANOS) {
                    break;
                }
                int before = actions.size();
                execute("SAVEPOINT task");
                if (task.run(handle)) {
                    execute("RELEASE task");
                } else {
                    actions.subList(before, actions.size()).clear();
                    execute("ROLLBACK TO task");
                    execute("RELEASE task");
                }
                ran++;
            }
            execute("COMMIT");
        } catch (SQLException e) {
            // A full disk, or an I/O error, makes SQLite roll back everything: then each task gets a transaction of
            // its own, so that only those fail that cannot be written.
            rollback(e);
            tasks.forEach(this::alone);
            return tasks.size();
        }
        done(tasks.subList(0, ran));
        return ran;
    }

    private int alone(WriteTask<?> task) {
        actions = new ArrayList<>();
        try {
            execute("BEGIN IMMEDIATE");
            if (task.run(handle)) {
                execute("COMMIT");
            } else {
                actions.clear();
                rollback(task.failure());
            }
        } catch (SQLException e) {
            actions.clear();
            task.failed(StoreException.of(file, e));
            rollback(e);
        }
        done(List.of(task));
        return 1;
    }

    private void shortenLog() {
        logged = 0;
        try {
            Connections.execute(connection, "PRAGMA wal_checkpoint(PASSIVE)"); // waits for no reader
        } catch (SQLException e) {
            log.debug("The log of the database could not be copied now; SQLite does it when it is longer.", e);
        }
    }

    /** A commit that is forced takes everything before it along; so the order on disk is the order of the commits. */
    private void done(List<WriteTask<?>> tasks) {
        logged += tasks.size();
        boolean forced = tasks.stream().anyMatch(WriteTask::forced);
        unforced = !forced;
        forcing.add(new Forcing.Commit(List.copyOf(tasks), actions, forced));
        actions = new ArrayList<>();
    }

    private void undo(String savepoint, int actionsBefore, Exception reason) {
        actions.subList(actionsBefore, actions.size()).clear();
        try {
            execute("ROLLBACK TO " + savepoint);
            execute("RELEASE " + savepoint);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private void rollback(Throwable reason) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has already rolled back by itself.
            reason.addSuppressed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        statements.execute(connection, sql);
    }

    private void finish() {
        try {
            statements.close(connection);
            Connections.execute(connection, "PRAGMA optimize");
            connection.close();
        } catch (SQLException e) {
            log.warn("The database {} did not close cleanly; nothing is lost.", file, e);
        }
    }
}
