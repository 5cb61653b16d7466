package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.Edited.Reason;
import java.util.List;

/**
 * What came of all edits together.
 *
 * @param applied each edit with its rung, if all were applied
 * @param refused each edit that was not
 * @param files what changed
 */
record EditOutcome(List<Done> applied, List<Refusal> refused, List<Changed> files) {

    EditOutcome {
        applied = List.copyOf(applied);
        refused = List.copyOf(refused);
        files = List.copyOf(files);
    }

    boolean succeeded() {
        return refused.isEmpty();
    }

    /**
     * An edit that was applied.
     *
     * @param path the file
     * @param rung how exactly the old text was found
     */
    record Done(String path, Rung rung) {}

    /**
     * An edit that was not applied.
     *
     * @param path the file as the edit named it
     * @param reason why, for scripts
     * @param lines the lines that the message is about
     * @param message why, for the model
     */
    record Refusal(String path, Reason reason, List<Integer> lines, String message) {}

    /**
     * A file that is now different.
     *
     * @param path its path now, or the last one if it is deleted
     * @param diff the difference in git's form
     * @param before the text before, empty for a new file
     * @param after the text now, empty for a deleted one
     */
    record Changed(String path, String diff, String before, String after) {}
}
