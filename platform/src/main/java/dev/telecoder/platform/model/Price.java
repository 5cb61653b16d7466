package dev.telecoder.platform.model;

import dev.telecoder.api.llm.LlmResponse.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a model costs, in US dollars for a million tokens.
 *
 * @param input tokens of the request
 * @param cached those the service had already
 * @param cacheWrite those it was told to keep
 * @param output tokens of the answer
 * @param reasoning those of them that were thought
 */
public record Price(BigDecimal input, BigDecimal cached, BigDecimal cacheWrite, BigDecimal output,
        BigDecimal reasoning) {

    /** It costs nothing, such as a model on a machine of one's own. */
    public static final Price FREE =
            new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** A dollar has so many parts; a dollar for a million tokens is a thousand of them for one. */
    static final long NANO = 1_000_000_000L;

    private static final BigDecimal FOR_A_TOKEN = BigDecimal.valueOf(NANO / 1_000_000);

    /** What tokens cost, in billionths of a dollar. */
    long nano(Usage usage) {
        long thought = Math.min(usage.reasoning(), usage.output());
        return of(input, usage.input()).add(of(cached, usage.cachedInput())).add(of(cacheWrite, usage.cacheWrite()))
                .add(of(output, usage.output() - thought)).add(of(reasoning, thought)).multiply(FOR_A_TOKEN)
                .setScale(0, RoundingMode.CEILING).longValue();
    }

    boolean isFree() {
        return input.signum() == 0 && output.signum() == 0 && cached.signum() == 0 && cacheWrite.signum() == 0
                && reasoning.signum() == 0;
    }

    private static BigDecimal of(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }

    /**
     * Writes an amount.
     *
     * @param nano billionths of a dollar
     * @return dollars, with as many places as it has, at least none
     */
    public static BigDecimal usd(long nano) {
        return BigDecimal.valueOf(nano, 9).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
    }

    /**
     * Writes an amount for people.
     *
     * @param nano billionths of a dollar
     * @return such as {@code 1.25}
     */
    public static String words(long nano) {
        BigDecimal usd = BigDecimal.valueOf(nano, 9);
        return usd.setScale(usd.compareTo(BigDecimal.valueOf(1, 2)) < 0 && nano > 0 ? 4 : 2, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
