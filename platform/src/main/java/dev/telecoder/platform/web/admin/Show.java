package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How values are put into words on pages.
 *
 * @param now the time the page is made
 */
record Show(Instant now) {

    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_OF_YEAR =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** How long ago, or in how long. */
    String ago(String at) {
        Instant then = instant(at);
        Duration past = Duration.between(then, now);
        boolean ahead = past.isNegative();
        long seconds = past.abs().toSeconds();
        if (seconds < 45) {
            return ahead ? "in a moment" : "just now";
        }
        String amount = seconds < 3_570 ? Math.max(1, Math.round(seconds / 60.0)) + " min"
                : seconds < 79_200 ? Math.round(seconds / 3600.0) + " h"
                        : seconds < 604_800 ? Math.round(seconds / 86_400.0) + " d" : "";
        if (amount.isEmpty()) {
            return (seconds < 15_552_000 ? DAY : DAY_OF_YEAR).format(then);
        }
        return ahead ? "in " + amount : amount + " ago";
    }

    String whole(String at) {
        return at.isEmpty() ? "" : WHOLE.format(instant(at));
    }

    String clock(String at) {
        return CLOCK.format(instant(at));
    }

    /** How long something took, or takes since. */
    String took(JsonValue from, JsonValue to) {
        if (from.isNull()) {
            return "";
        }
        long millis = Duration.between(instant(from.text()), to.isNull() ? now : instant(to.text())).toMillis();
        if (millis < 0) {
            return "";
        }
        return millis < 1_000 ? millis + " ms"
                : millis < 60_000 ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                        : millis < 3_600_000 ? millis / 60_000 + " min " + millis / 1000 % 60 + " s"
                                : millis / 3_600_000 + " h " + millis / 60_000 % 60 + " min";
    }

    /** Which look a state has: good, warn, bad, busy or none. */
    static String look(String state) {
        return switch (state) {
            case "up", "started", "done", "ready", "allowed", "allow", "ok", "resolved" -> "good";
            case "waiting", "over_budget", "paused", "pending", "ask", "warn", "stopped", "cancelled", "unknown",
                    "warning", "missed" ->
                    "warn";
            case "critical", "down", "refused", "faulty", "failed", "unavailable", "deny", "denied", "error" -> "bad";
            case "running", "queued", "claimed" -> "busy";
            default -> "";
        };
    }

    static String words(String state) {
        return state.replace('_', ' ');
    }

    static String count(long n, String one) {
        return count(n, one, one + "s");
    }

    static String count(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    static String number(long n) {
        return n < 10_000 ? String.valueOf(n)
                : n < 1_000_000 ? Math.round(n / 1000.0) + "k"
                        : String.format(Locale.ROOT, "%.1fM", n / 1_000_000.0);
    }

    static String cut(String text, int max) {
        return text.codePointCount(0, text.length()) <= max ? text
                : text.substring(0, text.offsetByCodePoints(0, max)) + "…";
    }

    /** JSON as a person reads it. */
    static String json(JsonValue value) {
        return Indented.of(value);
    }

    private static Instant instant(String at) {
        try {
            return Instant.parse(at);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }
}
