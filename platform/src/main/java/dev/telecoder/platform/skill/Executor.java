package dev.telecoder.platform.skill;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Effect;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.api.skill.SkillInput;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs skills: the one way to any of them, for every entry. It checks the input, lets the gate decide, asks a person where
 * the gate says so, records the decision before and the result after, and sees to time limits and cancellation. Safe for
 * many threads; a call blocks until its run has ended.
 */
public final class Executor {

    /** How deep skills may ask for skills. */
    private static final int MAX_DEPTH = 4;

    private final Catalog catalog;
    private final Consent consent;
    private final Runs runs;
    private final Json json;
    private final Clock clock;
    private final SkillThread thread;

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
        this.catalog = catalog;
        this.consent = consent;
        this.runs = runs;
        this.json = json;
        this.clock = clock;
        this.thread = new SkillThread(json, this::nested);
    }

    /**
     * Runs a skill, or says why not.
     *
     * @param call what is wished
     * @return what became of it
     * @throws PluginException of kind {@code CANCELLED} if the call was cancelled; the journal then says so
     */
    public Outcome run(Call call) {
        Instant begin = clock.instant();
        Prepared prepared = prepare(call, Ids.next());
        if (prepared.problem() != null) {
            return outcome("", Run.State.REFUSED, prepared, null, "", prepared.problem(), begin);
        }
        Action action = prepared.action();
        Verdict verdict = consent.decide(action);
        if (verdict.decision() == Decision.DENY || verdict.decision() == Decision.ASK && !call.mayAsk()) {
            RunResult refused = refusal(action, verdict);
            runs.decided(row(prepared, verdict, Run.State.REFUSED, refused));
            return outcome(action.run(), Run.State.REFUSED, prepared, verdict.decision(), verdict.by(), refused, begin);
        }
        if (verdict.decision() == Decision.ASK) {
            runs.decided(row(prepared, verdict, Run.State.WAITING, null));
            return afterAsking(prepared, verdict, begin);
        }
        Optional<String> snapshot = snapshot(prepared);
        runs.decided(row(prepared, verdict, Run.State.RUNNING, null, snapshot.orElse(null)));
        return execute(prepared, Decision.ALLOW, verdict.by(), begin);
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
        Prepared prepared = prepare(call, run.id());
        if (prepared.problem() != null) {
            runs.ended(run.id(), Run.State.FAILED, prepared.problem(), null);
            return outcome(run.id(), Run.State.FAILED, prepared, null, run.decidedBy(), prepared.problem(), begin);
        }
        if (run.state() == Run.State.WAITING) {
            return afterAsking(prepared, new Verdict(Decision.ASK, run.decidedBy(), false), begin);
        }
        if (run.risk().compareTo(Risk.EXTERNAL) >= 0) {
            return new Reconciliation(runs, json, thread).reconcile(run, prepared)
                    .orElseGet(() -> execute(prepared, Decision.ALLOW, run.decidedBy(), begin));
        }
        if (run.risk() == Risk.WRITE && run.snapshot() != null) {
            call.workplace().restore(run.snapshot());
        }
        return execute(prepared, Decision.ALLOW, run.decidedBy(), begin);
    }

    /**
     * Tells what the gate would decide, and runs nothing.
     *
     * @param call what is wished
     * @return the decision, with an empty output
     */
    public Outcome dryRun(Call call) {
        Instant begin = clock.instant();
        Prepared prepared = prepare(call, Ids.next());
        if (prepared.problem() != null) {
            return outcome("", Run.State.REFUSED, prepared, null, "", prepared.problem(), begin);
        }
        Verdict verdict = consent.decide(prepared.action());
        RunResult nothing = new RunResult(verdict.decision() == Decision.ALLOW, "", null, List.of(), List.of(),
                dev.telecoder.api.skill.Origin.PERSON, null);
        return outcome("", Run.State.REFUSED, prepared, verdict.decision(), verdict.by(), nothing, begin);
    }

    private Outcome afterAsking(Prepared prepared, Verdict verdict, Instant begin) {
        Call call = prepared.call();
        Action action = prepared.action();
        Question answer;
        while (true) {
            Question question = consent.ask(action, verdict);
            try {
                answer = consent.await(question.id(), call.cancellation());
            } catch (PluginException e) {
                runs.ended(action.run(), Run.State.CANCELLED, RunResult.fault("CANCELLED", "It was stopped."), null);
                throw e;
            }
            // What was agreed to holds for exactly what was shown; if the tree moved meanwhile, the person is asked anew.
            Action now = action(call, prepared.entry(), prepared.risk(), prepared.effects(), action.run());
            if (answer.state() != Question.State.ALLOWED || now.binds().equals(answer.binds())) {
                break;
            }
            action = now;
        }
        if (answer.state() != Question.State.ALLOWED) {
            RunResult refused = RunResult.fault("CONSENT", refusedSentence(answer));
            runs.ended(action.run(), Run.State.REFUSED, refused, null);
            Decision decision = answer.state() == Question.State.DENIED ? Decision.DENY : Decision.ASK;
            return outcome(action.run(), Run.State.REFUSED, prepared, decision, "question: " + answer.id(), refused,
                    begin);
        }
        String by = "question: " + answer.id() + " by " + answer.answeredBy();
        Prepared agreed = new Prepared(call, prepared.entry(), prepared.risk(), prepared.effects(), action, null);
        runs.started(action.run(), by, head(call), branch(call), snapshot(agreed).orElse(null));
        return execute(agreed, Decision.ASK, by, begin);
    }

    private Outcome execute(Prepared prepared, Decision decision, String by, Instant begin) {
        SkillThread.Ended ended;
        try (Workplace.Grant _ = prepared.call().workplace().grant(prepared.action())) {
            ended = thread.run(prepared, prepared.action().run());
        }
        String tree = prepared.risk() == Risk.READ ? null : prepared.call().workplace().tree().orElse(null);
        runs.ended(prepared.action().run(), ended.state(), ended.result(), tree);
        if (ended.state() == Run.State.CANCELLED && prepared.call().cancellation().isCancelled()) {
            throw PluginException.of(Failure.CANCELLED, "It was stopped.");
        }
        return outcome(prepared.action().run(), ended.state(), prepared, decision, by, ended.result(), begin);
    }

    private Outcome nested(Call call) {
        if (call.depth() > MAX_DEPTH) {
            throw PluginException.of(Failure.REJECTED, "Skills asked for skills " + MAX_DEPTH
                    + " levels deep; " + call.skill() + " was not run.");
        }
        return run(call);
    }

    private Prepared prepare(Call call, String run) {
        Optional<CatalogEntry> found = catalog.find(call.skill());
        if (found.isEmpty()) {
            return Prepared.problem(call, "INPUT", "There is no skill " + call.skill() + "."
                    + catalog.nearest(call.skill()).map(name -> " Did you mean " + name + "?").orElse("")
                    + " skills.find lists them.");
        }
        CatalogEntry entry = found.get();
        if (!entry.ready()) {
            return Prepared.problem(call, "CONFIGURATION", entry.spec().name() + " is unavailable: " + entry.reason());
        }
        List<String> wrong = Schemas.check(entry.spec().inputSchemaJson(), call.input());
        if (!wrong.isEmpty()) {
            return Prepared.problem(call, "INPUT", "The input of " + entry.spec().name() + " does not fit: "
                    + String.join("; ", wrong) + ". Its schema is " + entry.spec().inputSchemaJson().strip());
        }
        if (entry.spec().needsRepository() && call.workplace().checkout().isEmpty()) {
            return Prepared.problem(call, "INPUT", entry.spec().name()
                    + " works on a repository, and none is in focus. Open one with repo.setup first.");
        }
        SkillInput input = new SkillRun.Input(call.input(), json);
        try {
            Risk told = entry.skill().risk(input);
            Risk risk = told.compareTo(entry.spec().risk()) > 0 ? entry.spec().risk() : told;
            if (risk == Risk.WRITE && entry.spec().runsCode() && !call.workplace().isolating()) {
                risk = Risk.EXTERNAL;
            }
            List<Effect> effects = risk.compareTo(Risk.EXTERNAL) < 0 ? List.of() : entry.skill().effects(input);
            return new Prepared(call, entry, risk, effects, action(call, entry, risk, effects, run), null);
        } catch (RuntimeException e) {
            return Prepared.problem(call, SkillThread.kind(e), entry.spec().name() + ": " + SkillThread.message(e));
        }
    }

    private Action action(Call call, CatalogEntry entry, Risk risk, List<Effect> effects, String run) {
        String named = effects.stream().map(Effect::branch).filter(branch -> branch != null).findFirst().orElse(null);
        boolean pushes = effects.stream().anyMatch(effect -> !effect.kind().equals("comment"));
        Optional<Workplace.Reach> reach = pushes ? call.workplace().reach(named) : Optional.empty();
        String repo = call.workplace().checkout().map(checkout -> checkout.repo()).orElse(null);
        return new Action(entry.spec().name(), call.input(), risk, call.person(), repo,
                reach.map(Workplace.Reach::branch).orElse(named), effects,
                reach.map(Workplace.Reach::protectedBranch).orElse(false),
                reach.map(Workplace.Reach::askPaths).orElse(List.of()), call.outside(), call.presumed(),
                call.conversation(),
                call.turn(), call.task(), run,
                Canonical.digest(call.input(), reach.map(Workplace.Reach::binds).orElse("")),
                Summaries.of(entry.spec().name(), call.input(), effects, reach.orElse(null)));
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

    private Run row(Prepared prepared, Verdict verdict, Run.State state, @Nullable RunResult result) {
        return row(prepared, verdict, state, result, null);
    }

    private Run row(Prepared prepared, Verdict verdict, Run.State state, @Nullable RunResult result,
            @Nullable String snapshot) {
        Call call = prepared.call();
        Action action = prepared.action();
        Instant now = clock.instant();
        return new Run(action.run(), call.turn(), call.step(), call.callId(), call.parent(), call.entry(),
                call.person().id(),
                action.skill(), call.input(), action.risk(), verdict.decision().word(), verdict.by(), state,
                action.repo(),
                branch(call), head(call), snapshot, null, result, now, state == Run.State.RUNNING ? now : null,
                state == Run.State.REFUSED ? now : null);
    }

    private static Optional<String> snapshot(Prepared prepared) {
        return prepared.risk() == Risk.WRITE ? prepared.call().workplace().snapshot() : Optional.empty();
    }

    private static @Nullable String head(Call call) {
        return call.workplace().checkout().flatMap(checkout -> checkout.head()).orElse(null);
    }

    private static @Nullable String branch(Call call) {
        return call.workplace().checkout().flatMap(checkout -> checkout.branch()).orElse(null);
    }

    private Outcome outcome(String run, Run.State state, Prepared prepared, @Nullable Decision decision, String by,
            RunResult result, Instant begin) {
        return new Outcome(run, state, prepared.problem() == null ? prepared.risk() : null, decision, by, result,
                Duration.between(begin, clock.instant()).toMillis());
    }

    /**
     * A call that was looked at: either there is a problem, or all the rest.
     *
     * @param call the call
     * @param entry the skill
     * @param risk how risky the run is here
     * @param effects what others will see
     * @param action what the gate decides about
     * @param problem what is wrong with the call, or {@code null}
     */
    record Prepared(Call call, CatalogEntry entry, Risk risk, List<Effect> effects, Action action,
            @Nullable RunResult problem) {

        @SuppressWarnings("NullAway") // with a problem nobody asks for the rest
        static Prepared problem(Call call, String kind, String message) {
            return new Prepared(call, null, null, List.of(), null, RunResult.fault(kind, message));
        }
    }
}
