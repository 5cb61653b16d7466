package dev.telecoder.platform.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Keeps one login from writing faster than any person or script that means well does. Safe for many threads. */
final class Rates {

    private static final double PER_SECOND = 10;
    private static final double BURST = 600;

    private final Clock clock;
    private final Map<String, Bucket> buckets = new HashMap<>();

    Rates(Clock clock) {
        this.clock = clock;
    }

    private record Bucket(double left, Instant at) {

        Bucket refilled(Instant now) {
            double more = Math.max(0, Duration.between(at, now).toMillis() / 1000.0 * PER_SECOND);
            return new Bucket(Math.min(BURST, left + more), now);
        }
    }

    synchronized void take(String key) {
        Instant now = clock.instant();
        Bucket bucket = buckets.getOrDefault(key, new Bucket(BURST, now)).refilled(now);
        if (bucket.left() < 1) {
            throw Problem.tooMany("Too many requests that change something; 600 a minute are allowed.", 1);
        }
        buckets.put(key, new Bucket(bucket.left() - 1, now));
        if (buckets.size() > 1_000) {
            buckets.values().removeIf(old -> old.refilled(now).left() >= BURST);
        }
    }
}
