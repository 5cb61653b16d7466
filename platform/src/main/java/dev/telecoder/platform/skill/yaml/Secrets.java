package dev.telecoder.platform.skill.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes the values of a skill's variables out of all it says. Of a value with several lines, such as a key, each line counts
 * for itself. What has fewer than four characters stays: it would be found everywhere. Immutable.
 */
final class Secrets {

    private static final int SHORTEST = 4;

    /** The longest first: one may contain another. */
    private final List<String> values;

    Secrets(Collection<String> values) {
        this.values = values.stream().flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
                .map(String::strip).filter(value -> value.length() >= SHORTEST).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, "***");
        }
        return hidden;
    }
}
