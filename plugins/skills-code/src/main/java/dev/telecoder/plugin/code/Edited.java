package dev.telecoder.plugin.code;

import java.util.List;
import java.util.Locale;

/** What came of one edit in one file. */
sealed interface Edited {

    /**
     * The edit found its place.
     *
     * @param lines the file's lines after it
     * @param rung how exactly the old text was found
     * @param until the line after the last changed place
     */
    record Applied(List<Line> lines, Rung rung, int until) implements Edited {}

    /**
     * The edit was not applied.
     *
     * @param reason why, in one of the words that scripts know
     * @param lines the lines (from 1) that the message is about
     * @param message why, for the model, with what to try
     */
    record Refused(Reason reason, List<Integer> lines, String message) implements Edited {}

    /** Why an edit was not applied. */
    enum Reason {
        AMBIGUOUS, NOT_FOUND, ALREADY_APPLIED, OUTSIDE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
