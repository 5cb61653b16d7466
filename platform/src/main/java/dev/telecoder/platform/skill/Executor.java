package dev.telecoder.platform.skill;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.consent.Action;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.consent.Verdict;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Runs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs skills: the one way to any of them, for every entry. It checks the input, lets the gate decide, asks a person where
 * the gate says so, records the decision before and the result after, and sees to time limits and cancellation. Safe for
 * many threads; a call blocks until its run has ended.
 */
public final class Executor {

    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

    /** How deep skills may ask for skills. */
    private static final int MAX_DEPTH = 4;

    private final Consent consent;
    private final Runs runs;
    private final Clock clock;
    private final Preparation preparation;
    private final SkillThread thread;
    private final Reconciliation reconciliation;

    /**
     * Makes the executor.
     *
     * @param catalog the skills there are
     * @param consent the gate
     * @param runs the journal
     * @param json binds inputs
     * @param clock tells the time
     */
    public Executor(Catalog catalog, Consent consent, Runs runs, Json json, Clock clock) {
        this.consent = consent;
        this.runs = runs;
        this.clock = clock;
        this.preparation = new Preparation(catalog, json);
        this.thread = new SkillThread(json, runs, this::nested);
        this.reconciliation = new Reconciliation(runs, consent, thread);
    }

    /**
     * Runs a skill, or says why not.
     *
     * @param call what is wished
     * @return what became of it
     * @throws PluginException of kind {@code CANCELLED} if the call was cancelled; the journal then says so
     */
    public Outcome run(Call call) {
        return run(call, Ids.next());
    }

    /**
     * Runs a skill, or says why not.
     *
     * @param call what is wished
     * @param id the id the run shall have in the journal, unused so far
     * @return what became of it
     * @throws PluginException of kind {@code CANCELLED} if the call was cancelled; the journal then says so
     */
    public Outcome run(Call call, String id) {
        return run(call, id, null);
    }

    private Outcome run(Call call, String id, @Nullable Allowance above) {
        Instant begin = clock.instant();
        Prepared prepared = preparation.prepare(call, id);
        if (prepared.problem() != null) {
            return outcome("", Run.State.REFUSED, prepared, null, "", prepared.problem(), begin);
        }
        Verdict verdict = consent.decide(prepared.action());
        if (refuses(verdict, call)) {
            RunResult refused = refusal(prepared.action(), verdict);
            runs.decided(row(prepared, verdict, Run.State.REFUSED, refused, null));
            return outcome(id, Run.State.REFUSED, prepared, verdict.decision(), verdict.by(), refused, begin);
        }
        if (verdict.decision() == Decision.ASK) {
            runs.decided(row(prepared, verdict, Run.State.WAITING, null, null));
            return afterAsking(prepared, verdict, above, begin);
        }
        String snapshot;
        try {
            snapshot = snapshot(prepared);
        } catch (RuntimeException e) {
            RunResult failed = RunResult.fault(SkillThread.kind(e), "The workspace could not be kept before "
                    + prepared.action().skill() + ", so it did not run: " + e.getMessage());
            runs.decided(row(prepared, verdict, Run.State.FAILED, failed, null));
            return outcome(id, Run.State.FAILED, prepared, verdict.decision(), verdict.by(), failed, begin);
        }
        runs.decided(row(prepared, verdict, Run.State.RUNNING, null, snapshot));
        return execute(prepared, Decision.ALLOW, verdict.by(), above, begin);
    }

    /**
     * Goes on with a run that a crash cut off.
     *
     * @param run the run, waiting or running
     * @param call the same wish again
     * @return what became of it; state {@code UNKNOWN} if that cannot be told, and it is not run again
     */
    public Outcome resume(Run run, Call call) {
        Instant begin = clock.instant();
        Prepared prepared = preparation.prepare(call, run.id());
        boolean mayBeSeen = reconciliation.mayBeSeen(run);
        reconciliation.closeBelow(run);
        if (prepared.problem() != null) {
            if (mayBeSeen) {
                return reconciliation.unknown(run);
            }
            consent.withdrawOf(run.id(), "it cannot be run any more");
            runs.ended(run.id(), Run.State.FAILED, prepared.problem(), null);
            return outcome(run.id(), Run.State.FAILED, prepared, null, run.decidedBy(), prepared.problem(), begin);
        }
        if (run.state() == Run.State.WAITING) {
            return decideAnew(prepared, begin);
        }
        if (mayBeSeen) {
            return reconciliation.reconcile(run, prepared, preparation.seen(run.input(), prepared.entry()))
                    .orElseGet(() -> execute(prepared, Decision.ALLOW, run.decidedBy(), null, begin));
        }
        if (run.risk() == Risk.WRITE && run.snapshot() != null) {
            try {
                prepared.call().workplace().restore(run.snapshot());
            } catch (RuntimeException e) {
                RunResult failed = RunResult.fault(SkillThread.kind(e), "TeleCoder was interrupted during "
                        + run.skill() + ", and the workspace could not be brought back: " + e.getMessage());
                runs.ended(run.id(), Run.State.FAILED, failed, null);
                return outcome(run.id(), Run.State.FAILED, prepared, null, run.decidedBy(), failed, begin);
            }
        }
        // What was harmless when it was decided may not be any more, as when the sandbox was switched off meanwhile.
        return prepared.risk().compareTo(run.risk()) > 0 ? decideAnew(prepared, begin)
                : execute(prepared, Decision.ALLOW, run.decidedBy(), null, begin);
    }

