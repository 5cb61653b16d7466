package dev.telecoder.platform.store;

import java.security.SecureRandom;

/**
 * Ids that sort by the time they were made: 48 bits of milliseconds and 80 of chance in Crockford's base 32, as in the ULID
 * specification. Safe for many threads.
 */
public final class Ids {

    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Object LOCK = new Object();
    private static long lastTime;
    private static long lastHigh;
    private static long lastLow;

    private Ids() {}

    /** {@return a new id of 26 characters, greater than those this process made before} */
    public static String next() {
        long time;
        long high;
        long low;
        synchronized (LOCK) {
            time = Math.max(System.currentTimeMillis(), lastTime);
            if (time == lastTime) {
                lastLow = (lastLow + 1) & 0xFF_FFFF_FFFFL;
                if (lastLow == 0) {
                    lastHigh = (lastHigh + 1) & 0xFF_FFFF_FFFFL;
                }
            } else {
                lastTime = time;
                lastHigh = RANDOM.nextLong() & 0x7F_FFFF_FFFFL;
                lastLow = RANDOM.nextLong() & 0xFF_FFFF_FFFFL;
            }
            high = lastHigh;
            low = lastLow;
        }
        char[] id = new char[26];
        write(id, 0, 10, time);
        write(id, 10, 8, high);
        write(id, 18, 8, low);
        return new String(id);
    }

    private static void write(char[] into, int from, int length, long value) {
        for (int i = from + length - 1; i >= from; i--) {
            into[i] = DIGITS[(int) (value & 31)];
            value >>>= 5;
        }
    }
}
