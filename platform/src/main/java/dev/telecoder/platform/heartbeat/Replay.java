package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.platform.config.HeartbeatConfig;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides about a recorded stream of events as the running host would have, and sends nothing. For one thread. */
public final class Replay {

    private final Rules rules;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Incident> incidents = new HashMap<>();
    private final Map<LocalDate, Integer> sent = new HashMap<>();

    /**
     * Begins with nothing known.
     *
     * @param config the settings that hold
     * @param system the time zone where the settings name none
     */
    public Replay(HeartbeatConfig config, ZoneId system) {
        this.rules = new Rules(config, system);
    }

    /**
     * Takes the next event.
     *
     * @param event what happened
     * @param at when it came
     * @return what the host would do
     */
    public Verdict next(HeartbeatEvent event, Instant at) {
        LocalDate day = rules.day(at);
        Incident before = incidents.get(event.incident());
        boolean known = !seen.add(event.key());
        Verdict verdict = rules.decide(event, at, known, Optional.ofNullable(before), sent.getOrDefault(day, 0));
        if (!known) {
            incidents.put(event.incident(), Incident.after(before, event, verdict));
        }
        if (verdict.decision() == Verdict.Decision.MESSAGE) {
            sent.merge(day, 1, Integer::sum);
        }
        return verdict;
    }
}
