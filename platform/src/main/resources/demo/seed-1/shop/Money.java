package shop;

/** Turns cents into text and text into cents. */
public final class Money {

    private Money() {
    }

    /** Reads an amount such as {@code 19.90}. */
    public static long cents(String amount) {
        String[] parts = amount.split("\\.", 2);
        long whole = Long.parseLong(parts[0]) * 100;
        if (parts.length == 1) {
            return whole;
        }
        String fraction = (parts[1] + "00").substring(0, 2);
        return whole + Long.parseLong(fraction);
    }

    /** Writes an amount with two digits behind the point. */
    public static String text(long cents) {
        return cents / 100 + "." + String.format("%02d", cents % 100);
    }
}
