package dev.telecoder.platform.watch;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import dev.telecoder.platform.signal.StoredSignals;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.StoreException;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.platform.watch.PullWatch.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the pull requests that tasks opened until they are merged or closed: repairs red checks within plan and budget, hands
 * what reviewers say to the task, and tells once how it ended. A look is made when something outside happened, and at long
 * intervals where nothing tells of it. What it decides is stored together with what it does. Safe for many threads.
 */
public final class PullWatches implements AutoCloseable, SignalListener {

    private static final Logger LOG = LoggerFactory.getLogger(PullWatches.class);

    /** Several signals of one happening come within moments. */
    private static final Duration GATHER = Duration.ofMillis(300);
    private static final Duration UNTOLD = Duration.ofMinutes(5);
    private static final Duration TOLD = Duration.ofHours(1);
    private static final Duration FORGET = Duration.ofDays(30);
    private static final long LONGEST_WAIT = 60_000;

    private static final Set<String> KINDS = Set.of("workflow_run.completed", "workflow_run.requested",
            "check_suite.completed", "check_run.completed", "status", "pull_request.closed", "pull_request.reopened",
            "pull_request.synchronize", "issue_comment.created", "pull_request_review.submitted",
            "pull_request_review_comment.created", "pipeline.success", "pipeline.failed", "pipeline.canceled",
            "merge_request.merge", "merge_request.close", "merge_request.reopen", "note", "note.create",
            "build.finished");

    private final Database database;
    private final WatchWork work;
    private final Clock clock;
    private final PullDecisions decisions;
    private final Semaphore woken = new Semaphore(0);
    private volatile boolean closed;
    private @Nullable Thread thread;

    /**
     * Makes it; nothing is looked at before {@link #start}.
     *
     * @param database where all is kept
     * @param work looks, tells, and begins turns
     * @param clock tells the time
     */
    public PullWatches(Database database, WatchWork work, Clock clock) {
        this.database = database;
        this.work = work;
        this.clock = clock;
        this.decisions = new PullDecisions(work, clock);
    }

    /** Begins to look, first at what came while nobody did. */
    public void start() {
        database.write(h -> {
            PullTable.allDue(h, clock.instant());
            return null;
        });
        thread = Thread.ofPlatform().daemon().name("pull-requests").start(this::loop);
    }

    /** {@return it as a listener to signals} */
    public StoredSignals.Listener listener() {
        return new StoredSignals.Listener("host/pull-requests", this);
    }

    @Override
    public Set<String> signals() {
        return KINDS;
    }

    @Override
    public void onSignal(Signal signal) {
        Instant now = clock.instant();
        int found = signal.repo()
                .map(repo -> database.write(h -> PullTable.signalled(h, repo, now, now.plus(GATHER)))).orElse(0);
        if (found > 0) {
            woken.release();
        }
    }

    /**
     * Notes what a turn pushed, when it says something, in the transaction that stores what it says.
     *
     * @param h a handle that may write
     * @param turn the turn
     * @param published its runs that others see
     * @return whether what it says need not be told: it repaired what is watched, and the checks will tell
     */
    public boolean said(Handle h, Turn turn, List<Run> published) {
        boolean watched = false;
        for (Pushed pushed : Pushed.of(published)) {
            if (pushed.number() > 0) {
                String service = work.service(pushed.repo());
                PullTable.add(h, pushed, service,
                        new PullTable.Owner(turn.conversation(), turn.person(), turn.task()), clock.instant());
                work.opened(h, turn.conversation(), pushed.repo(), service, pushed.number());
                watched = true;
            } else {
                watched |= PullTable.pushed(h, pushed.repo(), pushed.branch(), pushed.commit(), clock.instant()) > 0;
            }
        }
        if (watched) {
            database.afterCommit(woken::release);
            return true;
        }
        PullTable.ofTurn(h, turn.id()).ifPresent(
                watch -> PullTable.state(h, watch, watch.state() == State.REPAIRING ? State.STUCK : watch.state(), null,
                        clock.instant()));
        return false;
    }

    /**
     * Lists what is watched for a conversation.
     *
     * @param conversation the conversation
     * @return the pull requests that are neither merged nor closed
     */
    public List<PullWatch> of(String conversation) {
        return database.read(h -> PullTable.ofConversation(h, conversation));
    }

    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void loop() {
        while (!closed) {
            try {
                lookAround();
                woken.tryAcquire(pause(), TimeUnit.MILLISECONDS);
                woken.drainPermits();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (StoreException e) {
                if (closed || e.kind() == StoreException.Kind.CLOSED) {
                    return;
                }
                LOG.error("Pull requests are not watched for now, because the database failed.", e);
            }
        }
    }

    private long pause() {
        return database.read(PullTable::nextDue)
                .map(due -> Math.clamp(Duration.between(clock.instant(), due).toMillis(), 20, LONGEST_WAIT))
                .orElse(LONGEST_WAIT);
    }

    /** Looks at all that are due, one after the other: one that cannot be seen hides no other. */
    void lookAround() {
        for (PullWatch watch : database.read(h -> PullTable.due(h, clock.instant()))) {
            Instant now = clock.instant();
            try {
                // Put off first: what is told while we look makes it due again.
                database.write(h -> {
                    PullTable.due(h, watch.id(), now.plus(interval(watch, now)));
                    return null;
                });
                look(watch);
            } catch (PluginException e) {
                Duration wait = e.retryAfter().orElse(UNTOLD);
                database.write(h -> {
                    PullTable.due(h, watch.id(), clock.instant().plus(wait));
                    return null;
                });
                LOG.warn("Pull request #{} of {} could not be looked at; again in {} s: {}", watch.number(),
                        watch.repo(), wait.toSeconds(), e.getMessage());
            } catch (StoreException e) {
                throw e;
            } catch (RuntimeException | LinkageError e) {
                LOG.error("Pull request #{} of {} could not be looked at; again in {} s.", watch.number(),
                        watch.repo(), interval(watch, now).toSeconds(), e);
            }
        }
    }

    private void look(PullWatch before) {
        Looked looked = Looked.at(before, work);
        boolean mayRepair = work.mayRepair(before);
        Optional<String> turn = database.write(h -> PullTable.find(h, before.id())
                // What was pushed meanwhile made it due again.
                .filter(now -> now.state() == before.state() && now.head().equals(before.head()))
                .flatMap(now -> decisions.decide(h, now, looked, mayRepair)));
        turn.ifPresent(id -> work.begin(before, id));
    }

    /** Where something outside tells of the repository, we need not ask often. */
    private static Duration interval(PullWatch watch, Instant now) {
        if (watch.createdAt().plus(FORGET).isBefore(now)) {
            return Duration.ofDays(1);
        }
        boolean told = watch.signalledAt() != null && watch.signalledAt().plus(TOLD.multipliedBy(24)).isAfter(now);
        return told || watch.told() ? TOLD : UNTOLD;
    }
}
