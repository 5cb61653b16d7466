package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;

/** The shortest way from one list of lines to another, by Myers' algorithm. Pure. */
final class LineDiff {

    /** Beyond this many differences the middle is told as replaced whole: memory grows with their square. */
    private static final int MOST_DIFFERENCES = 2_000;

    private LineDiff() {}

    /** What happens to a line. */
    enum Kind {
        KEEP, DELETE, INSERT
    }

    /**
     * One step of the way. Within a change all deletions come first.
     *
     * @param kind what happens
     * @param before index in the old list, -1 for an insertion
     * @param after index in the new list, -1 for a deletion
     */
    record Step(Kind kind, int before, int after) {}

    static List<Step> script(List<String> before, List<String> after) {
        int head = 0;
        int shorter = Math.min(before.size(), after.size());
        while (head < shorter && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        var steps = new ArrayList<Step>();
        for (int i = 0; i < head; i++) {
            steps.add(new Step(Kind.KEEP, i, i));
        }
        steps.addAll(
                middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail), head));
        for (int i = tail; i > 0; i--) {
            steps.add(new Step(Kind.KEEP, before.size() - i, after.size() - i));
        }
        return deletionsFirst(steps);
    }

    private static List<Step> middle(List<String> before, List<String> after, int offset) {
        var numbers = new HashMap<String, Integer>();
        int[] a = before.stream().mapToInt(line -> numbers.computeIfAbsent(line, _ -> numbers.size())).toArray();
        int[] b = after.stream().mapToInt(line -> numbers.computeIfAbsent(line, _ -> numbers.size())).toArray();
        int most = Math.min(a.length + b.length, MOST_DIFFERENCES);
        var trace = new ArrayList<int[]>();
        int[] reach = new int[2 * most + 3];
        int zero = most + 1;
        for (int d = 0; d <= most; d++) {
            for (int k = -d; k <= d; k += 2) {
                boolean down = k == -d || k != d && reach[zero + k - 1] < reach[zero + k + 1];
                int x = down ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
                int y = x - k;
                while (x < a.length && y < b.length && a[x] == b[y]) {
                    x++;
                    y++;
                }
                reach[zero + k] = x;
                if (x >= a.length && y >= b.length) {
                    trace.add(Arrays.copyOfRange(reach, zero - d - 1, zero + d + 2));
                    return back(trace, a.length, b.length, offset);
                }
            }
            trace.add(Arrays.copyOfRange(reach, zero - d - 1, zero + d + 2));
        }
        var steps = new ArrayList<Step>();
        for (int i = 0; i < a.length; i++) {
            steps.add(new Step(Kind.DELETE, offset + i, -1));
        }
        for (int i = 0; i < b.length; i++) {
            steps.add(new Step(Kind.INSERT, -1, offset + i));
        }
        return steps;
    }

    private static List<Step> back(List<int[]> trace, int endX, int endY, int offset) {
        var steps = new ArrayList<Step>();
        int x = endX;
        int y = endY;
        for (int d = trace.size() - 1; d > 0; d--) {
            int[] earlier = trace.get(d - 1);
            // Each kept array starts at diagonal -(its d) - 1.
            int zero = d;
            int k = x - y;
            boolean down = k == -d || k != d && earlier[zero + k - 1] < earlier[zero + k + 1];
            int fromK = down ? k + 1 : k - 1;
            int fromX = earlier[zero + fromK];
            int fromY = fromX - fromK;
            while (x > fromX && y > fromY && (down ? y > fromY + 1 : x > fromX + 1)) {
                steps.add(new Step(Kind.KEEP, offset + --x, offset + --y));
            }
            if (down) {
                steps.add(new Step(Kind.INSERT, -1, offset + --y));
            } else {
                steps.add(new Step(Kind.DELETE, offset + --x, -1));
            }
        }
        while (x > 0 && y > 0) {
            steps.add(new Step(Kind.KEEP, offset + --x, offset + --y));
        }
        Collections.reverse(steps);
        return steps;
    }

    private static List<Step> deletionsFirst(List<Step> steps) {
        var ordered = new ArrayList<Step>(steps.size());
        var inserted = new ArrayList<Step>();
        for (Step step : steps) {
            if (step.kind() == Kind.INSERT) {
                inserted.add(step);
                continue;
            }
            if (step.kind() == Kind.KEEP) {
                ordered.addAll(inserted);
                inserted.clear();
            }
            ordered.add(step);
        }
        ordered.addAll(inserted);
        return ordered;
    }
}
