package dev.telecoder.platform.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A clock that begins at another time and may run faster, so that a Monday morning or a month of heartbeats can be tried on a
 * whole host: {@code -Dtelecoder.clock=2026-11-23T08:59:50Z} or {@code -Dtelecoder.clock=2026-11-23T08:59:50Z*300}. Safe
 * for many threads.
 */
final class MovedClock extends Clock {

    private final Instant begin;
    private final int speed;
    private final ZoneId zone;
    private final long since;

    private MovedClock(Instant begin, int speed, ZoneId zone, long since) {
        this.begin = begin;
        this.speed = speed;
        this.zone = zone;
        this.since = since;
    }

    /** {@return the clock that is asked for; that of the machine where none is} */
    static Clock orNot(String asked) {
        if (asked.isBlank()) {
            return Clock.systemUTC();
        }
        String[] parts = asked.strip().split("\\*", 2);
        try {
            int speed = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
            if (speed >= 1) {
                return new MovedClock(Instant.parse(parts[0]), speed, ZoneOffset.UTC, System.nanoTime());
            }
        } catch (DateTimeParseException | NumberFormatException e) {
            // Told below, as a speed of nothing is.
        }
        throw CommandFailure.usage("telecoder.clock is \"" + asked + "\", but wants a moment such as"
                + " 2026-11-23T08:59:50Z, and maybe how many times faster time goes, such as *300.");
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MovedClock(begin, speed, other, since);
    }

    @Override
    public Instant instant() {
        return begin.plus(Duration.ofNanos(System.nanoTime() - since).multipliedBy(speed));
    }
}
