package dev.telecoder.plugin.ci;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The lines of a log that say most, as many as fit.
 *
 * @param ranges first and last line of each stretch, numbered as in the log, from 1
 * @param text the lines, stretch after stretch, each under its line numbers
 */
record Excerpt(List<int[]> ranges, String text) {

    /** What the line above a stretch takes: "--- lines 123456-123489 ---" and its end. */
    private static final int HEADING = 30;
    /** A line beyond this is shown in part, so that one does not take the place of all. */
    private static final int LONG = 1_200;
    /** What stands around a line that says at least this share is shown where there is room, up to so many lines away. */
    private static final double STRONG = 0.6;
    private static final int SURROUNDINGS = 10;
    private static final int NOISE = -25;
    /** A line that says less than this share of what the most telling one says is left out, also where it would fit. */
    private static final double WORTH_SHOWING = 0.14;

    static Excerpt of(List<LogLine> lines, double[] scores, int characters) {
        BitSet chosen = choose(lines, scores, characters);
        bridge(lines, chosen, characters);
        List<int[]> ranges = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = chosen.nextSetBit(0); i >= 0;) {
            int end = chosen.nextClearBit(i);
            int first = lines.get(i).number();
            int last = lines.get(end - 1).number();
            StringBuilder part = new StringBuilder(text.isEmpty() ? "" : "\n")
                    .append("--- lines ").append(first).append('-').append(last).append(" ---");
            for (int k = i; k < end; k++) {
                part.append('\n').append(shown(lines.get(k), characters));
            }
            if (text.length() + part.length() <= characters) {
                text.append(part);
                ranges.add(new int[]{first, last});
            }
            i = chosen.nextSetBit(end);
        }
        return new Excerpt(ranges, text.toString());
    }

    private static BitSet choose(List<LogLine> lines, double[] scores, int characters) {
        double most = Arrays.stream(scores).max().orElse(0);
        int[] byScore = IntStream.range(0, scores.length)
                .filter(i -> scores[i] > 0 && scores[i] >= WORTH_SHOWING * most && !lines.get(i).blank()).boxed()
                .sorted((a, b) -> scores[a] == scores[b] ? Integer.compare(a, b) : Double.compare(scores[b], scores[a]))
                .mapToInt(Integer::intValue).toArray();
        BitSet chosen = new BitSet();
        int used = 0;
        for (int i : byScore) {
            used = take(i, lines, chosen, used, characters);
            if (characters - used < 120) {
                return chosen;
            }
        }
        int[] strong = Arrays.stream(byScore).filter(i -> scores[i] >= STRONG * most).limit(60).toArray();
        for (int away = 1; away <= SURROUNDINGS; away++) {
            for (int i : strong) {
                for (int near : new int[]{i - away, i + away}) {
                    boolean worth = near >= 0 && near < scores.length && !chosen.get(near) && scores[near] > NOISE
                            && !lines.get(near).blank();
                    used = worth ? take(near, lines, chosen, used, characters) : used;
                }
            }
        }
        return chosen;
    }

    private static int take(int i, List<LogLine> lines, BitSet chosen, int used, int characters) {
        boolean before = i > 0 && chosen.get(i - 1);
        boolean after = chosen.get(i + 1);
        int headings = before && after ? -1 : before || after ? 0 : 1;
        int cost = shown(lines.get(i), characters).length() + 1 + headings * HEADING;
        if (used + cost > characters) {
            return used;
        }
        chosen.set(i);
        return used + cost;
    }

    /** Shows what stands between two stretches where that costs no more than to say that it is left out. */
    private static void bridge(List<LogLine> lines, BitSet chosen, int characters) {
        for (int i = chosen.nextSetBit(0); i >= 0;) {
            int end = chosen.nextClearBit(i);
            int next = chosen.nextSetBit(end);
            if (next < 0) {
                return;
            }
            int between = 0;
            for (int k = end; k < next && between <= HEADING; k++) {
                between += shown(lines.get(k), characters).length() + 1;
            }
            if (between <= HEADING - 4) {
                chosen.set(end, next);
            }
            i = next;
        }
    }

    private static String shown(LogLine line, int characters) {
        String text = line.shown();
        int most = Math.clamp(characters / 4, 80, LONG);
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
