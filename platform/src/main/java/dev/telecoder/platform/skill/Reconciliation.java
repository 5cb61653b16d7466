package dev.telecoder.platform.skill;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.api.skill.Reconciled;
import dev.telecoder.api.skill.Risk;
import dev.telecoder.platform.config.Decision;
import dev.telecoder.platform.consent.Consent;
import dev.telecoder.platform.task.Run;
import dev.telecoder.platform.task.RunResult;
import dev.telecoder.platform.task.Runs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what became of a run whose effect may be seen outside, after a crash cut it off. */
final class Reconciliation {

    private final Runs runs;
    private final Consent consent;
    private final SkillThread thread;

    Reconciliation(Runs runs, Consent consent, SkillThread thread) {
        this.runs = runs;
        this.consent = consent;
        this.thread = thread;
    }

    /** Whether something may have come of a run that others can see: of itself, or of one it asked for. */
    boolean mayBeSeen(Run run) {
        return run.state() == Run.State.RUNNING
                && (run.risk().compareTo(Risk.EXTERNAL) >= 0 || below(run).stream().anyMatch(child -> seen(child)));
    }

    private static boolean seen(Run child) {
        return child.startedAt() != null && child.risk().compareTo(Risk.EXTERNAL) >= 0;
    }

    /** Closes what the run had asked for: that will be asked for anew, or never. */
    void closeBelow(Run run) {
        for (Run child : below(run)) {
            if (child.result() == null) {
                consent.withdrawOf(child.id(), "interrupted");
                boolean unknown = child.state() == Run.State.RUNNING && seen(child);
                runs.ended(child.id(), unknown ? Run.State.UNKNOWN : Run.State.CANCELLED,
                        RunResult.fault("CANCELLED", "TeleCoder was interrupted during " + child.skill() + "."), null);
            }
        }
    }

    private List<Run> below(Run run) {
        Set<String> above = new HashSet<>(Set.of(run.id()));
        List<Run> below = new ArrayList<>();
        for (Run other : run.turn() == null ? List.<Run>of() : runs.ofTurn(run.turn())) {
            if (other.parent() != null && above.contains(other.parent())) {
                above.add(other.id());
                below.add(other);
            }
        }
        return below;
    }

    /** Settles the run; empty if its effect is not there, so that it may be run again. */
    Optional<Outcome> reconcile(Run run, Prepared prepared, JsonValue input) {
        Reconciled found = thread.reconcile(prepared, run, input);
        Origin declared = prepared.entry().spec().outsideText() ? Origin.OUTSIDE : Origin.REPOSITORY;
        return switch (found.state()) {
            case NOT_DONE -> Optional.empty();
            case DONE -> {
                RunResult result = RunResult.of(found.result().orElseThrow(), declared);
                runs.ended(run.id(), Run.State.DONE, result, Executor.tree(prepared));
                yield Optional.of(
                        new Outcome(run.id(), Run.State.DONE, run.risk(), Decision.ALLOW, run.decidedBy(), result, 0));
            }
            case UNKNOWN -> Optional.of(unknown(run));
        };
    }

    /** Gives up on finding out. */
    Outcome unknown(Run run) {
        RunResult result = RunResult.fault("FAULT", "TeleCoder was interrupted during " + run.skill()
                + " and cannot tell whether it happened. It was not run again. Tell the person; do not repeat it.");
        runs.ended(run.id(), Run.State.UNKNOWN, result, null);
        return new Outcome(run.id(), Run.State.UNKNOWN, run.risk(), Decision.ALLOW, run.decidedBy(), result, 0);
    }
}
