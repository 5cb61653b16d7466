package dev.telecoder.plugin.monitor.prs;

import dev.telecoder.api.Configured;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestList;
import dev.telecoder.api.signal.Signal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Tells what pull requests want of somebody: new ones, reviews that are asked for, changes that are, conflicts, red checks, and
 * those that nobody touches any more. It asks whichever code host a repository has. The host calls it from one thread at a time.
 */
@Extension
@Configured(value = "heartbeat.prs", required = false, settings = PrsConfig.class)
public final class PrMonitor implements Monitor {

    private final PrsConfig config;
    private final Json json;
    private final Clock clock;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public PrMonitor(PluginContext context) {
        this.config = context.config(PrsConfig.class);
        this.json = context.json();
        this.clock = context.clock();
    }

    @Override
    public String id() {
        return "prs";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public List<HeartbeatEvent> check(Check check) {
        return look(check, check.repos(), "");
    }

    private List<HeartbeatEvent> look(Check check, List<Repo> repos, String pushed) {
        List<HeartbeatEvent> events = new ArrayList<>();
        List<PluginException> failures = new ArrayList<>();
        for (Repo repo : repos) {
            check.cancellation().throwIfCancelled();
            Optional<CodeHost> host = check.repositories().codeHost(repo.name());
            Optional<PullRequestList> list = host.flatMap(one -> one.ability(PullRequestList.class));
            if (list.isEmpty()) {
                continue;
            }
            try {
                events.addAll(new Look(repo.name(), host.orElseThrow(), list.get(), check, json, clock.instant(),
                        config.staleAfter()).atAll(pushed));
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
        return Set.of("pull_request.opened", "pull_request.reopened", "pull_request.closed", "pull_request.synchronize",
                "pull_request.review_requested", "pull_request.ready_for_review", "pull_request_review.submitted",
                "pull_request_review.dismissed", "check_suite.completed", "status", "push", "merge_request.open",
                "merge_request.reopen", "merge_request.update", "merge_request.close", "merge_request.merge",
                "merge_request.approved", "merge_request.unapproved");
    }

    /** A signal says that a look is worth it; the look finds what it is, and the same happening has the same key. */
    @Override
    public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
        List<Repo> concerned = check.repos().stream()
                .filter(repo -> repo.name().equalsIgnoreCase(signal.repo().orElse(""))).toList();
        String ref = signal.payload().get("ref").text();
        return look(check, concerned, signal.kind().equals("push") ? ref.replaceFirst("^refs/heads/", "") : "");
    }
}