    /**
     * Tells what the gate would decide in a chat, where typing consents to nothing; runs nothing.
     *
     * @param call what is wished
     * @return the decision, with an empty output
     */
    public Outcome dryRun(Call call) {
        Instant begin = clock.instant();
        Prepared prepared = preparation.prepare(call.inAChat(), Ids.next());
        if (prepared.problem() != null) {
            return outcome("", Run.State.REFUSED, prepared, null, "", prepared.problem(), begin);
        }
        Verdict verdict = consent.decide(prepared.action());
        RunResult nothing = new RunResult(verdict.decision() == Decision.ALLOW, "", null, List.of(), List.of(),
                Origin.PERSON, null);
        return outcome("", Run.State.REFUSED, prepared, verdict.decision(), verdict.by(), nothing, begin);
    }

    /** Decides about a run that is in the journal already; an answer to its question that fits counts as it stands. */
    private Outcome decideAnew(Prepared prepared, Instant begin) {
        Action action = prepared.action();
        boolean asked = consent.ofRun(action.run()).filter(question -> question.binds().equals(action.binds())
                && question.state() != Question.State.WITHDRAWN && question.state() != Question.State.PENDING)
                .isPresent();
        Verdict verdict = asked ? new Verdict(Decision.ASK, "question", false) : consent.decide(action);
        if (refuses(verdict, prepared.call())) {
            return refused(prepared, verdict, refusal(action, verdict), begin);
        }
        if (verdict.decision() == Decision.ASK) {
            return afterAsking(prepared, verdict, null, begin);
        }
        consent.withdrawOf(action.run(), "it is allowed now");
        return start(prepared, Decision.ALLOW, verdict.by(), null, begin);
    }

    private Outcome afterAsking(Prepared asked, Verdict first, @Nullable Allowance above, Instant begin) {
        Prepared prepared = asked;
        Verdict verdict = first;
        while (true) {
            Question answer = answer(prepared, verdict, above);
            if (answer.state() != Question.State.ALLOWED) {
                Decision decision = answer.state() == Question.State.DENIED ? Decision.DENY : Decision.ASK;
                return refused(prepared, new Verdict(decision, "question: " + answer.id(), false),
                        RunResult.fault("CONSENT", refusedSentence(answer)), begin);
            }
            // What was agreed to holds for exactly what was shown; if the tree moved meanwhile, it is decided anew.
            prepared = prepared.with(preparation.action(prepared));
            if (prepared.action().binds().equals(answer.binds())) {
                return start(prepared, Decision.ASK, "question: " + answer.id() + " by " + answer.answeredBy(), above,
                        begin);
            }
            verdict = consent.decide(prepared.action());
            if (verdict.decision() == Decision.DENY) {
                return refused(prepared, verdict, refusal(prepared.action(), verdict), begin);
            }
            if (verdict.decision() == Decision.ALLOW) {
                return start(prepared, Decision.ALLOW, verdict.by(), above, begin);
            }
        }
    }

    private Question answer(Prepared prepared, Verdict verdict, @Nullable Allowance above) {
        Question question = consent.ask(prepared.action(), verdict);
        if (above != null) {
            above.pause();
        }
        try {
            return consent.await(question.id(), prepared.call().cancellation());
        } catch (PluginException e) {
            runs.ended(prepared.action().run(), Run.State.CANCELLED, RunResult.fault("CANCELLED", "It was stopped."),
                    null);
            throw e;
        } finally {
            if (above != null) {
                above.goOn();
            }
        }
    }

