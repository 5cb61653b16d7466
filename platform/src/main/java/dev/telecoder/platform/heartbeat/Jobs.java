package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.heartbeat.Occurrence.State;
import dev.telecoder.platform.store.StoreException;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of a folder when they are due. Each time a job is due becomes a row of the ledger before anything is done, and
 * is run once or noted as missed: while the host was off, or while the job still ran. What a crash cut off goes on where the
 * agent had it, begins if nothing was done yet, and is unknown otherwise. Safe for many threads.
 */
public final class Jobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /** What was due within this time is begun all the same: the host looks a moment late, or was started again at once. */
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration LOOK_AT_TURNS = Duration.ofMillis(500);
    /** The most rows one pause of the host leaves for a job. */
    private static final int MOST_MISSED = 100;

    private final JobFolder folder;
    private final Supplier<ZoneId> usual;
    private final Occurrences ledger;
    private final JobWork work;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private List<Job> jobs = List.of();
    private boolean closed;
    private @Nullable Thread thread;

    /**
     * Makes it; nothing runs before {@link #start}.
     *
     * @param folder where the jobs are
     * @param usual the time zone of those that name none
     * @param ledger notes what was due
     * @param work does the jobs
     * @param clock tells the time
     */
    public Jobs(JobFolder folder, Supplier<ZoneId> usual, Occurrences ledger, JobWork work, Clock clock) {
        this.folder = folder;
        this.usual = usual;
        this.ledger = ledger;
        this.work = work;
        this.clock = clock;
    }

    /** Takes up what a crash cut off, and begins to run jobs. */
    public void start() {
        readAgain();
        recover();
        thread = Thread.ofPlatform().daemon().name("jobs").start(this::loop);
    }

    /** Reads the files again: what changed holds from now on. */
    public void readAgain() {
        List<Job> now = folder.read(usual.get());
        lock.lock();
        try {
            now.stream().filter(job -> !job.usable() && !jobs.contains(job))
                    .forEach(job -> LOG.warn("A job cannot run. {}", job.problem()));
            jobs = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ledger.changed();
    }

    /** {@return the jobs as {@code cron list} tells them} */
    public List<JsonValue> list() {
        return all().stream().map(job -> job.toJson(next(job))).toList();
    }

    /**
     * Lists what was due.
     *
     * @param job only of this job; {@code null} for all
     * @param limit the most to list
     * @return the occurrences, the newest first
     */
    public List<JsonValue> runs(@Nullable String job, int limit) {
        return ledger.list(job, limit).stream().map(Occurrence::toJson).toList();
    }

    /**
     * Runs a job now, beside its times; also one that is switched off.
     *
     * @param name the job
     * @param text what to tell it; may be empty
     * @return when it was begun, which names the occurrence; empty if there is no such job
     * @throws IllegalStateException with advice, if the job's file is wrong or it runs already
     */
    public Optional<Instant> run(String name, String text) {
        Optional<Job> found = all().stream().filter(job -> job.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Job job = found.get();
        if (!job.usable()) {
            throw new IllegalStateException("This job cannot run. " + job.problem());
        }
        Instant due = Times.toMillis(clock.instant());
        long id = ledger.database().write(h -> {
            if (ledger.isOpen(h, name)) {
                throw new IllegalStateException("The job " + name + " runs already. `telecoder cron runs` shows it.");
            }
            if (ledger.settled(h, job).isEmpty()) {
                ledger.settle(h, job, due);
            }
            return ledger.add(h, job, due, text, State.CLAIMED, null).orElseThrow(() -> new IllegalStateException(
                    "The job " + name + " was begun this very moment."));
        });
        launch(job, id, text);
        return Optional.of(due);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread running = thread;
        try {
            if (running != null) {
                running.join(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Job> all() {
        lock.lock();
        try {
            return jobs;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Instant> next(Job job) {
        Instant now = clock.instant();
        return job.next(ledger.database().read(h -> ledger.settled(h, job)).orElse(now))
                .map(due -> due.isBefore(now) ? job.next(now).orElse(due) : due);
    }

    private void loop() {
        while (true) {
            Duration wait = LOOK;
            try {
                wait = look();
            } catch (StoreException e) {
                if (e.kind() == StoreException.Kind.CLOSED) {
                    return;
                }
                LOG.error("Jobs are not run for now, because the database failed.", e);
            } catch (RuntimeException e) {
                LOG.error("A job could not be begun.", e);
            }
            lock.lock();
            try {
                if (!closed) {
                    long nanos = changed.awaitNanos(Math.max(1, wait.toNanos()));
                    LOG.trace("Looks at the jobs again, {} ns early.", nanos);
                }
                if (closed) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Begins what is due; {@return how long to wait until something may be}. */
    Duration look() {
        boolean working = finishTurns();
        Instant now = clock.instant();
        Duration wait = LOOK;
        for (Job job : all()) {
            due(job, now);
            Optional<Instant> next = job.next(ledger.database().read(h -> ledger.settled(h, job)).orElse(now));
            if (next.isPresent()) {
                Duration until = Duration.between(now, next.get());
                wait = until.compareTo(wait) < 0 ? until : wait;
            }
        }
        return working && wait.compareTo(LOOK_AT_TURNS) > 0 ? LOOK_AT_TURNS : wait;
    }

    private void due(Job job, Instant now) {
        if (!job.isOn()) {
            // Switched on again, it begins anew: what it would have done meanwhile was not missed.
            if (ledger.database().read(h -> ledger.settled(h, job)).isPresent()) {
                ledger.database().write(h -> ledger.unsettle(h, job));
            }
            return;
        }
        Optional<Long> claimed = ledger.database().write(h -> {
            Optional<Instant> settled = ledger.settled(h, job);
            if (settled.isEmpty()) {
                ledger.settle(h, job, now);
                return Optional.<Long>empty();
            }
            Optional<Instant> next = job.next(settled.get());
            if (next.isEmpty() || next.get().isAfter(now)) {
                return Optional.<Long>empty();
            }
            Deque<Instant> past = new ArrayDeque<>();
            int more = -MOST_MISSED;
            Instant last = settled.get();
            for (Optional<Instant> at = next; at.isPresent() && !at.get().isAfter(now); at = job.next(last)) {
                last = at.get();
                past.add(last);
                if (past.size() > MOST_MISSED) {
                    past.removeFirst();
                }
                more++;
            }
            ledger.settle(h, job, last);
            Instant newest = past.removeLast();
            String also = more > 0 ? " So were " + more + " before it." : "";
            for (Instant missed : past) {
                ledger.add(h, job, missed, "", State.MISSED, "TeleCoder was not running then." + also);
                also = "";
            }
            boolean late = newest.plus(GRACE).isBefore(now);
            boolean busy = ledger.isOpen(h, job.name());
            if (late || busy) {
                ledger.add(h, job, newest, "", State.MISSED, late ? "TeleCoder was not running then."
                        : "The one before was still running.");
                return Optional.<Long>empty();
            }
            return ledger.add(h, job, newest, "", State.CLAIMED, null);
        });
        claimed.ifPresent(id -> launch(job, id, ""));
    }

    private void launch(Job job, long id, String text) {
        if (job.skill().isEmpty()) {
            JobWork.Turned turned = ledger.database().write(h -> {
                String known = ledger.conversation(h, job.name()).orElse(null);
                JobWork.Turned opened = work.open(h, job, known, text);
                ledger.conversation(h, job.name(), opened.conversation());
                ledger.begin(h, id, opened.turn(), clock.instant());
                return opened;
            });
            work.begin(turned);
            lock.lock();
            try {
                changed.signalAll(); // it looks more often while turns run
            } finally {
                lock.unlock();
            }
            return;
        }
        ledger.database().write(h -> {
            ledger.begin(h, id, null, clock.instant());
            return null;
        });
        Thread.ofVirtual().name("job-" + job.name()).start(() -> runSkill(job, id));
    }

    private void runSkill(Job job, long id) {
        JobWork.Ending ending;
        try {
            ending = work.run(job);
        } catch (StoreException e) {
            LOG.debug("Occurrence {} of {} was cut off.", id, job.name(), e);
            return;
        } catch (RuntimeException | LinkageError e) {
            LOG.error("The job {} failed.", job.name(), e);
            ending = new JobWork.Ending(false, String.valueOf(e.getMessage()));
        }
        JobWork.Ending how = ending;
        try {
            ledger.database().write(h -> {
                boolean first = ledger.end(h, id, how.well() ? State.DONE : State.FAILED, shortened(how.detail()),
                        clock.instant());
                String said = how.detail() == null ? "" : Silence.spoken(how.detail());
                if (first && (!how.well() || !said.isBlank())) {
                    work.tell(h, "job-" + id, job, (how.well() ? "" : "**" + job.name() + " failed.** ") + said);
                }
                return null;
            });
        } catch (StoreException e) {
            LOG.debug("How {} ended is not noted: the host ends.", job.name(), e);
        }
    }

    /** Notes which turns have ended; {@return whether some go on}. */
    private boolean finishTurns() {
        boolean some = false;
        for (Occurrence open : ledger.open()) {
            if (open.turn() == null) {
                continue;
            }
            Optional<JobWork.Ending> ending = work.ending(open.turn());
            ending.ifPresent(how -> ledger.database().write(h -> ledger.end(h, open.id(),
                    how.well() ? State.DONE : State.FAILED, shortened(how.detail()), clock.instant())));
            some |= ending.isEmpty();
        }
        return some;
    }

    /** Before anything new: what has a turn is the agent's, which goes on with it by itself. */
    void recover() {
        for (Occurrence open : ledger.open()) {
            if (open.turn() != null) {
                continue;
            }
            Optional<Job> job = all().stream().filter(one -> one.name().equals(open.job()) && one.usable()).findFirst();
            boolean fresh = !open.due().plus(GRACE).isBefore(clock.instant());
            if (open.state() == State.CLAIMED && job.isPresent() && fresh) {
                launch(job.get(), open.id(), open.text());
                continue;
            }
            State state = open.state() == State.CLAIMED ? State.MISSED : State.UNKNOWN;
            String detail = state == State.MISSED ? "TeleCoder ended before it began."
                    : "TeleCoder ended while it ran. It was not run again; please look.";
            ledger.database().write(h -> {
                ledger.end(h, open.id(), state, detail, clock.instant());
                if (state == State.UNKNOWN && job.isPresent()) {
                    work.tell(h, "job-" + open.id(), job.get(), "**" + open.job() + "**: " + detail);
                }
                return null;
            });
        }
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= 500 ? text : text.substring(0, 499) + "…";
    }
}
