package dev.telecoder.platform.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that waits for the disk, so that the writer need not: it has the log of the database forced, once for all that was
 * committed meanwhile, and only then tells who waits. What was committed is told in the order of the commits, forced or not.
 */
final class Forcing {

    private static final Logger log = LoggerFactory.getLogger(Forcing.class);

    /**
     * What was committed together.
     *
     * @param tasks who waits
     * @param actions what was to be done after the commit
     * @param forced whether it has to be on the disk first
     */
    record Commit(List<WriteTask<?>> tasks, List<Runnable> actions, boolean forced) {

        void tell() {
            for (Runnable action : actions) {
                try {
                    action.run();
                } catch (RuntimeException | Error e) { // whatever it is, those who wait for the disk must be told
                    log.error("An action after a commit failed.", e);
                }
            }
            tasks.forEach(WriteTask::tell);
        }
    }

    private static final Commit END = new Commit(List.of(), List.of(), false);

    private final Path file;
    private final BlockingQueue<Commit> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger untold = new AtomicInteger();
    private final Thread thread;
    private @Nullable FileChannel channel;

    private Forcing(Path file) {
        this.file = file;
        this.thread = Thread.ofPlatform().name("store-forcing").daemon().unstarted(this::run);
    }

    static Forcing start(Path file) {
        var forcing = new Forcing(file);
        forcing.thread.start();
        return forcing;
    }

    /** Tells of a commit: at once where it need not be forced and all before it were told. By the writer only. */
    void add(Commit commit) {
        if (!commit.forced() && untold.get() == 0) {
            commit.tell();
        } else {
            untold.incrementAndGet();
            queue.add(commit);
        }
    }

    /** Tells of all, and ends. By the writer only. */
    void close() {
        queue.add(END);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Commit> due = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            try {
                due.add(queue.take());
            } catch (InterruptedException e) {
                log.debug("Nobody interrupts the thread that forces the store.", e);
                continue;
            }
            queue.drainTo(due);
            ended = due.removeIf(commit -> commit == END);
            if (due.stream().anyMatch(Commit::forced)) {
                force(due);
            }
            for (Commit commit : due) {
                commit.tell();
                untold.decrementAndGet();
            }
            due.clear();
        }
        closeChannel();
    }

    private void force(List<Commit> due) {
        try {
            if (channel == null) {
                channel = FileChannel.open(Path.of(file + "-wal"), StandardOpenOption.WRITE);
            }
            channel.force(false);
        } catch (IOException e) {
            closeChannel();
            StoreException failure = StoreException.unforced(file, e);
            due.stream().filter(Commit::forced).flatMap(commit -> commit.tasks().stream()).filter(WriteTask::forced)
                    .forEach(task -> task.failed(failure));
        }
    }

    private void closeChannel() {
        FileChannel open = channel;
        channel = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            log.debug("The log of the database did not close.", e);
        }
    }
}
