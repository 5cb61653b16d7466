package dev.telecoder.platform.config;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent, in US dollars; {@code null} in the file means without limit.
 *
 * @param usd the most that may be spent, or {@code null} for no limit
 */
public record Limit(@Nullable BigDecimal usd) {

    /** No limit. */
    public static final Limit NONE = new Limit(null);

    /** Checks that the amount is not negative. */
    public Limit {
        if (usd != null && usd.signum() < 0) {
            throw new IllegalArgumentException("an amount of 0 or more, or null for no limit");
        }
    }

    /**
     * Makes a limit.
     *
     * @param usd the most that may be spent
     * @return the limit
     */
    public static Limit of(long usd) {
        return new Limit(BigDecimal.valueOf(usd));
    }

    /**
     * Reads a limit.
     *
     * @param text an amount, or {@code null} in letters
     * @return the limit
     * @throws IllegalArgumentException if the text is none
     */
    public static Limit parse(String text) {
        if (text.equals("null")) {
            return NONE;
        }
        try {
            return new Limit(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an amount in US dollars such as 2.50, or null for no limit", e);
        }
    }

    /** {@return the most that may be spent; empty if there is no limit} */
    public Optional<BigDecimal> amount() {
        return Optional.ofNullable(usd);
    }

    @Override
    public String toString() {
        return usd == null ? "null" : usd.toPlainString();
    }
}
