package dev.telecoder.platform.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or disk, written as {@code 512MB}. As with Docker, a kilobyte has 1,024 bytes.
 *
 * @param bytes how many bytes
 */
public record ByteSize(long bytes) {

    private static final Pattern FORM =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(b|k|m|g|t|kb|mb|gb|tb|kib|mib|gib|tib)?");

    /**
     * Reads a size.
     *
     * @param text such as {@code 512MB}
     * @return the size
     * @throws IllegalArgumentException if the text is none
     */
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("a size such as 512MB");
        }
        String unit = form.group(2) == null ? "b" : form.group(2);
        int power = "bkmgt".indexOf(unit.charAt(0));
        try {
            return new ByteSize(new BigDecimal(form.group(1))
                    .multiply(BigDecimal.valueOf(1L << (10 * power)))
                    .toBigInteger()
                    .longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a size below 8,000,000 TB", e);
        }
    }

    /** {@return the size in whole megabytes} */
    public long megabytes() {
        return bytes >> 20;
    }

    @Override
    public String toString() {
        for (int power = 4; power > 0; power--) {
            long unit = 1L << (10 * power);
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + " KMGT".substring(power, power + 1) + "B";
            }
        }
        return bytes + "B";
    }
}
