package dev.telecoder.api.skill;

import dev.telecoder.api.json.JsonValue;
import java.time.Instant;
import java.util.Objects;

/**
 * A run that told an exit code, as the host recorded it: what a skill may show as evidence, whatever the model says.
 *
 * @param skill the skill, such as {@code test.run}
 * @param command what was run
 * @param exitCode how it ended
 * @param totals {@code tests}, {@code passed}, {@code failed}, {@code errors} and {@code skipped}; an empty object where it was no
 *     test
 * @param tree git's id of the files as they were after the run; that of a commit is told by {@code Checkout.tree}
 * @param at when it ended
 * @since 1.0
 */
public record CheckedRun(String skill, String command, int exitCode, JsonValue totals, String tree, Instant at) {

    /** Checks that all parts are there. */
    public CheckedRun {
        Objects.requireNonNull(skill, "skill");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(totals, "totals");
        Objects.requireNonNull(tree, "tree");
        Objects.requireNonNull(at, "at");
    }
}
