package dev.telecoder.plugin.monitor.prs;

import dev.telecoder.api.Setting;
import java.time.Duration;

/**
 * The section {@code heartbeat.prs}.
 *
 * @param staleAfter when a pull request that nobody touched counts as stale
 */
@Setting("What counts for pull requests.")
record PrsConfig(@Setting(value = "When a pull request that nobody touched counts as stale.",
        examples = "14d") Duration staleAfter) {

    PrsConfig {
        staleAfter = staleAfter == null ? Duration.ofDays(7) : staleAfter;
        if (staleAfter.isZero() || staleAfter.isNegative()) {
            throw new IllegalArgumentException("stale_after is " + staleAfter + ", expected a time such as 7d");
        }
    }
}
