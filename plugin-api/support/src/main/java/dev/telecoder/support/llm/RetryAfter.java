package dev.telecoder.support.llm;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads how long a service asks to wait: {@code Retry-After} as seconds or as a date, {@code retry-after-ms}, and times such
 * as {@code 7.5s} that stand in bodies.
 *
 * @since 0.2
 */
public final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final Pattern MILLIS = Pattern.compile("\\d{1,12}");

    private RetryAfter() {}

    /**
     * Reads the headers of an answer.
     *
     * @param header finds a header by its name, in any case
     * @param clock the time now, from which a date is counted
     * @return the delay; empty if there is none, or none that can be read
     */
    public static Optional<Duration> of(Function<String, Optional<String>> header, Clock clock) {
        return header.apply("retry-after-ms").map(String::strip).filter(text -> MILLIS.matcher(text).matches())
                .map(text -> Duration.ofMillis(Long.parseLong(text)))
                .or(() -> header.apply("retry-after").flatMap(text -> secondsOrDate(text.strip(), clock)));
    }

    private static Optional<Duration> secondsOrDate(String text, Clock clock) {
        if (SECONDS.matcher(text).matches()) {
            return seconds(text);
        }
        try {
            Duration until = Duration.between(clock.instant(),
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    /**
     * Reads a number of seconds.
     *
     * @param text such as {@code 7}, {@code 1.5} or {@code 7.5s}
     * @return the delay; empty if it is none
     */
    public static Optional<Duration> seconds(String text) {
        String number = text.strip().replaceAll("s$", "");
        return SECONDS.matcher(number).matches()
                ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(number) * 1000))) : Optional.empty();
    }
}
