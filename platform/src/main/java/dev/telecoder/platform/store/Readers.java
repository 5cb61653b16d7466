package dev.telecoder.platform.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few connections that only read; each is opened when it is needed and lent to one thread at a time. The work runs on the
 * thread that asks: a reader never waits for the writer, so nothing is held up meanwhile but for the query itself, and handing
 * it to another thread and back would take longer than most queries do. Who finds none free waits without holding a carrier.
 */
final class Readers {

    private static final Logger log = LoggerFactory.getLogger(Readers.class);

    /** A connection with what belongs to it. */
    private record Reader(Connection connection, KeptStatements statements, Handle handle) {

        void close() {
            statements.close(connection);
            try {
                connection.close();
            } catch (SQLException e) {
                log.debug("A reading connection did not close.", e);
            }
        }
    }

    private final Connections connections;
    private final Path file;
    private final int size;
    private final Semaphore free;
    private final Deque<Reader> idle = new ArrayDeque<>();
    private final ThreadLocal<@Nullable Handle> current = new ThreadLocal<>();
    private volatile boolean closed;

    Readers(Connections connections, Path file, int size) {
        this.connections = connections;
        this.file = file;
        this.size = size;
        this.free = new Semaphore(size);
    }

    boolean isCurrentThread() {
        return current.get() != null;
    }

    <T> T nested(SqlWork<T> work) {
        Handle handle = current.get();
        if (handle == null) {
            throw new IllegalStateException("Not in a read.");
        }
        try {
            return work.run(handle);
        } catch (Exception e) {
            throw Thrown.unchecked(file, e);
        }
    }

    /** All that the work reads is of one state. */
    <T> T read(SqlWork<T> work) {
        return lent(work, true);
    }

    /** One statement, which needs no transaction around it to see one state. */
    <T> T query(SqlWork<T> work) {
        return lent(work, false);
    }

    private <T> T lent(SqlWork<T> work, boolean together) {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Kind.INTERRUPTED, "Interrupted while waiting for the database.", e);
        }
        try {
            if (closed) {
                throw new StoreException(
                        StoreException.Kind.CLOSED, "The database " + file + " is closed: TeleCoder is stopping.",
                        null);
            }
            return run(work, together);
        } finally {
            free.release();
        }
    }

    /** Waits for the reads under way. */
    void close() {
        closed = true;
        free.acquireUninterruptibly(size);
        List<Reader> all;
        synchronized (idle) {
            all = new ArrayList<>(idle);
            idle.clear();
        }
        all.forEach(Reader::close);
        free.release(size); // who comes now is told that it is closed
    }

    private <T> T run(SqlWork<T> work, boolean together) {
        Reader reader = null;
        boolean sound = false;
        try {
            reader = take();
            if (together) {
                reader.statements().execute(reader.connection(), "BEGIN");
            }
            current.set(reader.handle());
            try {
                return work.run(reader.handle());
            } finally {
                current.remove();
                if (together) {
                    reader.statements().execute(reader.connection(), "ROLLBACK");
                }
                sound = true;
            }
        } catch (Exception e) {
            throw Thrown.unchecked(file, e);
        } finally {
            give(reader, sound);
        }
    }

    private Reader take() throws SQLException {
        synchronized (idle) {
            Reader last = idle.pollLast();
            if (last != null) {
                return last;
            }
        }
        Connection connection = connections.reading();
        var statements = new KeptStatements();
        return new Reader(connection, statements, connections.handle(connection, statements));
    }

    private void give(@Nullable Reader reader, boolean sound) {
        if (reader == null) {
            return;
        }
        if (!sound) {
            reader.close();
            return;
        }
        synchronized (idle) {
            idle.addLast(reader);
        }
    }
}
