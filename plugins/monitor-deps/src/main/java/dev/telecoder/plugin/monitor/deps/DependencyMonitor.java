package dev.telecoder.plugin.monitor.deps;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.signal.Signal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.pf4j.Extension;

/**
 * Tells of dependencies with known weaknesses and of outdated ones: what the code host warns of, what the audit of the repository's
 * files finds, and what update bots prepared. Together once a week; critical ones at once. The host calls it from one thread at a
 * time.
 */
@Extension
@Configured(value = "heartbeat", required = false, settings = DepsConfig.class)
public final class DependencyMonitor implements Monitor {

    private final Json json;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public DependencyMonitor(PluginContext context) {
        this.json = context.json();
        this.clock = context.clock();
        this.zone = context.config(DepsConfig.class).zone();
    }

    @Override
    public String id() {
        return "deps";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(24);
    }

    @Override
    public List<HeartbeatEvent> check(Check check) {
        return look(check, check.repos(), Look::atAll);
    }

    private List<HeartbeatEvent> look(Check check, List<Repo> repos, Function<Look, List<HeartbeatEvent>> how) {
        List<HeartbeatEvent> events = new ArrayList<>();
        List<PluginException> failures = new ArrayList<>();
        for (Repo repo : repos) {
            check.cancellation().throwIfCancelled();
            try {
                events.addAll(how.apply(new Look(repo.name(), check, json, clock.instant(), zone)));
            } catch (PluginException broken) {
                // The others are looked at all the same; too fast concerns them all.
                if (broken.failure() == Failure.RATE_LIMITED) {
                    throw broken;
                }
                failures.add(broken);
            }
        }
        if (!failures.isEmpty() && failures.size() == repos.size()) {
            throw failures.getFirst();
        }
        events.sort(Comparator.comparing(HeartbeatEvent::occurredAt));
        return events;
    }

    @Override
    public Set<String> signals() {
        return Set.of("dependabot_alert.created", "dependabot_alert.reopened", "dependabot_alert.reintroduced",
                "dependabot_alert.fixed", "dependabot_alert.dismissed", "dependabot_alert.auto_dismissed",
                "dependabot_alert.auto_reopened");
    }

    @Override
    public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
        return look(check, check.repos().stream().filter(repo -> repo.name().equalsIgnoreCase(signal.repo().orElse("")))
                .toList(), Look::atAlerts);
    }
}
