package dev.telecoder.plugin.code;

import java.util.HashMap;

/** How alike two lines are, by the pairs of characters they share. Pure. */
final class Similarity {

    private Similarity() {}

    /** {@return from 0, nothing in common, to 1, equal} */
    static double of(String one, String other) {
        if (one.equals(other)) {
            return 1;
        }
        if (one.length() < 2 || other.length() < 2) {
            return 0;
        }
        var pairs = new HashMap<Integer, Integer>();
        for (int i = 0; i + 1 < one.length(); i++) {
            pairs.merge(one.charAt(i) << 16 | one.charAt(i + 1), 1, Integer::sum);
        }
        int shared = 0;
        for (int i = 0; i + 1 < other.length(); i++) {
            int pair = other.charAt(i) << 16 | other.charAt(i + 1);
            int left = pairs.getOrDefault(pair, 0);
            if (left > 0) {
                pairs.put(pair, left - 1);
                shared++;
            }
        }
        return 2.0 * shared / (one.length() + other.length() - 2);
    }
}
