package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.heartbeat.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about what is done at set times. */
final class CronCommands {

    private CronCommands() {}

    /** {@code cron next}: shows when a schedule is due. */
    @CommandLine.Command(description = "Shows when a schedule is due next, such as \"30 2 * * 1-5\"; needs no host.")
    static final class Next extends Command {

        /** UTC as +00:00: every reader of RFC 3339 takes that, not every one takes Z. */
        private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
                .appendPattern("yyyy-MM-dd'T'HH:mm:ss").appendOffset("+HH:MM", "+00:00").toFormatter();
        private static final int MOST = 100_000;

        @Parameters(arity = "1..*", paramLabel = "EXPR",
                description = "five fields of cron, a name such as @daily, or @every 10m") private java.util.List<String> expression =
                        java.util.List.of();

        @Option(names = "--timezone", paramLabel = "TZ",
                description = "whose clocks count, such as Europe/Berlin; the system's if left out") private String timezone =
                        "";

        @Option(names = "--from", paramLabel = "TIME",
                description = "the moment to begin after, such as 2026-11-22T10:00:00Z; now if left out") private String from =
                        "";

        @Option(names = "-n", paramLabel = "N", description = "how many times; 5 if left out") private int count = 5;

        Next(Io io) {
            super(io);
        }

        @Override
        public Integer call() {
            if (count < 1 || count > MOST) {
                throw CommandFailure.usage("-n is " + count + ". Expected a number from 1 to " + MOST + ".");
            }
            ZoneId zone = zone();
            Schedule schedule;
            try {
                schedule = Schedule.parse(String.join(" ", expression));
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage("This is no schedule: " + e.getMessage());
            }
            java.util.List<String> due = schedule.next(begin(zone), zone, count).stream()
                    .map(at -> at.atZone(zone).format(FORM)).toList();
            if (asJson) {
                io.line(JsonValue.array(due.stream().map(JsonValue::of).toList()).toString());
            } else {
                due.forEach(io::line);
            }
            if (due.isEmpty()) {
                io.tell("telecoder: There is no such day: it is never due.");
                return CommandFailure.NO;
            }
            return 0;
        }

        private ZoneId zone() {
            try {
                return timezone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(timezone);
            } catch (DateTimeException e) {
                throw CommandFailure.usage("--timezone is \"" + timezone
                        + "\". Expected a name such as Europe/Berlin, UTC, or an offset such as +02:00.");
            }
        }

        private Instant begin(ZoneId zone) {
            if (from.isEmpty()) {
                return Instant.now();
            }
            try {
                return OffsetDateTime.parse(from.replace(' ', 'T')).toInstant();
            } catch (DateTimeParseException withoutOffset) {
                try {
                    return LocalDateTime.parse(from.replace(' ', 'T')).atZone(zone).toInstant();
                } catch (DateTimeParseException e) {
                    throw CommandFailure.usage("--from is \"" + from
                            + "\". Expected a time such as 2026-11-22T10:00:00Z or 2026-11-22T10:00:00+01:00.");
                }
            }
        }
    }
}