    private Outcome refused(Prepared prepared, Verdict verdict, RunResult refused, Instant begin) {
        runs.ended(prepared.action().run(), Run.State.REFUSED, refused, null);
        return outcome(prepared.action().run(), Run.State.REFUSED, prepared, verdict.decision(), verdict.by(), refused,
                begin);
    }

    private Outcome start(Prepared prepared, Decision decision, String by, @Nullable Allowance above, Instant begin) {
        Call call = prepared.call();
        runs.started(prepared.action().run(), by, head(call), branch(call), snapshot(prepared));
        return execute(prepared, decision, by, above, begin);
    }

    private Outcome execute(Prepared prepared, Decision decision, String by, @Nullable Allowance above,
            Instant begin) {
        SkillThread.Ended ended;
        try (Workplace.Grant _ = prepared.call().workplace().grant(prepared.action())) {
            ended = thread.run(prepared, prepared.action().run(), above);
        }
        // An interrupt ends the run, not the writing down of what came of it.
        boolean interrupted = Thread.interrupted();
        try {
            runs.ended(prepared.action().run(), ended.state(), ended.result(), tree(prepared));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (ended.state() == Run.State.CANCELLED && prepared.call().cancellation().isCancelled()) {
            throw PluginException.of(Failure.CANCELLED, "It was stopped.");
        }
        return outcome(prepared.action().run(), ended.state(), prepared, decision, by, ended.result(), begin);
    }

    private Outcome nested(Call call, Allowance above) {
        if (call.depth() > MAX_DEPTH) {
            throw PluginException.of(Failure.REJECTED, "Skills asked for skills " + MAX_DEPTH
                    + " levels deep; " + call.skill() + " was not run.");
        }
        return run(call, Ids.next(), above);
    }

    private static boolean refuses(Verdict verdict, Call call) {
        return verdict.decision() == Decision.DENY || verdict.decision() == Decision.ASK && !call.mayAsk();
    }

    private static RunResult refusal(Action action, Verdict verdict) {
        String message = verdict.decision() == Decision.DENY
                ? action.skill() + " is not allowed here (" + verdict.by()
                        + "). Do not try again; go on without it or say so."
                : action.skill() + " (" + action.risk() + ") needs a person's consent, and nobody can be asked here ("
                        + verdict.by() + ").";
        return RunResult.fault("CONSENT", message);
    }

    private static String refusedSentence(Question answer) {
        return switch (answer.state()) {
            case DENIED -> answer.answeredBy() + " said no (" + answer.id()
                    + "). Do not ask for it again in this task; say what"
                    + " is left undone.";
            case EXPIRED -> "Nobody answered " + answer.id() + " in time, which is a no. Say what is left undone.";
            default -> answer.id() + " was withdrawn.";
        };
    }

    private Run row(Prepared prepared, Verdict verdict, Run.State state, @Nullable RunResult result,
            @Nullable String snapshot) {
        Call call = prepared.call();
        Action action = prepared.action();
        Instant now = clock.instant();
        return new Run(action.run(), call.turn(), call.step(), call.callId(), call.parent(), call.entry(),
                call.person().id(), action.skill(), call.input(), action.risk(), verdict.decision().word(),
                verdict.by(), state, action.repo(), branch(call), head(call), snapshot, null, result, now,
                state == Run.State.RUNNING ? now : null, result == null ? null : now);
    }

    private static @Nullable String snapshot(Prepared prepared) {
        return prepared.risk() == Risk.WRITE ? prepared.call().workplace().snapshot().orElse(null) : null;
    }

    /** What the working tree holds after a run; {@code null} where that cannot be told, and nothing is verified by it. */
    static @Nullable String tree(Prepared prepared) {
        try {
            return prepared.risk() == Risk.READ ? null : prepared.call().workplace().tree().orElse(null);
        } catch (RuntimeException e) {
            LOG.warn("The working tree after {} could not be read: {}", prepared.action().skill(), e.toString());
            return null;
        }
    }

    private static @Nullable String head(Call call) {
        return Preparation.checkout(call.workplace(), false).flatMap(Checkout::head).orElse(null);
    }

    private static @Nullable String branch(Call call) {
        return Preparation.checkout(call.workplace(), false).flatMap(Checkout::branch).orElse(null);
    }

    private Outcome outcome(String run, Run.State state, Prepared prepared, @Nullable Decision decision, String by,
            RunResult result, Instant begin) {
        return new Outcome(run, state, prepared.problem() == null ? prepared.risk() : null, decision, by, result,
                Duration.between(begin, clock.instant()).toMillis());
    }
}
