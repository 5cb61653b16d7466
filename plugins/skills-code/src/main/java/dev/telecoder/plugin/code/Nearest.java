package dev.telecoder.plugin.code;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses the files of a large workspace that are worth a closer look for a question. Pure. */
final class Nearest {

    /** So many files are looked at in any case. */
    private static final int MOST = 300;

    private Nearest() {}

    static List<String> files(List<String> paths, List<Sketch> sketches, int[] words) {
        if (paths.size() <= MOST) {
            return paths;
        }
        List<long[]> masks = sketches.parallelStream().map(sketch -> sketch.masks(words)).toList();
        double[] rare = rarity(masks, words.length);
        double[] best = masks.stream().mapToDouble(file -> best(file, rare)).toArray();
        return IntStream.range(0, best.length).boxed().filter(i -> best[i] > 0)
                .sorted(Comparator.comparingDouble(i -> -best[i])).limit(MOST).sorted().map(paths::get).toList();
    }

    private static double[] rarity(List<long[]> masks, int words) {
        var having = new int[words];
        int all = 0;
        for (long[] file : masks) {
            for (long mask : file) {
                all++;
                for (long left = mask; left != 0; left &= left - 1) {
                    having[Long.numberOfTrailingZeros(left)]++;
                }
            }
        }
        double windows = all;
        return IntStream.of(having).mapToDouble(count -> Math.log(1 + (windows - count + 0.5) / (count + 0.5)))
                .toArray();
    }

    private static double best(long[] file, double[] rare) {
        double best = 0;
        for (long mask : file) {
            double score = 0;
            for (long left = mask; left != 0; left &= left - 1) {
                score += rare[Long.numberOfTrailingZeros(left)];
            }
            best = Math.max(best, score);
        }
        return best;
    }
}
