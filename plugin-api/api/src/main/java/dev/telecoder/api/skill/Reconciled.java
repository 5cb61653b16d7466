package dev.telecoder.api.skill;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run that a crash cut off.
 *
 * @since 1.0
 */
public final class Reconciled {

    private final State state;
    private final @Nullable SkillResult result;

    private Reconciled(State state, @Nullable SkillResult result) {
        this.state = state;
        this.result = result;
    }

    /**
     * The effect is there.
     *
     * @param result what the run would have returned
     * @return the finding
     */
    public static Reconciled done(SkillResult result) {
        return new Reconciled(State.DONE, Objects.requireNonNull(result, "result"));
    }

    /** {@return that the effect is not there, so that the skill may be run again} */
    public static Reconciled notDone() {
        return new Reconciled(State.NOT_DONE, null);
    }

    /** {@return that it cannot be told; a person is told, and the skill is not run again by itself} */
    public static Reconciled unknown() {
        return new Reconciled(State.UNKNOWN, null);
    }

    /** {@return what was found} */
    public State state() {
        return state;
    }

    /** {@return what the run would have returned, if it is done} */
    public Optional<SkillResult> result() {
        return Optional.ofNullable(result);
    }

    /** What was found. */
    public enum State {
        /** The effect is there. */
        DONE,
        /** The effect is not there. */
        NOT_DONE,
        /** It cannot be told. */
        UNKNOWN
    }
}
