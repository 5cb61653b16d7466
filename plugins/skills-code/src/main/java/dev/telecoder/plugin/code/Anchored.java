package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.LineDiff.Kind;
import dev.telecoder.plugin.code.LineDiff.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Finds a snippet by the lines that it changes. These must match; of those around them some may differ, be missing or
 * be too many. Where lines are only added, a line beside them must match.
 */
final class Anchored {

    private static final int FAR = 1_000_000;
    /** Costs count in halves, so that an empty line too many costs little. */
    private static final int ONE = 2;

    private final Finder finder;
    private final Snippet snippet;
    private final List<String> wanted;
    private final boolean[] required;
    /** Whether nothing may come between an old line and the next. */
    private final boolean[] tight;

    Anchored(Finder finder, Snippet snippet) {
        this.finder = finder;
        this.snippet = snippet;
        this.wanted = snippet.old().stream().map(Rung.ANCHORED::key).toList();
        this.required = new boolean[wanted.size()];
        this.tight = new boolean[wanted.size()];
        mark(snippet.script(Rung.ANCHORED));
    }

    private void mark(List<Step> script) {
        int last = -1;
        boolean inserted = false;
        boolean afterDeleted = false;
        for (Step step : script) {
            if (step.kind() == Kind.INSERT) {
                // What is put in place of other lines has its place by them.
                inserted |= !afterDeleted;
                continue;
            }
            afterDeleted = step.kind() == Kind.DELETE;
            if (afterDeleted) {
                required[step.before()] = !wanted.get(step.before()).isEmpty();
            }
            if (last >= 0 && (inserted || required[last] && afterDeleted)) {
                tight[last] = true;
            }
            last = step.before();
            inserted = false;
        }
    }

    List<Placement> places(int low, int high) {
        long context = 0;
        for (int i = 0; i < wanted.size(); i++) {
            context += required[i] || wanted.get(i).isEmpty() ? 0 : 1;
        }
        int budget = (int) Math.max(1, context / 4) * ONE + 1;
        var places = new LinkedHashMap<List<Integer>, Placement>();
        for (int anchor : anchors()) {
            for (int at = low; at < Math.min(high, finder.file().size()); at++) {
                if (finder.keys(Rung.ANCHORED).get(at).equals(wanted.get(anchor))) {
                    place(anchor, at, low, Math.min(high, finder.file().size()), budget, places);
                }
            }
        }
        return List.copyOf(places.values());
    }

    /** The old lines of which one must be in the file: the first that changes, else those beside what is added. */
    private List<Integer> anchors() {
        var anchors = new ArrayList<Integer>();
        for (int i = 0; i < required.length; i++) {
            if (required[i]) {
                return List.of(i);
            }
        }
        for (int i = 0; i + 1 < tight.length; i++) {
            if (tight[i]) {
                anchors.add(i);
                anchors.add(i + 1);
            }
        }
        if (anchors.isEmpty() && !wanted.isEmpty()) {
            boolean before =
                    !snippet.now().isEmpty() && !Rung.ANCHORED.key(snippet.now().getFirst()).equals(wanted.getFirst());
            anchors.add(before ? 0 : wanted.size() - 1);
        }
        return anchors.stream().distinct().filter(i -> telling(wanted.get(i))).toList();
    }

