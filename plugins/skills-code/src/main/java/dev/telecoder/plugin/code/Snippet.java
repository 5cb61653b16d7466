package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an edit takes away and what it puts there, in whole lines.
 *
 * @param old the lines to find
 * @param now the lines to have instead
 * @param given which lines are common, where a patch says so; else it is worked out
 */
record Snippet(List<String> old, List<String> now, @Nullable List<LineDiff.Step> given) {

    Snippet {
        old = List.copyOf(old);
        now = List.copyOf(now);
    }

    static Snippet of(String old, String now) {
        List<String> oldLines = lines(old);
        List<String> newLines = lines(now);
        if (old.endsWith("\n")) {
            // Both then mean whole lines, and the empty rest after the last line end is none.
            oldLines = oldLines.subList(0, oldLines.size() - 1);
            if (now.isEmpty() || now.endsWith("\n")) {
                newLines = newLines.subList(0, newLines.size() - 1);
            }
        }
        return new Snippet(oldLines, newLines, null);
    }

    static List<String> lines(String text) {
        return new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    }

    /** {@return which lines old and new have in common, as strictly as the rung} */
    List<LineDiff.Step> script(Rung rung) {
        if (given != null) {
            return given;
        }
        var steps = LineDiff.script(
                old.stream().map(rung::commonKey).toList(), now.stream().map(rung::commonKey).toList());
        boolean changes = steps.stream().anyMatch(step -> step.kind() != LineDiff.Kind.KEEP);
        // What is equal but for blanks or quotes may be the very change that is wanted.
        return changes ? steps : LineDiff.script(old, now);
    }

    boolean hasWords() {
        return old.stream().anyMatch(line -> !line.isBlank());
    }
}
