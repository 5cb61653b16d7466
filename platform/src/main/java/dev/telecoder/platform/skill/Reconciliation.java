package dev.telecoder.platform.skill;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Runs;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what became of a run whose effect may be seen outside, after a crash cut it off. */
final class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final Runs runs;
    private final Json json;
    private final SkillThread thread;

    Reconciliation(Runs runs, Json json, SkillThread thread) {
        this.runs = runs;
        this.json = json;
        this.thread = thread;
    }

    /** Settles the run; empty if its effect is not there, so that it may be run again. */
    Optional<Outcome> reconcile(Run run, Executor.Prepared prepared) {
        Reconciled found = ask(run, prepared);
        Origin declared = prepared.entry().spec().outsideText() ? Origin.OUTSIDE : Origin.REPOSITORY;
        return switch (found.state()) {
            case NOT_DONE -> Optional.empty();
            case DONE -> {
                RunResult result = RunResult.of(found.result().orElseThrow(), declared);
                runs.ended(run.id(), Run.State.DONE, result, prepared.call().workplace().tree().orElse(null));
                yield Optional.of(
                        new Outcome(run.id(), Run.State.DONE, run.risk(), Decision.ALLOW, run.decidedBy(), result, 0));
            }
            case UNKNOWN -> {
                RunResult result = RunResult.fault("FAULT", "TeleCoder was interrupted during " + run.skill()
                        + " and cannot tell whether it happened. It was not run again. Tell the person; do not repeat it.");
                runs.ended(run.id(), Run.State.UNKNOWN, result, null);
                yield Optional.of(new Outcome(run.id(), Run.State.UNKNOWN, run.risk(), Decision.ALLOW, run.decidedBy(),
                        result, 0));
            }
        };
    }

    private Reconciled ask(Run run, Executor.Prepared prepared) {
        try (Token token = new Token(prepared.call().cancellation())) {
            return prepared.entry().skill().reconcile(new SkillRun.Recorded(run, json),
                    thread.context(prepared.call(), run.id(), token));
        } catch (RuntimeException e) {
            LOG.warn("{} could not tell what became of run {}: {}", run.skill(), run.id(), e.toString());
            return Reconciled.unknown();
        }
    }
}
