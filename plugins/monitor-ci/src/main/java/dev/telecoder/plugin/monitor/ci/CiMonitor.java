package dev.telecoder.plugin.monitor.ci;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.signal.Signal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Tells when a watched branch turns red, when the cause changes, and when it is green again. It asks whichever CI a repository
 * has; what a webhook pushed and what a look finds is one event. The host calls it from one thread at a time.
 */
@Extension
public final class CiMonitor implements Monitor {

    private static final Duration SELDOM = Duration.ofMinutes(30);

    private final Json json;
    private final Clock clock;

    /**
     * Made by the host.
     *
     * @param context the host's part
     */
    public CiMonitor(PluginContext context) {
        this.json = context.json();
        this.clock = context.clock();
    }

    @Override
    public String id() {
        return "ci";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<HeartbeatEvent> check(Check check) {
        List<HeartbeatEvent> events = new ArrayList<>();
        List<PluginException> failures = new ArrayList<>();
        boolean answered = false;
        for (Repo repo : check.repos()) {
            for (CiProvider ci : check.repositories().ci(repo.name())) {
                check.cancellation().throwIfCancelled();
                try {
                    if (isWorthAsking(repo, ci, check)) {
                        events.addAll(look(repo, ci, check, null));
                    }
                    answered = true;
                } catch (PluginException broken) {
                    // The others are looked at all the same; too fast concerns them all.
                    if (broken.failure() == Failure.RATE_LIMITED) {
                        throw broken;
                    }
                    failures.add(broken);
                }
            }
        }
        if (!answered && !failures.isEmpty()) {
            throw failures.getFirst();
        }
        events.sort(Comparator.comparing(HeartbeatEvent::occurredAt));
        return events;
    }

    /**
     * What a poller asks for anyway is asked for a second time only now and then; at once when the poller did not see all since
     * the last time.
     */
    private boolean isWorthAsking(Repo repo, CiProvider ci, Check check) {
        String memory = "asked:" + ci.id() + ":" + repo.name();
        boolean polled = check.isPolled(repo.name(), ci.id(), PushedRun.KIND);
        Optional<Instant> last = check.recall(memory).filter(text -> !text.isEmpty()).map(Instant::parse);
        if (polled && last.filter(at -> at.plus(SELDOM).isAfter(clock.instant())).isPresent()) {
            return false;
        }
        if (polled) {
            check.remember(memory, clock.instant().toString());
        } else if (last.isPresent()) {
            check.remember(memory, "");
        }
        return true;
    }

    @Override
    public Set<String> signals() {
        return PushedRun.KINDS;
    }

    @Override
    public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
        List<HeartbeatEvent> events = new ArrayList<>();
        for (Repo repo : check.repos()) {
            if (!concerns(signal, repo.name())) {
                continue;
            }
            for (CiProvider ci : check.repositories().ci(repo.name())) {
                if (ci.id().equals(signal.source())) {
                    events.addAll(look(repo, ci, check, signal));
                }
            }
        }
        return events;
    }

    private List<HeartbeatEvent> look(Repo repo, CiProvider ci, Check check, @Nullable Signal signal) {
        Optional<PushedRun> pushed = signal == null ? Optional.empty() : PushedRun.of(signal);
        String branch = branch(repo, check).or(() -> pushed.map(PushedRun::defaultBranch)).orElse("");
        var look = new Look(repo.name(), branch, ci, check, json, clock);
        // What tells all of a run is taken as it is; of anything else it is known only that a look is worth it.
        return pushed.isPresent() ? look.takes(pushed.get().run()) : look.atAll();
    }

    private static Optional<String> branch(Repo repo, Check check) {
        return Optional.of(repo.branch()).filter(name -> !name.isEmpty())
                .or(() -> check.repositories().all().stream().filter(one -> one.name().equals(repo.name()))
                        .map(Repositories.Repository::defaultBranch).filter(name -> !name.isEmpty()).findFirst());
    }

    /** Buildkite tells the slug of the pipeline, which is that of the repository's last name. */
    private static boolean concerns(Signal signal, String repo) {
        String said = signal.repo().orElse("");
        String slug = repo.substring(repo.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return said.equalsIgnoreCase(repo) || said.equals(slug);
    }
}
