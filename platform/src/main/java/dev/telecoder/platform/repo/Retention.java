package dev.telecoder.platform.repo;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what tasks have on disk within bounds: what nobody used for long is removed, and while all together is too much,
 * what was used longest ago and holds no work that is nowhere else. A task that goes on keeps what it has. Safe for many
 * threads; it works in the one that calls it.
 */
public final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final long MB = 1024 * 1024;

    /** Somebody may be about to answer, so nothing goes that was used just now, however much there is. */
    private static final Duration AT_LEAST = Duration.ofHours(1);

    private final Repos repos;
    private final TaskFolders folders;
    private final Tasks tasks;
    private final Supplier<Limits> limits;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Long> sizes = new HashMap<>();
    private boolean measured;

    /**
     * How much is kept.
     *
     * @param age how long what nobody uses is kept
     * @param bytes how much all together may take
     */
    public record Limits(Duration age, long bytes) {}

    /**
     * What there is.
     *
     * @param tasks how many tasks have something on disk
     * @param bytes how much they take
     * @param limit how much they may take
     */
    public record Use(int tasks, long bytes, long limit) {

        /** {@return whether they take more than they may} */
        public boolean tooMuch() {
            return bytes > limit;
        }
    }

    /** What the host knows of tasks. */
    public interface Tasks {

        /**
         * Tells whether a task is at work, or waits for somebody.
         *
         * @param task the task
         * @return whether it is
         */
        boolean isOpen(String task);

        /**
         * Tells when a task was used.
         *
         * @param task the task
         * @return when; empty for one nobody knows
         */
        Optional<Instant> usedAt(String task);

        /**
         * Lets go of what is open in a task's folders.
         *
         * @param task the task
         */
        void close(String task);
    }

    /**
     * Makes it; nothing is looked at yet.
     *
     * @param repos the workspaces
     * @param tasks what the host knows of tasks
     * @param limits how much is kept, as of now
     * @param clock the clock to read time from
     */
    public Retention(Repos repos, Tasks tasks, Supplier<Limits> limits, Clock clock) {
        this.repos = repos;
        this.folders = repos.folders();
        this.tasks = tasks;
        this.limits = limits;
        this.clock = clock;
    }

    /** Measures everything and removes what is too old or too much; for the start. */
    public void start() {
        lock.lock();
        try {
            folders.removeMoved();
            folders.removeOldRuns(clock.instant());
            sizes.clear();
            for (String task : folders.ids()) {
                sizes.put(task, folders.measure(task).bytes());
            }
            measured = true;
            trim();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The workspaces could not be tidied up: {}", e.toString());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Measures one task, and removes what is too old or too much.
     *
     * @param task the task, which did something
     */
    public void changed(String task) {
        lock.lock();
        try {
            if (measured) {
                if (folders.ids().contains(task)) {
                    sizes.put(task, folders.measure(task).bytes());
                }
                trim();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The workspaces could not be tidied up: {}", e.toString());
        } finally {
            lock.unlock();
        }
    }

    /** {@return what there is; empty before the first look} */
    public Optional<Use> use() {
        lock.lock();
        try {
            return measured ? Optional.of(new Use(sizes.size(), total(), limits.get().bytes())) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private long total() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private record Unused(String task, Instant since) {}

    private void trim() throws IOException {
        Limits most = limits.get();
        Instant now = clock.instant();
        for (Unused one : unused(now)) {
            boolean old = one.since().isBefore(now.minus(most.age()));
            if (old || total() > most.bytes() && !hasOwnWork(one.task())) {
                remove(one, old ? "nobody used it since " + one.since()
                        : "all together take more than sandbox.workspaces.size, and it holds nothing that is nowhere else");
            }
        }
        if (total() > most.bytes()) {
            LOG.warn(
                    "The workspaces take {} MB, more than sandbox.workspaces.size ({} MB); what is left is in use or holds"
                            + " work that was not pushed.",
                    total() / MB, most.bytes() / MB);
        }
    }

    /** What was used longest ago comes first. */
    private List<Unused> unused(Instant now) throws IOException {
        List<Unused> found = new ArrayList<>();
        for (String task : folders.ids()) {
            Instant since = tasks.usedAt(task).orElse(folders.changed(task));
            if (!tasks.isOpen(task) && since.isBefore(now.minus(AT_LEAST))) {
                found.add(new Unused(task, since));
            }
        }
        found.sort(Comparator.comparing(Unused::since));
        return found;
    }

    private boolean hasOwnWork(String task) {
        try {
            return repos.hasOwnWork(task);
        } catch (RuntimeException unreadable) {
            // What was done to it is not known, so it is kept as long as it may be.
            LOG.debug("What the workspace of {} holds could not be read.", task, unreadable);
            return true;
        }
    }

    private void remove(Unused one, String why) {
        try {
            tasks.close(one.task());
            if (folders.removeUnless(one.task(), () -> tasks.isOpen(one.task()))) {
                Long bytes = sizes.remove(one.task());
                LOG.info("Removed the workspace of {} ({} MB): {}.", one.task(), bytes == null ? 0 : bytes / MB, why);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The workspace of {} could not be removed: {}", one.task(), e.toString());
        }
    }
}
