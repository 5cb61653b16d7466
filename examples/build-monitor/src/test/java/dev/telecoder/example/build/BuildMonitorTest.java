package dev.telecoder.example.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.testkit.MonitorContract;
import dev.telecoder.testkit.TestCheck;
import dev.telecoder.testkit.TestRepositories;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BuildMonitorTest extends MonitorContract {

    private final Builds builds = new Builds();

    @Override
    protected Monitor monitor() {
        return new BuildMonitor();
    }

    @Override
    protected Outside outside() {
        return builds;
    }

    @Override
    protected TestCheck look() {
        var known = new TestRepositories();
        builds.repos().forEach(repo -> known.withCi(repo, builds));
        return super.look().withRepositories(known);
    }

    @Test
    void saysNothingOfWhatPassedOrStillRuns() {
        TestCheck look = look();
        monitor().check(look);
        CiProvider.Run slow = builds.add("myorg/api", "running");
        builds.add("myorg/api", "passed");

        assertThat(monitor().check(look)).isEmpty();

        builds.end("myorg/api", slow.id(), "failed");
        assertThat(monitor().check(look)).as("the run that was still going when a later one had passed")
                .singleElement().satisfies(event -> assertThat(event.key()).isEqualTo("build:myorg/api:" + slow.id()));
    }

    /** A CI whose builds fail when the test says so. */
    private static final class Builds implements CiProvider, Outside {

        private final Map<String, List<Run>> runs = new HashMap<>();
        private final Set<String> broken = new HashSet<>();
        private @Nullable Signal pushed;
        private @Nullable Duration limit;
        private int number;

        @Override
        public String id() {
            return "fake";
        }

        @Override
        public List<Run> runs(String repo, String branch, int most) {
            if (limit != null) {
                Duration delay = limit;
                limit = null;
                throw PluginException.rateLimited(delay, "Too fast.");
            }
            if (broken.contains(repo)) {
                throw PluginException.of(Failure.UNAVAILABLE, repo + " is broken.");
            }
            return List.copyOf(runs.getOrDefault(repo, List.of()).reversed());
        }

        @Override
        public String log(String repo, String runId) {
            return "";
        }

        @Override
        public List<String> repos() {
            return List.of("myorg/api", "myorg/web");
        }

        @Override
        public void happen(String repo) {
            Run run = add(repo, "failed");
            pushed = Signal.builder("fake", "d-" + run.id(), "workflow_run.completed", run.startedAt()).repo(repo)
                    .payload(JsonValue.object().put("workflow_run", JsonValue.object().put("id", run.id())
                            .put("conclusion", "failure").put("head_branch", "main").put("display_title", "verify")
                            .build())
                            .build())
                    .build();
        }

        Run add(String repo, String state) {
            number++;
            Run run = new Run("" + number, "verify", "main", "c0ffee", state, Instant.EPOCH.plusSeconds(number),
                    URI.create("https://ci.example/" + number));
            runs.computeIfAbsent(repo, name -> new ArrayList<>()).add(run);
            return run;
        }

        void end(String repo, String id, String state) {
            runs.get(repo).replaceAll(run -> run.id().equals(id) ? new Run(id, run.name(), run.branch(), run.commit(),
                    state, run.startedAt(), run.location()) : run);
        }

        @Override
        public Optional<Signal> pushed() {
            return Optional.ofNullable(pushed);
        }

        @Override
        public void breakDown(String repo) {
            broken.add(repo);
        }

        @Override
        public void limit(Duration delay) {
            limit = delay;
        }
    }
}
