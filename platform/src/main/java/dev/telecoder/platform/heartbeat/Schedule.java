package dev.telecoder.platform.heartbeat;

import dev.telecoder.platform.config.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** When a job is due: by the calendar, or every so often. For any thread. */
public sealed interface Schedule permits CronExpression, Schedule.Every {

    /** What cron calls these times. */
    Map<String, String> NAMES = Map.of("@yearly", "0 0 1 1 *", "@annually", "0 0 1 1 *", "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0", "@daily", "0 0 * * *", "@midnight", "0 0 * * *", "@hourly", "0 * * * *");

    /**
     * Reads a schedule.
     *
     * @param text five fields of cron, a name such as {@code @daily}, or {@code @every 10m}
     * @return when
     * @throws IllegalArgumentException if it is none; the message says what is wrong and what was expected
     */
    static Schedule parse(String text) {
        String written = text.strip();
        String named = NAMES.get(written.toLowerCase(Locale.ROOT));
        if (named != null) {
            return CronExpression.of(named);
        }
        if (written.toLowerCase(Locale.ROOT).startsWith("@every")) {
            return Every.of(written);
        }
        if (written.startsWith("@")) {
            throw new IllegalArgumentException("\"" + written + "\" is not known. Expected one of "
                    + String.join(", ", NAMES.keySet().stream().sorted().toList()) + " or @every 10m."
                    + (written.equalsIgnoreCase("@reboot") ? " A job cannot wait for a start of the machine." : ""));
        }
        return CronExpression.of(written);
    }

    /**
     * Tells when it is due next.
     *
     * @param after the moment that is over
     * @param zone whose clocks count
     * @return the first due moment after it; empty if there is none within decades
     */
    Optional<Instant> next(Instant after, ZoneId zone);

    /**
     * Tells the next moments.
     *
     * @param after the moment that is over
     * @param zone whose clocks count
     * @param count how many
     * @return the moments in order; fewer if there are no more within decades
     */
    List<Instant> next(Instant after, ZoneId zone, int count);

    /**
     * Every so often, counted from the last time.
     *
     * @param interval from 1 second
     */
    record Every(Duration interval) implements Schedule {

        private static Every of(String written) {
            String length = written.substring(6).strip();
            Duration interval;
            try {
                interval = Durations.parse(length);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("\"" + written + "\" has no length of time. Expected @every 10m,"
                        + " @every 1h30m or the like.", e);
            }
            if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("\"" + written + "\" is too short. Expected @every 1s or longer.");
            }
            return new Every(interval);
        }

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(interval));
        }

        @Override
        public List<Instant> next(Instant after, ZoneId zone, int count) {
            Instant begin = after.truncatedTo(ChronoUnit.SECONDS);
            return Stream.iterate(begin.plus(interval), due -> due.plus(interval)).limit(count).toList();
        }
    }
}
