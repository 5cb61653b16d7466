package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;

/**
 * The section {@code budget}: what model calls may cost.
 *
 * @param perTaskUsd for one task
 * @param perDayUsd for one day
 * @param perMonthUsd for one month
 * @param prices a file in the home that adds to the bundled prices
 */
@Setting("What model calls may cost, in US dollars. At a limit a task pauses and says how to go on; one answer may pass it.")
public record BudgetConfig(@Setting(value = "The most one task may cost; null for no limit.", examples = {
        "2.50", "null"}) Limit perTaskUsd,
        @Setting(value = "The most one day may cost; null for no limit.", examples = "20") Limit perDayUsd,
        @Setting(value = "The most one month may cost; null for no limit.", examples = "200") Limit perMonthUsd,
        @Setting(value = "A file in the home with prices of models, which adds to the bundled ones.",
                examples = "prices.yaml") String prices) {

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
