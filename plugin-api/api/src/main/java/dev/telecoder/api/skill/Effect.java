package dev.telecoder.api.skill;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something others will see of a run.
 *
 * @param kind {@code push}, {@code pull-request} or {@code comment}
 * @param branch the branch it is about; {@code null} for the one that is checked out
 * @since 1.0
 */
public record Effect(String kind, @Nullable String branch) {

    /** Checks that the kind is there. */
    public Effect {
        Objects.requireNonNull(kind, "kind");
    }
}
