package dev.telecoder.platform.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** Counts wrong tokens: for each address, loopback too, and over all of them. Safe for many threads. */
final class Tries {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_OF_ONE = 10;
    private static final int MAX_OF_ALL = 100;
    private static final String ALL = "";

    private final Clock clock;
    private final Map<String, ArrayDeque<Instant>> wrong = new HashMap<>();

    Tries(Clock clock) {
        this.clock = clock;
    }

    /** Refuses to look at a token if too many were wrong lately. */
    synchronized void check(String address) {
        Instant now = clock.instant();
        wrong.values().removeIf(times -> {
            while (!times.isEmpty() && !times.getFirst().plus(WINDOW).isAfter(now)) {
                times.removeFirst();
            }
            return times.isEmpty();
        });
        refuse(place(address), MAX_OF_ONE, now);
        refuse(ALL, MAX_OF_ALL, now);
    }

    synchronized void wrong(String address) {
        wrong.computeIfAbsent(place(address), key -> new ArrayDeque<>()).addLast(clock.instant());
        wrong.computeIfAbsent(ALL, key -> new ArrayDeque<>()).addLast(clock.instant());
    }

    private void refuse(String place, int max, Instant now) {
        ArrayDeque<Instant> times = wrong.get(place);
        if (times != null && times.size() >= max) {
            long left = Duration.between(now, times.getFirst().plus(WINDOW)).toSeconds() + 1;
            throw Problem.tooMany("Too many wrong tokens. Try again in " + left + " seconds.", left);
        }
    }

    /** Whoever is on this machine has all of 127/8, and a network has all of its /64. */
    private static String place(String address) {
        if (address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1")) {
            return "loopback";
        }
        String[] groups = address.split(":");
        return groups.length == 8 ? String.join(":", groups[0], groups[1], groups[2], groups[3]) : address;
    }
}
