package dev.telecoder.platform.memory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may have been said for a word that is asked for: its odd forms, words of like meaning, things of a kind. Pure. */
final class Related {

    private static final double FORM = 0.95;
    private static final double LIKE = 0.5;
    private static final double OF_KIND = 0.45;
    /** What was asked for may have been said for a word that is listed after it. */
    private static final double BACK = 0.2;
    private static final Map<String, Map<String, Double>> OTHERS = read();

    private Related() {}

    /** {@return the words that may stand for a word of that stem, each with how much it counts} */
    static Map<String, Double> to(String stem) {
        return OTHERS.getOrDefault(stem, Map.of());
    }

    private static Map<String, Map<String, Double>> read() {
        Map<String, Map<String, Double>> others = new HashMap<>();
        try (InputStream in = Related.class.getResourceAsStream("/recall/related.txt")) {
            if (in == null) {
                throw new IllegalStateException("The list of related words is missing from this build.");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> line(others, line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return others;
    }

    private static void line(Map<String, Map<String, Double>> others, String line) {
        boolean forms = line.startsWith("~");
        boolean kind = line.contains(":");
        List<String> words = Arrays.stream(line.replace(":", "").replace("~", "").strip().split(" ")).toList();
        if (forms) {
            words.forEach(one -> words.forEach(other -> add(others, one, other, FORM)));
        } else {
            words.forEach(other -> add(others, words.getFirst(), other, kind ? OF_KIND : LIKE));
            words.forEach(other -> add(others, other, words.getFirst(), BACK));
        }
    }

    private static void add(Map<String, Map<String, Double>> others, String one, String other, double weight) {
        String stem = Porter.stem(one);
        if (!stem.equals(Porter.stem(other)) && weight > 0) {
            others.computeIfAbsent(stem, key -> new LinkedHashMap<>()).merge(other, weight, Math::max);
        }
    }
}
