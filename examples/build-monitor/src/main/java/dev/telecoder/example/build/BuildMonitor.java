package dev.telecoder.example.build;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Tells of builds that failed. It asks whichever CI a repository has, and takes what a webhook pushed; both give a run the same
 * key, so that it counts once. The host calls it from one thread at a time.
 */
@Extension
public final class BuildMonitor implements Monitor {

    private static final int RUNS = 50;

    /** Made by the host, once. */
    public BuildMonitor() {}

    @Override
    public String id() {
        return "builds";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<HeartbeatEvent> check(Check check) {
        List<HeartbeatEvent> events = new ArrayList<>();
        for (Repo repo : check.repos()) {
            for (CiProvider ci : check.repositories().ci(repo.name())) {
                try {
                    events.addAll(failed(repo, ci, check));
                } catch (PluginException broken) {
                    // The others are looked at all the same; too fast concerns them all.
                    if (broken.failure() == Failure.RATE_LIMITED) {
                        throw broken;
                    }
                }
            }
        }
        events.sort(Comparator.comparing(HeartbeatEvent::occurredAt));
        return events;
    }

    private static List<HeartbeatEvent> failed(Repo repo, CiProvider ci, Check check) {
        String memory = ci.id() + ":" + repo.name();
        Optional<Instant> since = check.recall(memory).map(Instant::parse);
        List<CiProvider.Run> runs = ci.runs(repo.name(), repo.branch(), RUNS);
        // Only up to the oldest that still runs: it may fail after a later one has passed. The host drops a key it has seen.
        Instant settled = runs.stream().filter(run -> run.state().equals("running")).map(CiProvider.Run::startedAt)
                .min(Comparator.naturalOrder()).orElse(Instant.MAX);
        check.remember(memory, runs.stream().map(CiProvider.Run::startedAt).filter(settled::isAfter)
                .max(Comparator.naturalOrder()).or(() -> since).orElse(Instant.EPOCH).toString());
        // What failed before anybody watched is no news.
        return runs.stream().filter(run -> run.state().equals("failed"))
                .filter(run -> since.isPresent() && run.startedAt().isAfter(since.get()))
                .map(run -> event(repo.name(), run.id(), run.name(), run.branch(), run.startedAt())
                        .location(run.location())
                        .build())
                .toList();
    }

    @Override
    public Set<String> signals() {
        return Set.of("workflow_run.completed");
    }

    @Override
    public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
        JsonValue run = signal.payload().get("workflow_run");
        if (!run.get("conclusion").text().equals("failure") || signal.repo().isEmpty()) {
            return List.of();
        }
        return List.of(event(signal.repo().get(), run.get("id").text(), run.get("display_title").text(),
                run.get("head_branch").text(), signal.at()).build());
    }

    private static HeartbeatEvent.Builder event(String repo, String run, String name, String branch, Instant at) {
        return HeartbeatEvent.builder("build:" + repo + ":" + run, Severity.WARNING,
                name + " failed on " + branch + " of " + repo, at).repo(repo);
    }
}
