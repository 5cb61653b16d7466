package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Orders definitions by how well they fit a sentence: BM25 over weighted words. Pure. */
final class Ranking {

    private static final double K = 1.8;
    private static final double B = 0.75;
    /** A type has the words of all that is in it; the part that fits is what is looked for. */
    private static final double TYPE = 0.45;
    /** What nobody described has only its code to be found by, beside others that say in words what they do. */
    private static final double UNDESCRIBED = 1.4;
    /** How much another word of the same meaning counts. */
    private static final double SYNONYM = 0.2;
    /** How much it counts that all of the question is there. */
    private static final double COVERED = 0.3;
    /** How much it counts that the file around it speaks of the rest. */
    private static final double AROUND = 1;
    private static final Set<String> CALLABLE = Set.of("method", "function", "constructor", "macro");
    /** Tests speak of what they test in its own words, and are seldom what is looked for. */
    private static final Pattern TEST = Pattern.compile(
            "(?i)(.*/)?(tests?|specs?|__tests__)/.*|.*(Tests?|_test|[.-]spec|[.-]test|IT)\\.\\w+|(.*/)?test_\\w+\\.py");

    private Ranking() {}

    static List<Hit> best(List<Passage> passages, int[] words) {
        double average = passages.stream().mapToDouble(Passage::length).average().orElse(1);
        double[] rare = rarity(passages, words);
        String path = "";
        double place = 1;
        var hits = new ArrayList<Hit>();
        double all = Arrays.stream(rare).sum();
        for (int at = 0; at < passages.size(); at++) {
            Passage passage = passages.get(at);
            double score = score(passage, words, rare, average);
            if (score > 0) {
                Hit hit = passage.hit();
                score *= CALLABLE.contains(String.valueOf(hit.kind())) ? 1 : TYPE;
                // Passages of a file come one after another.
                if (!hit.path().equals(path)) {
                    path = hit.path();
                    place = (TEST.matcher(path).matches() ? 0.6 : 1)
                            * (1 + AROUND * around(passages, at, words, rare) / all);
                }
                hits.add(new Hit(hit.path(), hit.line(), hit.column(), hit.text(), hit.symbol(), hit.kind(),
                        Math.round(score * place * 1000) / 1000.0));
            }
        }
        hits.sort(Comparator.comparingDouble((Hit hit) -> hit.score() == null ? 0 : -hit.score())
                .thenComparing(Hit::path).thenComparingInt(Hit::line));
        // A function that is given to a variable has two names on one line.
        var lines = new HashSet<String>();
        return hits.stream().filter(hit -> lines.add(hit.path() + ":" + hit.line())).toList();
    }

    /** {@return how much of the question the file has in any of its passages, of which this is one of the first} */
    private static double around(List<Passage> passages, int first, int[] words, double[] rare) {
        String path = passages.get(first).hit().path();
        double found = 0;
        for (int i = 0; i < words.length; i++) {
            for (int at = first; at < passages.size() && passages.get(at).hit().path().equals(path); at++) {
                if (passages.get(at).weight(words[i]) > 0) {
                    found += rare[i];
                    break;
                }
            }
        }
        return found;
    }

    /** {@return for each word how much it tells: the fewer passages have it, the more} */
    private static double[] rarity(List<Passage> passages, int[] words) {
        var having = new int[words.length];
        for (Passage passage : passages) {
            for (int i = 0; i < words.length; i++) {
                having[i] += passage.weight(words[i]) > 0 ? 1 : 0;
            }
        }
        return Arrays.stream(having).mapToDouble(count -> Math.log(1 + (passages.size() - count + 0.5) / (count + 0.5)))
                .toArray();
    }

    private static double score(Passage passage, int[] words, double[] rare, double average) {
        double score = 0;
        double room = K * (1 - B + B * passage.length() / average);
        double found = 0;
        for (int i = 0; i < words.length; i++) {
            double weight = passage.weight(words[i]);
            double counts = 1;
            if (weight == 0) {
                weight = SYNONYM * synonym(passage, words, i);
                counts = SYNONYM;
            }
            if (weight > 0) {
                score += rare[i] * weight * (K + 1) / (weight + room);
                found += counts;
            }
        }
        if (found == 0) {
            return 0;
        }
        // Two of the question's words say more than one of them twice.
        score *= 1 - COVERED + COVERED * found / words.length;
        score *= passage.documented() ? 1 : UNDESCRIBED;
        long named = Arrays.stream(passage.nameWords())
                .filter(name -> Arrays.stream(words).anyMatch(word -> word == name)).count();
        score *= 1 + 0.25 * named / Math.max(1, passage.nameWords().length);
        return score;
    }

    /** {@return the weight of the best other word for one of the question's that the question itself does not have} */
    private static double synonym(Passage passage, int[] words, int at) {
        double best = 0;
        for (int other : Synonyms.of(words[at])) {
            double weight = passage.weight(other);
            if (weight > best && Arrays.stream(words).noneMatch(word -> word == other)) {
                best = weight;
            }
        }
        return best;
    }
}
