package dev.telecoder.platform.config;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** Takes the values that must not be seen out of a text. For one thread. */
final class Redaction {

    private static final int SHORTEST = 4;

    /** The longest first: one value may contain another. */
    private final Set<String> values =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    void add(String value) {
        if (value.length() >= SHORTEST) {
            values.add(value);
        }
    }

    void addAll(Redaction other) {
        values.addAll(other.values);
    }

    String of(String text) {
        String clean = text;
        for (String value : values) {
            clean = clean.replace(value, "***");
        }
        return clean;
    }
}
