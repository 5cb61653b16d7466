package dev.telecoder.plugin.ci;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a line is told apart; see {@code rules.txt}.
 *
 * @param kind what such a line says of the failure
 * @param weight how surely it is part of the cause; below 0: surely not
 * @param before how many lines before it belong to it
 * @param after how many after it
 * @param until where those after it end early
 * @param hints texts of which the line holds one
 * @param pattern found in the line
 */
record Rule(String kind, int weight, int before, int after, Until until, List<String> hints, Pattern pattern) {

    /** Where a block ends. */
    enum Until {
        /** At a blank line. */
        BLANK,
        /** At a line that is neither indented nor blank nor part of a code frame. */
        DEDENT,
        /** Nowhere. */
        NEVER
    }

    private static final int COLUMNS = 6;

    static Rule parse(String line) {
        String[] parts = line.split(" ", COLUMNS);
        if (parts.length < COLUMNS) {
            throw new IllegalArgumentException("A rule has six columns: " + line);
        }
        String after = parts[3];
        Until until = after.endsWith("+") ? Until.NEVER : after.endsWith("i") ? Until.DEDENT : Until.BLANK;
        List<String> hints = List.of(parts[4].replace('_', ' ').toLowerCase(Locale.ROOT).split("\\|"));
        return new Rule(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
                Integer.parseInt(after.replaceAll("[+i]", "")), until, hints, Pattern.compile(parts[5]));
    }

    boolean matches(String body) {
        return pattern.matcher(body).find();
    }
}
