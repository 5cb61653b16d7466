package dev.telecoder.platform.app;

import dev.telecoder.platform.task.JournalWatch;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops the thread that wrote a given row of the journal, for ever, and says so on standard error: a crash test then kills the
 * process exactly there. Switched on by {@code TELECODER_HALT_AT_ROW}; with 0 it only counts the rows.
 */
final class HaltingWatch implements JournalWatch {

    private final int at;
    private final AtomicInteger rows = new AtomicInteger();

    private HaltingWatch(int at) {
        this.at = at;
    }

    static JournalWatch of(Map<String, String> environment) {
        String row = environment.get("TELECODER_HALT_AT_ROW");
        return row == null ? JournalWatch.NONE : new HaltingWatch(Integer.parseInt(row));
    }

    @Override
    public void wrote(String row) {
        int number = rows.incrementAndGet();
        System.err.println("journal row " + number + ": " + row);
        while (number == at) {
            LockSupport.park();
        }
    }
}
