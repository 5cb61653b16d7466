package dev.telecoder.support.process;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Ends a process without a namespace of its own: its descendants, its session, and whatever carries its mark.
 *
 * <p>Two things escape it where there is no {@code /proc}: a child that gave up its parent; and everywhere a child
 * that gave up parent, session and environment. Only a namespace helps against those.
 */
public final class MarkedTree implements Ending {

    private static final int ROUNDS = 50;

    private final Mark mark;

    /**
     * Makes an ending.
     *
     * @param mark what the environment of the processes says
     */
    public MarkedTree(Mark mark) {
        this.mark = mark;
    }

    @Override
    public void ask(Process process) {
        find(process).forEach(ProcessHandle::destroy);
    }

    @Override
    public void force(Process process) {
        for (int round = 0; round < ROUNDS; round++) {
            Set<ProcessHandle> found = find(process);
            if (found.isEmpty()) {
                return;
            }
            found.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(process);
        }
    }

    private Set<ProcessHandle> find(Process process) {
        var found = new HashSet<ProcessHandle>();
        if (process.isAlive()) {
            found.add(process.toHandle());
            process.descendants().forEach(found::add);
        }
        found.addAll(MarkedProcesses.ofSession(process.pid()));
        found.addAll(MarkedProcesses.find(mark::equals));
        found.removeIf(handle -> !handle.isAlive());
        return found;
    }

    /** The pause between two looks: what was just killed needs a moment to be gone. */
    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(2);
        } catch (InterruptedException interrupted) {
            // Not now: to leave processes behind would be worse than to be late by a moment.
            Thread.currentThread().interrupt();
            Thread.onSpinWait();
        }
    }
}
