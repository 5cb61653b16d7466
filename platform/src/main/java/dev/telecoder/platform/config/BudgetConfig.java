package dev.telecoder.platform.config;

/**
 * The section {@code budget}: what model calls may cost.
 *
 * @param perTaskUsd for one task
 * @param perDayUsd for one day
 * @param perMonthUsd for one month
 * @param prices a file in the home that adds to the bundled prices
 */
public record BudgetConfig(Limit perTaskUsd, Limit perDayUsd, Limit perMonthUsd, String prices) {

    /** What holds without the section. */
    public static final BudgetConfig DEFAULTS =
            new BudgetConfig(Limit.of(2), Limit.of(20), Limit.of(200), "prices.yaml");

    /** Sets what is left out. */
    public BudgetConfig {
        perTaskUsd = perTaskUsd == null ? Limit.of(2) : perTaskUsd;
        perDayUsd = perDayUsd == null ? Limit.of(20) : perDayUsd;
        perMonthUsd = perMonthUsd == null ? Limit.of(200) : perMonthUsd;
        prices = prices == null ? "prices.yaml" : prices;
    }
}
