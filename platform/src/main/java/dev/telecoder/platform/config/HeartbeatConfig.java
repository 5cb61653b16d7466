package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;
import dev.telecoder.api.monitor.HeartbeatEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param severity from which on an event is worth a message; what is less waits for the summary
 * @param dailyLimit how many messages a day at most, but for what is critical
 * @param budgetUsd what the events of one monitor may cost a day
 * @param mute repositories and incidents of which nothing is told, as patterns, maybe until a time
 * @param notify_ where to tell of events, as {@code channel:chat[:thread]}, the first that is up
 * @param prs what counts for pull requests
 * @param health what counts for health
 */
@Setting("When it looks by itself and may speak up.")
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
                value = "From which severity on an event is worth a message of its own; what is less waits for the summary.",
                examples = "critical") HeartbeatEvent.Severity severity,
        @Setting(value = "How many messages of its own it sends a day at most; what is critical is sent all the same.",
                min = 0,
                examples = "5") Integer dailyLimit,
        @Setting(
                value = "What asking the agent about the events of one monitor may cost a day, in US dollars; after that they are told without it. null for no limit.",
                examples = "0.50") Limit budgetUsd,
        @Setting(
                value = "Repositories and incidents of which nothing is told; * stands for anything. \"WHAT until TIME\" ends by itself.",
                examples = "[\"myorg/legacy-*\", \"myorg/api until 2026-12-01T08:00:00Z\"]") List<String> mute,
        @Setting(
                value = "Where to tell of events, as channel:chat or channel:chat:thread; the first that is up gets them.",
                examples = "[\"telegram:12345\"]") List<String> notify_,
        @Setting("What counts for pull requests.") Prs prs,
        @Setting("What counts for the health of a repository.") Health health) {

    private static final int DAILY_LIMIT = 20;

    /** What holds where the section is wrong. */
    public static final HeartbeatConfig OFF = new HeartbeatConfig(
            false,
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            Duration.ofHours(24),
            Optional.empty(),
            Optional.empty(),
            HeartbeatEvent.Severity.WARNING,
            DAILY_LIMIT,
            Limit.of(1),
            List.of(),
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
        severity = severity == null ? HeartbeatEvent.Severity.WARNING : severity;
        dailyLimit = dailyLimit == null ? Integer.valueOf(DAILY_LIMIT) : dailyLimit;
        budgetUsd = budgetUsd == null ? Limit.of(1) : budgetUsd;
        mute = List.copyOf(mute);
        mute.forEach(Muted::of); // what cannot be read is said where it stands
        notify_ = List.copyOf(notify_);
        prs = prs == null ? Prs.DEFAULTS : prs;
        health = health == null ? Health.DEFAULTS : health;
    }

    /**
     * Tells whether nothing is to be told.
     *
     * @param repo the repository; empty if it is about none
     * @param incident what it belongs to
     * @param at when that is asked
     * @return whether a pattern of {@code mute} names one of them
     */
    public boolean mutes(String repo, String incident, Instant at) {
        return mute.stream().map(Muted::of)
                .anyMatch(muted -> muted.holds(at) && (muted.names(repo) || muted.names(incident)));
    }

    /**
     * The same, as one person wants it.
     *
     * @param least from which severity on; empty as here
     * @param quiet when only what is critical is told; empty as here
     * @param zone of the quiet hours; empty as here
     * @param limit how many messages a day; empty as here
     * @param more what is muted beside
     * @return the settings that hold for them
     */
    public HeartbeatConfig wanted(Optional<HeartbeatEvent.Severity> least, Optional<QuietHours> quiet,
            Optional<ZoneId> zone, Optional<Integer> limit, List<String> more) {
        return new HeartbeatConfig(enabled, ciPollInterval, prPollInterval, depAuditInterval, healthInterval,
                quiet.or(() -> quietHours), zone.or(() -> timezone), least.orElse(severity), limit.orElse(dailyLimit),
                budgetUsd, Stream.concat(mute.stream(), more.stream()).toList(), notify_, prs, health);
    }

    /** Something of which nothing is told, and until when. */
    private record Muted(Predicate<String> pattern, @Nullable Instant until) {

        private static final Pattern UNTIL = Pattern.compile("(?is)(.*\\S)\\s+until\\s+(\\S+)\\s*");

        static Muted of(String written) {
            Matcher form = UNTIL.matcher(written);
            if (!form.matches()) {
                return new Muted(pattern(written.strip()), null);
            }
            try {
                return new Muted(pattern(form.group(1).strip()), OffsetDateTime.parse(form.group(2)).toInstant());
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("mute has \"" + written
                        + "\", expected a time such as 2026-12-01T08:00:00Z after \"until\"", e);
            }
        }

        boolean holds(Instant at) {
            return until == null || at.isBefore(until);
        }

        boolean names(String what) {
            return !what.isEmpty() && pattern.test(what);
        }

        private static Predicate<String> pattern(String written) {
            String regex =
                    Arrays.stream(written.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL).asMatchPredicate();
        }
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
