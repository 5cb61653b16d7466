package dev.telecoder.platform.watch;

import java.time.Duration;
import java.time.Instant;

/** What to do after a look; the same look, the same verdict. */
enum Verdict {
    /** Nothing. */
    WAIT,
    /** All passed, but others may only be about to begin: look again soon. */
    SETTLE,
    /** Tell that it is green. */
    GREEN,
    /** Repair it. */
    REPAIR,
    /** Tell that it is red and that nobody agreed to repairs. */
    ASK,
    /** Tell that repairs did not help. */
    GIVE_UP,
    /** Tell that others pushed what fails. */
    FOREIGN,
    /** It was merged. */
    MERGED,
    /** It was closed. */
    CLOSED;

    /** How long all checks must have passed without another beginning. */
    static final Duration SETTLES = Duration.ofSeconds(5);

    /** How often a pull request is repaired without anybody saying something. */
    static final int MOST_REPAIRS = 3;

    static Verdict of(PullWatch watch, Looked looked, boolean mayRepair, Instant now) {
        if (!looked.state().equals("open")) {
            return looked.state().equals("merged") ? MERGED : CLOSED;
        }
        if (watch.state() != PullWatch.State.WAITING || looked.running()) {
            return WAIT;
        }
        if (looked.passed()) {
            boolean settled = looked.head().equals(watch.settled()) && watch.settledAt() != null
                    && !now.isBefore(watch.settledAt().plus(SETTLES));
            return settled ? GREEN : SETTLE;
        }
        if (looked.failed().isEmpty()) {
            return WAIT;
        }
        if (!looked.head().equals(watch.head())) {
            return FOREIGN;
        }
        return watch.repairs() >= MOST_REPAIRS ? GIVE_UP : mayRepair ? REPAIR : ASK;
    }
}
