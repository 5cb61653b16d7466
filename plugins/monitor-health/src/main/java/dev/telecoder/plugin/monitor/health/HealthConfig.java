package dev.telecoder.plugin.monitor.health;

import dev.telecoder.api.Setting;
import java.time.Duration;

/**
 * The section {@code heartbeat.health}.
 *
 * @param coverageDropPct by how many percent coverage must drop
 * @param todoGrowth by how many the TODOs must grow
 * @param flakyRate how often a build must be flaky
 * @param redFor how long a branch must be red
 * @param buildTimePct by how many percent builds must slow down
 */
@Setting("What counts for the health of a repository.")
record HealthConfig(
        @Setting(value = "By how many percent coverage must drop.", min = 0, examples = "2") Double coverageDropPct,
        @Setting(value = "By how many the TODOs must grow.", min = 0, examples = "20") Integer todoGrowth,
        @Setting(value = "How often a test must be flaky, from 0 to 1.", min = 0, max = 1,
                examples = "0.05") Double flakyRate,
        @Setting(value = "How long a branch must be red.", examples = "30m") Duration redFor,
        @Setting(value = "By how many percent builds must slow down.", min = 0, examples = "50") Double buildTimePct) {

    HealthConfig {
        coverageDropPct = coverageDropPct == null ? Double.valueOf(1) : coverageDropPct;
        todoGrowth = todoGrowth == null ? Integer.valueOf(10) : todoGrowth;
        flakyRate = flakyRate == null ? Double.valueOf(0.02) : flakyRate;
        redFor = redFor == null ? Duration.ofHours(2) : redFor;
        buildTimePct = buildTimePct == null ? Double.valueOf(25) : buildTimePct;
    }
}
