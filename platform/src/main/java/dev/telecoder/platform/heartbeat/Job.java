package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something to do at set times, as its file says.
 *
 * @param name what commands call it
 * @param file the file it comes from
 * @param schedule when, as written
 * @param when when; {@code null} if the file is wrong
 * @param timezone whose clocks count
 * @param enabled whether it runs by itself
 * @param repos what it is about, the first in focus
 * @param prompt what the agent is asked; empty where a skill runs
 * @param skill which skill runs without the model; empty where the agent is asked
 * @param input what the skill gets
 * @param notify_ where its answer goes, as {@code channel:chat[:thread]}, the first that is up
 * @param budget what one run may cost at most, beside the limits of config.yaml
 * @param problem what is wrong with the file; empty if nothing is
 */
public record Job(String name, String file, String schedule, @Nullable Schedule when, ZoneId timezone, boolean enabled,
        List<String> repos, String prompt, String skill, JsonValue input, List<String> notify_,
        Optional<BigDecimal> budget, String problem) {

    /** Copies the lists. */
    public Job {
        repos = List.copyOf(repos);
        notify_ = List.copyOf(notify_);
    }

    /** {@return whether it runs by itself} */
    boolean isOn() {
        return enabled && problem.isEmpty();
    }

    /** {@return whether it can run at all} */
    public boolean usable() {
        return problem.isEmpty();
    }

    /**
     * Tells when it is due next.
     *
     * @param after the moment that is over
     * @return when; empty if it is switched off, wrong, or never due
     */
    public Optional<Instant> next(Instant after) {
        return isOn() && when != null ? when.next(after, timezone) : Optional.empty();
    }

    Job spoilt(String why) {
        return new Job(name, file, schedule, when, timezone, enabled, repos, prompt, skill, input, notify_, budget,
                why);
    }

    /**
     * Tells it as {@code cron list} does.
     *
     * @param next when it is due next
     * @return the object
     */
    public JsonValue toJson(Optional<Instant> next) {
        return JsonValue.object().put("name", name).put("file", file).put("schedule", schedule)
                .put("timezone", timezone.getId()).put("enabled", isOn())
                .put("next", next.map(Times::text).orElse(null)).put("repos", repos)
                .put("problem", problem.isEmpty() ? null : problem).build();
    }
}
