package dev.telecoder.plugin.monitor.health;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.signal.Signal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.pf4j.Extension;

/**
 * Tells when a repository gets worse: builds that are flaky, red for long or slow, coverage that falls, TODOs that grow. The host
 * calls it from one thread at a time.
 */
@Extension
@Configured(value = "heartbeat.health", required = false, settings = HealthConfig.class)
public final class HealthMonitor implements Monitor {

    private final HealthConfig config;
    private final Json json;
    private final Clock clock;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public HealthMonitor(PluginContext context) {
        this.config = context.config(HealthConfig.class);
        this.json = context.json();
        this.clock = context.clock();
    }

    @Override
    public String id() {
        return "health";
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
                events.addAll(how.apply(new Look(repo.name(), branch(repo, check), check, config, json,
                        clock.instant())));
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

    private static String branch(Repo repo, Check check) {
        return repo.branch().isEmpty() ? check.repositories().all().stream()
                .filter(one -> one.name().equals(repo.name())).map(Repositories.Repository::defaultBranch).findFirst()
                .orElse("") : repo.branch();
    }

    @Override
    public Set<String> signals() {
        return Set.of("workflow_run.completed", "pipeline.success", "pipeline.failed");
    }

    @Override
    public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
        return look(check, check.repos().stream().filter(repo -> repo.name().equalsIgnoreCase(signal.repo().orElse("")))
                .toList(), Look::atBuilds);
    }
}
