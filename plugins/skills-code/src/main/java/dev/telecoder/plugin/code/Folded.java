package dev.telecoder.plugin.code;

import java.util.Arrays;
import java.util.List;

/**
 * A text made comparable for a rung, that still knows which line each character is of.
 *
 * @param text the lines, made plain, with line feeds between
 * @param starts where each line begins
 */
record Folded(String text, int[] starts) {

    static Folded of(Rung rung, List<Line> lines) {
        var text = new StringBuilder();
        int[] starts = new int[lines.size()];
        for (int i = 0; i < starts.length; i++) {
            if (i > 0) {
                text.append('\n');
            }
            starts[i] = text.length();
            text.append(rung.key(lines.get(i).text()));
        }
        return new Folded(text.toString(), starts);
    }

    int line(int at) {
        int found = Arrays.binarySearch(starts, at);
        return found >= 0 ? found : -found - 2;
    }

    int start(int line) {
        return starts[line];
    }
}
