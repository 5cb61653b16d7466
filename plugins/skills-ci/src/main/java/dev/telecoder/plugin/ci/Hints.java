package dev.telecoder.plugin.ci;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Finds in one pass which of many short texts a line holds, whatever their case (Aho and Corasick's automaton). A log of a
 * million lines asks this a million times, and few lines hold any.
 */
final class Hints {

    private static final int LETTERS = 128;
    /** Stands for every character beyond ASCII that some text holds. */
    private final StringBuilder foreign = new StringBuilder();
    private final List<int[]> next = new ArrayList<>();
    private final List<BitSet> found = new ArrayList<>();
    private final int width;

    /** Takes for each rule its texts, in lower case. */
    Hints(List<List<String>> ofRules) {
        for (List<String> hints : ofRules) {
            hints.forEach(
                    hint -> hint.chars().filter(c -> c >= LETTERS && foreign.indexOf(String.valueOf((char) c)) < 0)
                            .forEach(c -> foreign.append((char) c)));
        }
        width = LETTERS + foreign.length() + 1;
        state();
        for (int rule = 0; rule < ofRules.size(); rule++) {
            for (String hint : ofRules.get(rule)) {
                add(hint, rule);
            }
        }
        link();
    }

    private int state() {
        int[] row = new int[width];
        Arrays.fill(row, -1);
        next.add(row);
        found.add(new BitSet());
        return next.size() - 1;
    }

    private void add(String hint, int rule) {
        int state = 0;
        for (int i = 0; i < hint.length(); i++) {
            int letter = letter(hint.charAt(i));
            if (next.get(state)[letter] < 0) {
                next.get(state)[letter] = state();
            }
            state = next.get(state)[letter];
        }
        found.get(state).set(rule);
    }

    private void link() {
        int[] fail = new int[next.size()];
        Deque<Integer> queue = new ArrayDeque<>();
        for (int letter = 0; letter < width; letter++) {
            int to = next.getFirst()[letter];
            if (to < 0) {
                next.getFirst()[letter] = 0;
            } else {
                queue.add(to);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            found.get(state).or(found.get(fail[state]));
            for (int letter = 0; letter < width; letter++) {
                int to = next.get(state)[letter];
                if (to < 0) {
                    next.get(state)[letter] = next.get(fail[state])[letter];
                } else {
                    fail[to] = next.get(fail[state])[letter];
                    queue.add(to);
                }
            }
        }
    }

    private int letter(char c) {
        if (c < LETTERS) {
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
        int at = foreign.indexOf(String.valueOf(c));
        return at < 0 ? width - 1 : LETTERS + at;
    }

    /** The rules one of whose texts is in the line. */
    BitSet in(String line) {
        BitSet all = new BitSet();
        int state = 0;
        for (int i = 0; i < line.length(); i++) {
            state = next.get(state)[letter(line.charAt(i))];
            BitSet here = found.get(state);
            if (!here.isEmpty()) {
                all.or(here);
            }
        }
        return all;
    }
}
