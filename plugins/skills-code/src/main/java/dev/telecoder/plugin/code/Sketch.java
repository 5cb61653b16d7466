package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which words each stretch of a text has, without its definitions: enough to say cheaply where to look closer. Pure.
 *
 * @param windows the words of each stretch, by hash, ascending
 */
record Sketch(List<int[]> windows) {

    static final Sketch NONE = new Sketch(List.of());
    private static final int WINDOW = 2_000;

    static Sketch of(String text) {
        var windows = new ArrayList<int[]>();
        int[] found = new int[WINDOW];
        for (int from = 0; from < text.length(); from += WINDOW) {
            var next = new int[1];
            Words.hashes(text, from, Math.min(text.length(), from + WINDOW), word -> {
                if (next[0] < found.length) {
                    found[next[0]++] = word;
                }
            });
            Arrays.sort(found, 0, next[0]);
            windows.add(distinct(found, next[0]));
        }
        return new Sketch(List.copyOf(windows));
    }

    /** {@return for each stretch and the next one together which of the words, one bit each, it has} */
    long[] masks(int[] words) {
        var masks = new long[windows.size()];
        for (int i = 0; i < masks.length; i++) {
            for (int word = 0; word < Math.min(64, words.length); word++) {
                if (Arrays.binarySearch(windows.get(i), words[word]) >= 0) {
                    masks[i] |= 1L << word;
                }
            }
        }
        for (int i = 0; i + 1 < masks.length; i++) {
            masks[i] |= masks[i + 1];
        }
        return masks;
    }

    int size() {
        return windows.stream().mapToInt(window -> 24 + 4 * window.length).sum();
    }

    private static int[] distinct(int[] sorted, int length) {
        int kept = 0;
        for (int i = 0; i < length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, kept);
    }
}
