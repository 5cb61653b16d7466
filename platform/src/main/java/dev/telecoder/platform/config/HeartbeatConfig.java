package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code heartbeat}: when the bot looks by itself and may speak up.
 *
 * @param enabled whether it looks at all
 * @param ciPollInterval how often at CI
 * @param prPollInterval how often at pull requests
 * @param depAuditInterval how often at dependencies
 * @param healthInterval how often at the health of a repository
 * @param quietHours when only what is critical may wake somebody
 * @param timezone of the quiet hours; without one the system's
 * @param notify_ where to tell of events, as {@code channel:chat[:thread]}, the first that is up
 * @param prs what counts for pull requests
 * @param health what counts for health
 */
@Setting("When it looks by itself and may speak up. Not yet: nothing acts on it in this version.")
public record HeartbeatConfig(
        @Setting("Whether it looks at all.") Boolean enabled,
        @Setting(value = "How often it looks at CI.", examples = "1m") Duration ciPollInterval,
        @Setting(value = "How often it looks at pull requests.", examples = "5m") Duration prPollInterval,
        @Setting(value = "How often it looks at dependencies.", examples = "12h") Duration depAuditInterval,
        @Setting(value = "How often it looks at the health of a repository.", examples = "12h") Duration healthInterval,
        @Setting(value = "When only what is critical may send a message.",
                examples = "\"22:00-08:00\"") Optional<QuietHours> quietHours,
        @Setting(value = "The time zone of quiet_hours; without one, the system's.",
                examples = "Europe/Berlin") Optional<ZoneId> timezone,
        @Setting(
                value = "Where to tell of events, as channel:chat or channel:chat:thread; the first that is up gets them.",
                examples = "[\"telegram:12345\"]") List<String> notify_,
        @Setting("What counts for pull requests.") Prs prs,
        @Setting("What counts for the health of a repository.") Health health) {

    /** What holds where the section is wrong. */
    public static final HeartbeatConfig OFF = new HeartbeatConfig(
            false,
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            Duration.ofHours(24),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Prs.DEFAULTS,
            Health.DEFAULTS);

    /** Sets what is left out. */
    public HeartbeatConfig {
        enabled = enabled == null ? Boolean.TRUE : enabled;
        ciPollInterval = ciPollInterval == null ? Duration.ofMinutes(5) : ciPollInterval;
        prPollInterval = prPollInterval == null ? Duration.ofMinutes(10) : prPollInterval;
        depAuditInterval = depAuditInterval == null ? Duration.ofHours(24) : depAuditInterval;
        healthInterval = healthInterval == null ? Duration.ofHours(24) : healthInterval;
        notify_ = List.copyOf(notify_);
        prs = prs == null ? Prs.DEFAULTS : prs;
        health = health == null ? Health.DEFAULTS : health;
    }

    /**
     * What counts for pull requests.
     *
     * @param staleAfter when one that nobody touched counts as stale
     */
    @Setting("What counts for pull requests.")
    public record Prs(@Setting(value = "When a pull request that nobody touched counts as stale.",
            examples = "14d") Duration staleAfter) {

        /** What holds without the section. */
        public static final Prs DEFAULTS = new Prs(Duration.ofDays(7));

        /** Sets what is left out. */
        public Prs {
            staleAfter = staleAfter == null ? Duration.ofDays(7) : staleAfter;
        }
    }

    /**
     * What counts for health.
     *
     * @param coverageDropPct by how many percent coverage must drop
     * @param todoGrowth by how many the TODOs must grow
     * @param flakyRate how often a test must be flaky
     * @param redFor how long a branch must be red
     * @param buildTimePct by how many percent builds must slow down
     */
    @Setting("What counts for the health of a repository.")
    public record Health(
            @Setting(value = "By how many percent coverage must drop.", min = 0, examples = "2") Double coverageDropPct,
            @Setting(value = "By how many the TODOs must grow.", min = 0, examples = "20") Integer todoGrowth,
            @Setting(value = "How often a test must be flaky, from 0 to 1.", min = 0, max = 1,
                    examples = "0.05") Double flakyRate,
            @Setting(value = "How long a branch must be red.", examples = "30m") Duration redFor,
            @Setting(value = "By how many percent builds must slow down.", min = 0,
                    examples = "50") Double buildTimePct) {

        /** What holds without the section. */
        public static final Health DEFAULTS = new Health(1.0, 10, 0.02, Duration.ofHours(2), 25.0);

        /** Sets what is left out. */
        public Health {
            coverageDropPct = coverageDropPct == null ? Double.valueOf(1) : coverageDropPct;
            todoGrowth = todoGrowth == null ? Integer.valueOf(10) : todoGrowth;
            flakyRate = flakyRate == null ? Double.valueOf(0.02) : flakyRate;
            redFor = redFor == null ? Duration.ofHours(2) : redFor;
            buildTimePct = buildTimePct == null ? Double.valueOf(25) : buildTimePct;
        }
    }
}
