package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.heartbeat.Verdict.Decision;
import dev.telecoder.platform.heartbeat.Verdict.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an event is worth, by rules alone: the table in the guide's page about the heartbeat, from top to bottom, the first
 * that matches. Holds nothing; for any thread.
 */
final class Rules {

    private final HeartbeatConfig config;
    private final ZoneId zone;

    Rules(HeartbeatConfig config, ZoneId system) {
        this.config = config;
        this.zone = config.timezone().orElse(system);
    }

    /**
     * @param event what happened
     * @param at when that is decided
     * @param seen whether an event with this key was decided before
     * @param incident what is known of the event's incident
     * @param today how many messages went out this day
     */
    Verdict decide(HeartbeatEvent event, Instant at, boolean seen, Optional<Incident> incident, int today) {
        if (seen) {
            return Verdict.of(Decision.SILENT, Reason.DUPLICATE);
        }
        if (config.mutes(event.repo().orElse(""), event.incident(), at)) {
            return Verdict.of(Decision.SILENT, Reason.MUTED);
        }
        Incident open = incident.filter(Incident::open).orElse(null);
        if (event.state() == HeartbeatEvent.State.RESOLVED) {
            return over(event, at, open);
        }
        if (open != null && !open.changedBy(event)) {
            return Verdict.of(Decision.SILENT, Reason.UNCHANGED);
        }
        if (event.severity().compareTo(config.severity()) < 0) {
            return Verdict.of(Decision.DIGEST, Reason.PREFERENCE);
        }
        boolean critical = event.severity() == Severity.CRITICAL;
        if (!critical && quiet(at)) {
            return Verdict.of(Decision.DIGEST, Reason.QUIET_HOURS);
        }
        if (open != null && open.told()) {
            return Verdict.of(Decision.UPDATE, Reason.NEW);
        }
        if (!critical && today >= config.dailyLimit()) {
            return Verdict.of(Decision.DIGEST, Reason.DAILY_LIMIT);
        }
        return Verdict.of(Decision.MESSAGE, Reason.NEW);
    }

    /** What was told is taken back where it was told; of what nobody heard, nobody hears the end. */
    private Verdict over(HeartbeatEvent event, Instant at, @Nullable Incident open) {
        if (open == null || !open.told()) {
            return Verdict.of(Decision.SILENT, Reason.RESOLVED);
        }
        if (quiet(at) && event.severity() != Severity.CRITICAL) {
            return Verdict.of(Decision.DIGEST, Reason.QUIET_HOURS);
        }
        return Verdict.of(Decision.UPDATE, Reason.RESOLVED);
    }

    private boolean quiet(Instant at) {
        return config.quietHours().filter(hours -> hours.contains(at.atZone(zone).toLocalTime())).isPresent();
    }

    /** {@return the day a moment belongs to, for the most messages of a day} */
    LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }
}
