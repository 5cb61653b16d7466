package dev.telecoder.plugin.code;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A definition as something to be ranked: its words, those of its name counting most.
 *
 * @param hit what to show
 * @param weights each word with how much it counts
 * @param length how long it is, in weighted words
 * @param nameWords how many words its name has
 */
record Passage(Hit hit, Map<String, Double> weights, double length, List<String> nameWords) {

    private static final int LONGEST_BODY = 6_000;

    static Passage of(String path, Source source, Definition definition, List<Definition> inner) {
        var weights = new HashMap<String, Double>();
        List<String> nameWords = Words.of(definition.name());
        String outer = definition.qualified().substring(0, definition.qualified().length() - definition.name().length());
        add(weights, nameWords, 5);
        add(weights, Words.of(outer), 1.2);
        add(weights, Words.of(path.substring(0, Math.max(0, path.lastIndexOf('.')))), 0.8);
        add(weights, Words.of(DocComment.of(source, definition)), 2.2);
        int bodyStart = bodyStart(source, definition);
        add(weights, Words.of(source.text().substring(definition.start(), bodyStart)), 1.5);
        add(weights, Words.of(body(source, definition, bodyStart, inner)), 0.6);
        double length = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Passage(Shown.hit(path, source, definition, null), weights, length, nameWords);
    }

    private static void add(Map<String, Double> weights, List<String> words, double weight) {
        for (String word : words) {
            weights.merge(word, weight, Double::sum);
        }
    }

    private static int bodyStart(Source source, Definition definition) {
        int from = Math.min(definition.at() + definition.name().length(), definition.end());
        for (int i = from; i < definition.end(); i++) {
            char c = source.charAt(i);
            if (c == '(') {
                i = source.close(i);
            } else if (c == '{' || c == '\n' || c == ';') {
                return i;
            }
        }
        return Math.max(from, Math.min(definition.end(), source.text().length()));
    }

    /** The body without what is a definition of its own. */
    private static String body(Source source, Definition definition, int from, List<Definition> inner) {
        var body = new StringBuilder();
        int at = from;
        for (Definition part : inner) {
            if (part.start() >= at && part.end() <= definition.end()) {
                body.append(source.text(), at, part.start()).append(' ').append(part.name()).append(' ');
                at = part.end();
            }
        }
        if (at < definition.end()) {
            body.append(source.text(), at, Math.min(definition.end(), source.text().length()));
        }
        return body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) : body.toString();
    }
}
