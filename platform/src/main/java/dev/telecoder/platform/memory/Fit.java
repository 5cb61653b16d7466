package dev.telecoder.platform.memory;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * How well a text fits the words of a question: BM25, in which a related word counts for one that was not said, and what is
 * itself asked counts less than what is told. For one question and its one thread.
 */
final class Fit {

    private static final double K = 1.2;
    private static final double B = 0.6;
    /** How much what stands in a question counts: who tells something does not ask it. */
    private static final double ASKED = 0.5;

    /** A word that may be in a text: for which word of the question, and how much it counts. */
    private record Term(int word, double weight) {}

    private final Map<String, List<Term>> terms = new HashMap<>();
    private final boolean[] begins = new boolean[1 << 16];
    private final int words;
    private final double average;

    /**
     * Makes one for a question.
     *
     * @param words the words of the question, each with what may be said for it and how much it counts
     * @param messages how many messages there are
     * @param having in how many of them a word is
     * @param average how many words a message has
     */
    Fit(List<Map<String, Double>> words, long messages, ToIntFunction<String> having, double average) {
        this.average = Math.max(1, average);
        this.words = words.size();
        for (int i = 0; i < words.size(); i++) {
            int word = i;
            double most = words.get(i).keySet().stream().limit(1).mapToInt(having).filter(in -> in > 0)
                    .mapToDouble(in -> rarity(messages, in)).findFirst().orElse(Double.MAX_VALUE);
            words.get(i).forEach((said, counts) -> {
                String stem = Porter.stem(plain(said));
                begins[begin(stem)] = true;
                // A word that is rare itself does not tell more than the one it stands for.
                terms.computeIfAbsent(stem, key -> new ArrayList<>()).add(
                        new Term(word, counts * Math.min(most, rarity(messages, having.applyAsInt(said)))));
            });
        }
    }

    private static double rarity(long messages, int having) {
        return Math.log(1 + (Math.max(messages, having) - having + 0.5) / (having + 0.5));
    }

    /** {@return how many words a text has} */
    static int length(String text) {
        int words = 0;
        boolean in = false;
        for (int i = 0; i < text.length(); i++) {
            boolean letter = Character.isLetterOrDigit(text.charAt(i));
            words += letter && !in ? 1 : 0;
            in = letter;
        }
        return words;
    }

    /** {@return how well a text fits; 0 if it has none of the words} */
    double of(String given) {
        String text = plain(given);
        Map<Term, Double> found = new LinkedHashMap<>();
        int at = 0;
        int sentence = 0;
        while (sentence < text.length()) {
            int end = sentence;
            while (end < text.length() && ".!?\n".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            double counts = end < text.length() && text.charAt(end) == '?' ? ASKED : 1;
            for (int i = sentence; i < end;) {
                if (!Character.isLetterOrDigit(text.charAt(i))) {
                    i++;
                    continue;
                }
                int from = i;
                while (i < end && Character.isLetterOrDigit(text.charAt(i))) {
                    i++;
                }
                at++;
                for (Term term : terms(text, from, i)) {
                    found.merge(term, counts, Double::sum);
                }
            }
            sentence = end + 1;
        }
        var best = new double[words];
        double room = K * (1 - B + B * at / average);
        found.forEach((term, count) -> best[term.word()] =
                Math.max(best[term.word()], term.weight() * count * (K + 1) / (count + room)));
        return Arrays.stream(best).sum();
    }

    private List<Term> terms(String text, int from, int to) {
        if (!begins[begin(text.charAt(from), to - from > 1 ? text.charAt(from + 1) : 0)]) {
            return List.of();
        }
        return terms.getOrDefault(Porter.stem(text.substring(from, to)), List.of());
    }

    private static int begin(String stem) {
        return begin(stem.charAt(0), stem.length() > 1 ? stem.charAt(1) : 0);
    }

    private static int begin(int first, int second) {
        return (first * 256 + second) & 0xffff;
    }

    private static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "")
                        .toLowerCase(Locale.ROOT);
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