    private void place(int anchor, int at, int low, int high, int budget,
            LinkedHashMap<List<Integer>, Placement> places) {
        int[] starts = new int[wanted.size()];
        Arrays.fill(starts, -1);
        starts[anchor] = at;
        int cost = align(anchor, at, 1, high, starts) + align(anchor, at, -1, low, starts);
        if (cost > budget || !convincing(starts)) {
            return;
        }
        int[] ends = new int[starts.length];
        int from = Integer.MAX_VALUE;
        int until = -1;
        var pairs = new ArrayList<Indentation.Pair>();
        var identity = new ArrayList<Integer>();
        for (int i = 0; i < starts.length; i++) {
            ends[i] = starts[i] < 0 ? -1 : starts[i] + 1;
            if (starts[i] >= 0) {
                from = Math.min(from, starts[i]);
                until = Math.max(until, ends[i]);
                if (matches(i, starts[i])) {
                    pairs.add(new Indentation.Pair(snippet.old().get(i), finder.file().get(starts[i]).text()));
                }
            }
            if (required[i] || tight[i] || i > 0 && tight[i - 1]) {
                identity.add(starts[i]);
            }
        }
        int first = from;
        int last = until;
        Indentation.between(pairs, snippet.now())
                .ifPresent(indents -> places.putIfAbsent(identity.isEmpty() ? List.of(first) : identity,
                        new Placement(snippet, first, last, starts, ends, indents)));
    }

    private boolean matches(int i, int line) {
        return finder.keys(Rung.ANCHORED).get(line).equals(wanted.get(i));
    }

    /** Enough that is found must be of the kind that does not stand everywhere. */
    private boolean convincing(int[] starts) {
        int changed = 0;
        int around = 0;
        var seen = new HashSet<String>();
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] >= 0 && matches(i, starts[i]) && telling(wanted.get(i)) && seen.add(wanted.get(i))) {
                if (required[i]) {
                    changed += wanted.get(i).length() >= 12 ? 2 : 1;
                } else {
                    around++;
                }
            }
        }
        return changed + around >= 2;
    }

    private static boolean telling(String line) {
        return line.chars().filter(Character::isLetterOrDigit).count() >= 3;
    }

    /** Aligns the old lines on one side of the anchor with the file's, at least cost; says which is which. */
    private int align(int anchor, int at, int step, int limit, int[] starts) {
        int olds = step > 0 ? wanted.size() - 1 - anchor : anchor;
        int room = Math.min(step > 0 ? limit - at - 1 : at - limit, olds + 4);
        int[][] cost = new int[olds + 1][Math.max(0, room) + 1];
        for (int i = 0; i <= olds; i++) {
            for (int j = 0; j <= Math.max(0, room); j++) {
                cost[i][j] = i == 0 && j == 0 ? 0 : FAR;
                int old = anchor + step * i;
                int line = at + step * j;
                if (i > 0 && j > 0) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 1][j - 1] + difference(old, line));
                }
                if (i > 0) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 1][j] + missing(old));
                }
                if (j > 0 && i < olds && !tight[step > 0 ? old : old - 1]) {
                    cost[i][j] = Math.min(cost[i][j], cost[i][j - 1] + extra(line));
                }
            }
        }
        int best = 0;
        for (int j = 1; j < cost[olds].length; j++) {
            best = cost[olds][j] < cost[olds][best] ? j : best;
        }
        int total = cost[olds][best];
        if (total >= FAR) {
            return FAR;
        }
        for (int i = olds, j = best; i > 0 || j > 0;) {
            int old = anchor + step * i;
            int line = at + step * j;
            if (i > 0 && j > 0 && cost[i][j] == cost[i - 1][j - 1] + difference(old, line)) {
                starts[old] = line;
                i--;
                j--;
            } else if (i > 0 && cost[i][j] == cost[i - 1][j] + missing(old)) {
                i--;
            } else {
                j--;
            }
        }
        return total;
    }

    private int difference(int old, int line) {
        if (matches(old, line)) {
            return 0;
        }
        if (required[old] || wanted.get(old).isEmpty() || finder.keys(Rung.ANCHORED).get(line).isEmpty()) {
            return FAR;
        }
        return Similarity.of(wanted.get(old), finder.keys(Rung.ANCHORED).get(line)) >= 0.5 ? ONE : ONE + 1;
    }

    private int missing(int old) {
        if (required[old]) {
            return FAR;
        }
        return wanted.get(old).isEmpty() ? 0 : ONE;
    }

    private int extra(int line) {
        return finder.keys(Rung.ANCHORED).get(line).isEmpty() ? 0 : ONE;
    }
}
