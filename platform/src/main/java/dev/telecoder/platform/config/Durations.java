package dev.telecoder.platform.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written in settings: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 7d}, {@code 2w}. */
public final class Durations {

    private static final Pattern PART = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d|w)");
    private static final Pattern WHOLE = Pattern.compile("(\\s*\\d+\\s*(ms|s|m|h|d|w))+\\s*");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text such as {@code 5m}; ISO 8601 such as {@code PT5M} too
     * @return the duration
     * @throws IllegalArgumentException if the text is none
     */
    public static Duration parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("0")) {
            return Duration.ZERO;
        }
        try {
            if (lower.startsWith("p")) {
                return Duration.parse(lower);
            }
            if (WHOLE.matcher(lower).matches()) {
                Duration sum = Duration.ZERO;
                for (Matcher part = PART.matcher(lower); part.find();) {
                    sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
                }
                return sum;
            }
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("not a duration: " + text, e);
        }
        throw new IllegalArgumentException("not a duration: " + text);
    }

    /**
     * Writes a duration the way it is read.
     *
     * @param duration not negative
     * @return such as {@code 1h30m}
     */
    public static String text(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        var text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
