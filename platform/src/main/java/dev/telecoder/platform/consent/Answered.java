package dev.telecoder.platform.consent;

import org.jspecify.annotations.Nullable;

/**
 * What became of an answer.
 *
 * @param outcome whether it counted
 * @param sentence what to tell who answered
 * @param question the question as it stands now; {@code null} if there is none
 */
public record Answered(Outcome outcome, String sentence, @Nullable Question question) {

    /** Whether an answer counted. */
    public enum Outcome {
        /** It did. */
        TAKEN,
        /** Somebody answered before. */
        ALREADY,
        /** It came too late, or there is nothing to ask any more. */
        OVER,
        /** Somebody else has to answer. */
        NOT_YOURS,
        /** There is no such question. */
        NO_SUCH
    }
}
