package dev.telecoder.platform.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * How points in time are written in the database: RFC 3339, UTC, always three digits of milliseconds, so that text order
 * is time order. Handles of the {@link Database} bind and read {@code Instant} this way by themselves.
 */
public final class Times {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Times() {}

    /**
     * Writes a time; what is finer than a millisecond is cut off.
     *
     * @param time the time
     * @return such as {@code 2026-11-22T10:00:00.000Z}
     */
    public static String text(Instant time) {
        return FORMAT.format(time);
    }

    /**
     * Reads a time.
     *
     * @param text as {@link #text} writes it
     * @return the time
     */
    public static Instant parse(String text) {
        return Instant.parse(text);
    }

    /**
     * Cuts a time to what the database keeps, for values that are compared with what comes back.
     *
     * @param time the time
     * @return the time in whole milliseconds
     */
    public static Instant toMillis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
