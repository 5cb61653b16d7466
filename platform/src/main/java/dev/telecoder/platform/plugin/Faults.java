package dev.telecoder.platform.plugin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The faults of one plugin since it was started, and when they are too many. Safe for use by many threads. */
final class Faults {

    /** So many within {@link #WITHIN} are too many. */
    static final int TOO_MANY = 5;
    static final Duration WITHIN = Duration.ofMinutes(10);

    /** What does not return keeps a thread for good, so it counts more than what only fails. */
    private static final int HANG = 3;

    private final Deque<Long> recent = new ArrayDeque<>();
    private int count;
    private String last = "";
    private String kind = "";
    private boolean told;

    /** Notes a fault; tells, once, that there were too many. */
    synchronized boolean add(String text, Throwable cause) {
        count++;
        last = text;
        kind = kind(cause);
        long now = System.nanoTime();
        for (int i = 0; i < (cause instanceof Overdue ? HANG : 1); i++) {
            recent.addLast(now);
        }
        while (now - recent.getFirst() > WITHIN.toNanos()) {
            recent.removeFirst();
        }
        if (told || recent.size() < TOO_MANY) {
            return false;
        }
        told = true;
        return true;
    }

    /** What is wrong with it since it was started; empty if nothing. */
    synchronized String summary() {
        return switch (count) {
            case 0 -> "";
            case 1 -> "1 fault: " + last;
            default -> count + " faults, the last one: " + last;
        };
    }

    /** Why the plugin was taken out of use. */
    synchronized String verdict(String plugin, String version) {
        return plugin + " " + version + " was taken out of use after " + count + " faults within "
                + WITHIN.toMinutes() + " minutes, the last one " + kind + ": " + last
                + ". The other plugins go on. Report it to its author or install another version;"
                + " `telecoder plugins enable " + plugin + "` gives it another chance.";
    }

    private static String kind(Throwable cause) {
        return switch (cause) {
            case Overdue _ -> "a call that does not return";
            case LinkageError _ -> "a class that does not fit";
            case StackOverflowError _ -> "a recursion without end";
            case OutOfMemoryError _ -> "out of memory";
            default -> "an unexpected exception";
        };
    }
}
