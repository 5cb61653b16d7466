package dev.telecoder.plugin.monitor.health;

import dev.telecoder.api.repo.CiProvider.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the newest runs of a branch say about its builds. Holds nothing but them; for any thread. */
final class Builds {

    private static final int FEWEST_COMMITS = 10;
    private static final int NEWEST = 10;
    private static final int FEWEST_TIMED = 5;

    private final Map<String, List<Run>> workflows;

    /** @param runs the runs, newest first */
    Builds(List<Run> runs) {
        this.workflows = runs.stream().filter(run -> run.state().equals("passed") || run.state().equals("failed"))
                .sorted(Comparator.comparing(Run::startedAt).reversed())
                .collect(Collectors.groupingBy(Run::name, LinkedHashMap::new, Collectors.toList()));
    }

    Collection<String> names() {
        return workflows.keySet();
    }

    /** {@return the first of the runs that failed one after the other up to now; empty if the newest passed} */
    Optional<Run> redSince(String workflow) {
        Run first = null;
        for (Run run : workflows.getOrDefault(workflow, List.of())) {
            if (run.state().equals("passed")) {
                break;
            }
            first = run;
        }
        return Optional.ofNullable(first);
    }

    /** {@return the newest run that passed} */
    Optional<Run> newestPassed() {
        return workflows.values().stream().flatMap(List::stream).filter(run -> run.state().equals("passed"))
                .max(Comparator.comparing(Run::startedAt));
    }

    /** {@return on how large a share of commits a workflow both failed and passed; empty if there are too few to tell} */
    Optional<Double> flakyRate() {
        List<List<Run>> commits = new ArrayList<>();
        workflows.values().forEach(runs -> commits
                .addAll(runs.stream().collect(Collectors.groupingBy(Run::commit)).values()));
        if (commits.size() < FEWEST_COMMITS) {
            return Optional.empty();
        }
        long flaky = commits.stream().filter(Builds::isFlaky).count();
        return Optional.of((double) flaky / commits.size());
    }

    private static boolean isFlaky(List<Run> ofCommit) {
        boolean passed = ofCommit.stream().anyMatch(run -> run.state().equals("passed"));
        return passed && ofCommit.stream().anyMatch(run -> run.state().equals("failed") || run.attempt() > 1);
    }

    /** How long the newest runs take, and how long those before them took. */
    record Pace(Duration now, Duration before) {

        double growthPercent() {
            return 100.0 * (now.toMillis() - before.toMillis()) / Math.max(1, before.toMillis());
        }
    }

    /** {@return how the middle of the newest ten compares to that of those before; empty if there are too few to tell} */
    Optional<Pace> pace(String workflow) {
        List<Duration> times = workflows.getOrDefault(workflow, List.of()).stream()
                .filter(run -> run.state().equals("passed") && run.attempt() == 1).map(Builds::time)
                .flatMap(Optional::stream).toList();
        if (times.size() < NEWEST + FEWEST_TIMED) {
            return Optional.empty();
        }
        return Optional.of(new Pace(middle(times.subList(0, NEWEST)), middle(times.subList(NEWEST, times.size()))));
    }

    private static Optional<Duration> time(Run run) {
        Instant ended = run.endedAt();
        return ended == null || !ended.isAfter(run.startedAt()) ? Optional.empty()
                : Optional.of(Duration.between(run.startedAt(), ended));
    }

    private static Duration middle(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
