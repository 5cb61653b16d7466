package dev.telecoder.platform.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one database of a host. All writing goes through one thread of its own that commits what has gathered in batches;
 * reading, which never waits for it, through a few more on the threads of those who ask. The JDBC driver would pin a virtual
 * thread that waits for its turn to write, so writers never touch it: they wait here.
 *
 * <p>Safe for use by many threads, virtual ones too. What {@link #write} returned survives a crash and a power cut; what {@link
 * #note} returned survives a crash, and a power cut unless that comes within the next moment.
 */
public final class Database implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 3;

    private final Path file;
    private final Writer writer;
    private final Readers readers;

    private Database(Path file, Writer writer, Readers readers) {
        this.file = file;
        this.writer = writer;
        this.readers = readers;
    }

    /**
     * Loads what any database takes, while the caller is at something else that needs none. No file is touched.
     *
     * @return the thread that does so, to be waited for before one is opened
     */
    public static Thread prepare() {
        return Thread.ofPlatform().daemon().name("store-prepare").start(new FirstUse());
    }

    /**
     * Opens the database, makes it if there is none, and brings it to this program's version. Before an existing one is
     * changed, a copy goes to the backups.
     *
     * @param file the database
     * @param backups the folder for copies
     * @return the open database, to be closed
     * @throws StoreException if it cannot be opened or was written by a newer program
     */
    public static Database open(Path file, Path backups) {
        return open(file, backups, Migrations.bundled());
    }

    static Database open(Path file, Path backups, List<Migrations.Step> steps) {
        var connections = new Connections(file);
        try {
            connections.createFile();
            Migrations.run(connections, file, backups, steps);
            return new Database(file, Writer.start(connections, file), new Readers(connections, file, READERS));
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.INACCESSIBLE,
                    "The database " + file + " cannot be made (" + e + "). Check that its folder belongs to the user "
                            + "who runs TeleCoder and that the disk has space.",
                    e);
        } catch (SQLException e) {
            throw StoreException.of(file, e);
        }
    }

    /**
     * Writes, and returns when it is on disk. Inside other work of the writing thread it runs at once, as a part of it
     * that can fail alone.
     *
     * @param work what to write
     * @param <T> what comes of it
     * @return what comes of it
     * @throws StoreException if the database failed, or the thread was interrupted (then the work goes on all the same)
     */
    public <T> T write(SqlWork<T> work) {
        if (writer.isCurrentThread()) {
            return writer.nested(work);
        }
        return await(writer.submit(work, true));
    }

    /**
     * Writes like {@link #write}, without waiting for the disk: for the journal of what can be done again, such as asking the
     * model, and never for what was accepted from outside or for what is about to be done there. Nothing is written out of
     * order: after a power cut the database is as it was at some moment shortly before.
     *
     * @param work what to write
     * @param <T> what comes of it
     * @return what comes of it
     * @throws StoreException if the database failed, or the thread was interrupted (then the work goes on all the same)
     */
    public <T> T note(SqlWork<T> work) {
        if (writer.isCurrentThread()) {
            return writer.nested(work);
        }
        return await(writer.submit(work, false));
    }

    /**
     * Writes like {@link #note}, and goes on at once: for a row that counts only together with what the caller writes or notes
     * next, which comes behind it, as everything does that is written later. A read may miss it until then.
     *
     * @param work what to write
     * @throws StoreException if the store is closed; what fails later is logged
     */
    public void jot(SqlWork<?> work) {
        if (writer.isCurrentThread()) {
            writer.nested(work);
            return;
        }
        writer.submit(work, false).whenComplete((_, failure) -> {
            if (failure != null) {
                log.error("A row of the journal could not be written.", failure);
            }
        });
    }

    /**
     * Reads, from one consistent state that has everything written before the call. Inside other work it runs at once
     * and sees what that work has written.
     *
     * @param work what to read
     * @param <T> what comes of it
     * @return what comes of it
     * @throws StoreException if the database failed, or the thread was interrupted
     */
    public <T> T read(SqlWork<T> work) {
        if (writer.isCurrentThread()) {
            return writer.inside(work);
        }
        if (readers.isCurrentThread()) {
            return readers.nested(work);
        }
        return readers.read(work);
    }

    /**
     * Reads like {@link #read}, by one statement alone, which sees one state by itself: nothing is put around it.
     *
     * @param work one query, whose result it has read to its end
     * @param <T> what comes of it
     * @return what comes of it
     * @throws StoreException if the database failed, or the thread was interrupted
     */
    public <T> T query(SqlWork<T> work) {
        return writer.isCurrentThread() ? writer.inside(work)
                : readers.isCurrentThread() ? readers.nested(work) : readers.query(work);
    }

    /**
     * Runs an action once the write in progress is on disk, and not at all if it is rolled back; such as publishing an
     * event. Outside of a write it runs at once. Actions run in the order of the writes, one at a time: they are
     * quick and do not wait.
     *
     * @param action what to do
     */
    public void afterCommit(Runnable action) {
        if (writer.isCurrentThread()) {
            writer.afterCommit(action);
        } else {
            action.run();
        }
    }

    /** {@return where the database lies} */
    public Path file() {
        return file;
    }

    /** Finishes what was submitted, and closes the file. */
    @Override
    public void close() {
        readers.close();
        writer.close();
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(
                    StoreException.Kind.INTERRUPTED,
                    "Interrupted while waiting for the database; what was submitted is still written.",
                    e);
        } catch (ExecutionException e) {
            throw Thrown.unchecked(file, e.getCause());
        }
    }
}
