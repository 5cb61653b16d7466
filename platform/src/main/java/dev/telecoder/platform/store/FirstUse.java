package dev.telecoder.platform.store;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first use of a database in a process takes longer than all that follow: SQLite's library, some hundred classes, and
 * Java's own recorder, to which each statement is an event. One in memory takes the same, and needs no settings.
 */
final class FirstUse implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FirstUse.class);

    @Override
    public void run() {
        Path memory = Path.of(":memory:");
        var readers = new Readers(new Connections(memory), memory, 1);
        try {
            readers.query(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
        } catch (RuntimeException | LinkageError e) {
            // Whoever opens a database next meets the same, and says what to do about it.
            LOG.debug("The database could not be made ready beforehand.", e);
        } finally {
            readers.close();
        }
    }
}
