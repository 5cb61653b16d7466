package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders definitions by how well they fit a sentence: BM25 over weighted words. Pure. */
final class Ranking {

    private static final double K = 1.4;
    private static final double B = 0.6;

    private Ranking() {}

    static List<Hit> best(List<Passage> passages, String query) {
        List<String> words = Words.ofQuery(query);
        double average = passages.stream().mapToDouble(Passage::length).average().orElse(1);
        Map<String, Integer> having = new HashMap<>();
        for (Passage passage : passages) {
            for (String word : words) {
                if (passage.weights().containsKey(word)) {
                    having.merge(word, 1, Integer::sum);
                }
            }
        }
        var hits = new ArrayList<Hit>();
        for (Passage passage : passages) {
            double score = 0;
            int found = 0;
            for (String word : words) {
                double weight = passage.weights().getOrDefault(word, 0.0);
                if (weight > 0) {
                    int count = having.getOrDefault(word, 0);
                    double rare = Math.log(1 + (passages.size() - count + 0.5) / (count + 0.5));
                    score += rare * weight * (K + 1) / (weight + K * (1 - B + B * passage.length() / average));
                    found++;
                }
            }
            if (found > 0) {
                // Two of the question's words say more than one of them twice.
                score *= 0.6 + 0.4 * found / words.size();
                long named = passage.nameWords().stream().distinct().filter(words::contains).count();
                score *= 1 + 0.25 * named / Math.max(1, passage.nameWords().stream().distinct().count());
                Hit hit = passage.hit();
                hits.add(new Hit(hit.path(), hit.line(), hit.column(), hit.text(), hit.symbol(), hit.kind(),
                        Math.round(score * isTest(hit.path()) * 1000) / 1000.0));
            }
        }
        hits.sort(Comparator.comparingDouble((Hit hit) -> hit.score() == null ? 0 : -hit.score())
                .thenComparing(Hit::path).thenComparingInt(Hit::line));
        return hits;
    }

    /** Tests speak of what they test in its own words, and are seldom what is looked for. */
    private static double isTest(String path) {
        return path.matches("(?i)(.*/)?(tests?|specs?|__tests__)/.*|.*(Tests?|_test|[.-]spec|[.-]test|IT)\\.\\w+|(.*/)?test_\\w+\\.py")
                ? 0.6 : 1;
    }
}
