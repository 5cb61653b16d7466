package dev.telecoder.platform.repo;

import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends a transfer that takes longer than it may, or whose thread was interrupted. */
final class Deadline extends EmptyProgressMonitor {

    private final long end;

    Deadline(Duration limit) {
        this.end = System.nanoTime() + limit.toNanos();
    }

    @Override
    public boolean isCancelled() {
        return isOver() || Thread.currentThread().isInterrupted();
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }
}
