package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Old lines found in a file with empty lines left out of account.
 *
 * @param from the first line of the place
 * @param until the line after the last
 * @param starts the file's line of each old line, -1 for an empty one that the file has not
 * @param ends the line after each
 */
record Sparse(int from, int until, int[] starts, int[] ends) {

    static List<Sparse> all(Finder finder, List<String> old, int low, int high) {
        List<String> keys = finder.keys(Rung.BLANK_LINES);
        int[] lines = IntStream.range(low, Math.min(high, keys.size()))
                .filter(i -> !keys.get(i).isEmpty()).toArray();
        var wanted = new ArrayList<Integer>();
        for (int i = 0; i < old.size(); i++) {
            if (!old.get(i).isBlank()) {
                wanted.add(i);
            }
        }
        List<String> wantedKeys = wanted.stream().map(i -> Rung.BLANK_LINES.key(old.get(i))).toList();
        var found = new ArrayList<Sparse>();
        for (int at = 0; !wanted.isEmpty() && at + wanted.size() <= lines.length; at++) {
            int i = 0;
            while (i < wanted.size() && keys.get(lines[at + i]).equals(wantedKeys.get(i))) {
                i++;
            }
            if (i == wanted.size()) {
                found.add(aligned(keys, old, wanted, lines, at, low, high));
            }
        }
        return found;
    }

    List<Indentation.Pair> pairs(List<String> old, List<Line> file) {
        var pairs = new ArrayList<Indentation.Pair>();
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] >= 0 && !old.get(i).isBlank()) {
                pairs.add(new Indentation.Pair(old.get(i), file.get(starts[i]).text()));
            }
        }
        return pairs;
    }

    private static Sparse aligned(
            List<String> keys, List<String> old, List<Integer> wanted, int[] lines, int at, int low, int high) {
        int[] starts = new int[old.size()];
        int[] ends = new int[old.size()];
        Arrays.fill(starts, -1);
        Arrays.fill(ends, -1);
        for (int i = 0; i < wanted.size(); i++) {
            starts[wanted.get(i)] = lines[at + i];
        }
        // Empty lines before the first word go backwards from it, the others forwards from the line before.
        for (int i = wanted.getFirst() - 1, line = lines[at] - 1; i >= 0; i--, line--) {
            if (line < low || !keys.get(line).isEmpty()) {
                break;
            }
            starts[i] = line;
        }
        for (int i = wanted.getFirst() + 1; i < old.size(); i++) {
            int line = starts[i - 1] + 1;
            if (starts[i] < 0 && starts[i - 1] >= 0 && line < Math.min(high, keys.size()) && keys.get(line).isEmpty()) {
                starts[i] = line;
            }
        }
        int from = Integer.MAX_VALUE;
        int until = -1;
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] >= 0) {
                ends[i] = starts[i] + 1;
                from = Math.min(from, starts[i]);
                until = Math.max(until, ends[i]);
            }
        }
        return new Sparse(from, until, starts, ends);
    }
}
