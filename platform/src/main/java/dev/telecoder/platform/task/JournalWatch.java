package dev.telecoder.platform.task;

/**
 * Told of each row of the journal right after it is safe on disk, on the thread that wrote it. Crash tests stop the host
 * there.
 */
@FunctionalInterface
public interface JournalWatch {

    /** Does nothing. */
    JournalWatch NONE = row -> {};

    /**
     * A row was written.
     *
     * @param row what it says, for the log
     */
    void wrote(String row);
}
