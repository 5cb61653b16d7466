package dev.telecoder.platform.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which models are left alone for a while because they did not answer. When a rest is over, one request finds out whether the
 * model is back; the others go elsewhere until it has answered. Safe for many threads.
 */
final class Rests {

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<String, Rest> rests = new HashMap<>();

    private record Rest(int failures, Instant until, boolean probing) {}

    Rests(Clock clock) {
        this.clock = clock;
    }

    /** Whether to ask it; a yes after a rest is for one caller, who tells how it went. */
    synchronized boolean mayAsk(String model) {
        Rest rest = rests.get(model);
        if (rest == null) {
            return true;
        }
        if (rest.probing() || clock.instant().isBefore(rest.until())) {
            return false;
        }
        rests.put(model, new Rest(rest.failures(), rest.until(), true));
        return true;
    }

    synchronized void answered(String model) {
        rests.remove(model);
    }

    /** It was asked and nobody knows whether it would have answered. */
    synchronized void leftOpen(String model) {
        rests.computeIfPresent(model, (key, rest) -> new Rest(rest.failures(), rest.until(), false));
    }

    synchronized void failed(String model, @Nullable Duration asked) {
        Rest rest = rests.get(model);
        int failures = rest == null ? 1 : rest.failures() + 1;
        Duration usual = FIRST.multipliedBy(1L << Math.min(failures - 1, 5));
        Duration wait = usual.compareTo(LONGEST) > 0 ? LONGEST : usual;
        rests.put(model, new Rest(failures, clock.instant().plus(asked == null ? wait : asked), false));
    }
}
