package dev.telecoder.plugin.monitor.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiJobs;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.MonitorContract;
import dev.telecoder.testkit.TestCheck;
import dev.telecoder.testkit.TestContext;
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

class HealthMonitorTest extends MonitorContract {

    private static final String REPO = "myorg/api";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Builder ci = new Builder();
    private final ManualClock clock = ManualClock.at(NOW);
    private int todos = 40;

    @Override
    protected Monitor monitor() {
        return new HealthMonitor(TestContext.with().withClock(clock));
    }

    @Override
    protected Outside outside() {
        return ci;
    }

    @Override
    protected TestCheck look() {
        var known = new TestRepositories();
        ci.repos().forEach(repo -> known.withCi(repo, ci));
        return super.look().withRepositories(known).withSkills((name, input) -> SkillResult.ok("").withData(
                JsonValue.object().put("hits", List.of()).put("total", todos).build()));
    }

    @Test
    void tellsOfABranchThatIsRedForLong() {
        TestCheck look = watched();
        ci.run("verify", "a", "failed", NOW.minus(Duration.ofMinutes(90)));
        ci.run("verify", "b", "failed", NOW.minus(Duration.ofMinutes(10)));
        assertThat(monitor().check(look)).as("90 minutes").isEmpty();
        clock.advance(Duration.ofHours(1));

        HeartbeatEvent red = only(monitor().check(look));
        ci.run("verify", "c", "passed", clock.instant());
        HeartbeatEvent over = only(monitor().check(look));

        assertThat(red.title()).isEqualTo("verify on main is red since 2 hours");
        assertThat(red.severity()).isEqualTo(Severity.WARNING);
        assertThat(over.state()).isEqualTo(State.RESOLVED);
        assertThat(over.incident()).isEqualTo(red.incident());
    }

    @Test
    void tellsOfFlakyBuildsUntilTheyAreFewer() {
        TestCheck look = watched();
        for (int i = 0; i < 20; i++) {
            ci.run("verify", "c" + i, "passed", NOW.minusSeconds(3_600 - i));
        }
        assertThat(monitor().check(look)).isEmpty();
        ci.run("verify", "c3", "failed", NOW.minusSeconds(3_000));
        ci.run("verify", "c3", "passed", NOW.minusSeconds(2_999));

        HeartbeatEvent flaky = only(monitor().check(look));
        assertThat(flaky.title()).isEqualTo("5.0 % of the builds are flaky");
        ci.runs.values().forEach(runs -> runs.removeIf(run -> run.commit().equals("c3")));
        assertThat(only(monitor().check(look)).incident()).isEqualTo(flaky.incident());
    }

    @Test
    void aSecondTryThatPassesIsFlakyToo() {
        for (int i = 0; i < 20; i++) {
            ci.attempt = i == 7 ? 2 : 1;
            ci.run("verify", "c" + i, "passed", NOW.minusSeconds(3_600 - i));
        }

        assertThat(only(monitor().check(look())).title()).contains("flaky");
    }

    @Test
    void tellsWhenBuildsSlowDown() {
        for (int i = 0; i < 20; i++) {
            ci.minutes = i < 10 ? 10 : 14;
            ci.run("verify", "c" + i, "passed", NOW.minusSeconds(90_000 - i * 1_000));
        }

        assertThat(only(monitor().check(look())).title())
                .isEqualTo("verify takes 40.0 % longer than before: 14 min 0 s instead of 10 min 0 s");
    }

    @Test
    void tellsWhenCoverageFallsAndReadsEachRunOnce() throws Exception {
        TestCheck look = watched();
        ci.coverage = CoverageTest.zip(Map.of("lcov.info", "LF:1000\nLH:800\n"));
        ci.run("verify", "a", "passed", NOW.minusSeconds(300));
        assertThat(monitor().check(look)).as("what it is compared with").isEmpty();
        ci.coverage = CoverageTest.zip(Map.of("lcov.info", "LF:1000\nLH:795\n"));
        ci.run("verify", "b", "passed", NOW.minusSeconds(200));
        assertThat(monitor().check(look)).as("half a percent").isEmpty();
        ci.coverage = CoverageTest.zip(Map.of("lcov.info", "LF:1000\nLH:789\n"));
        ci.run("verify", "c", "passed", NOW.minusSeconds(100));

        HeartbeatEvent fell = only(monitor().check(look));
        ci.downloads = 0;
        assertThat(monitor().check(look)).isEmpty();

        assertThat(fell.title()).isEqualTo("Coverage fell from 80.0 % to 78.9 %");
        assertThat(ci.downloads).isZero();
    }

    @Test
    void tellsWhenTodosGrowByAsManyAsItWasToldOf() {
        TestCheck look = TestCheck.of(REPO).withRepositories(look().repositories()).withSkills(look().skills()::run);
        monitor().check(look);
        todos = 30;
        assertThat(monitor().check(look)).isEmpty();
        todos = 39;
        assertThat(monitor().check(look)).isEmpty();
        todos = 41;

        HeartbeatEvent grew = only(monitor().check(look));
        assertThat(grew.title()).isEqualTo("TODOs grew from 30 to 41");
        assertThat(grew.severity()).isEqualTo(Severity.INFO);
        assertThat(monitor().check(look)).isEmpty();
    }

    @Test
    void aPushedBuildIsNoReasonToReadReportsOrFiles() {
        TestCheck look = watched().withSkills((name, input) -> {
            throw new AssertionError(name);
        });
        ci.run("verify", "a", "passed", NOW.minusSeconds(300));
        monitor().onSignal(Signal.builder("fake", "1", "workflow_run.completed", NOW).repo(REPO).build(), look);

        assertThat(ci.downloads).isZero();
    }

    private TestCheck watched() {
        TestCheck look = look();
        monitor().check(look);
        return look;
    }

    private static HeartbeatEvent only(List<HeartbeatEvent> events) {
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    /** A CI whose builds go as the test says. */
    private static final class Builder implements CiProvider, CiJobs, Outside {

        private final Map<String, List<Run>> runs = new HashMap<>();
        private final Set<String> broken = new HashSet<>();
        private @Nullable Duration limit;
        private @Nullable Signal pushed;
        private byte[] coverage = {};
        private int downloads;
        private int minutes = 10;
        private int attempt = 1;
        private int number;

        void run(String name, String commit, String state, Instant at) {
            add(REPO, name, commit, state, at);
        }

        private void add(String repo, String name, String commit, String state, Instant at) {
            number++;
            runs.computeIfAbsent(repo, one -> new ArrayList<>()).add(new Run("" + number, name, "main", commit, state,
                    at, URI.create("https://ci.example/" + number), at.plus(Duration.ofMinutes(minutes)), attempt,
                    "anna", ""));
        }

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
                throw PluginException.of(Failure.UNAVAILABLE, "Broken.");
            }
            return runs.getOrDefault(repo, List.of()).reversed();
        }

        @Override
        public String log(String repo, String runId) {
            return "";
        }

        @Override
        public List<Job> jobs(String repo, String runId) {
            return List.of();
        }

        @Override
        public String jobLog(String repo, String runId, String jobId) {
            return "";
        }

        @Override
        public List<Artifact> artifacts(String repo, String runId) {
            return coverage.length == 0 ? List.of() : List.of(new Artifact("1", "coverage-report", coverage.length,
                    false), new Artifact("2", "binaries", 10, false));
        }

        @Override
        public byte[] artifact(String repo, String runId, String artifactId, int maxBytes) {
            assertThat(artifactId).isEqualTo("1");
            downloads++;
            return coverage;
        }

        @Override
        public void runAgain(String repo, String runId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> repos() {
            return List.of(REPO, "myorg/web");
        }

        /** Another workflow turned out to be red for long. */
        @Override
        public void happen(String repo) {
            add(repo, "w" + number, "c" + number, "failed", NOW.minus(Duration.ofHours(30)).plusSeconds(number));
            pushed = Signal.builder("fake", "d-" + number, "workflow_run.completed", NOW).repo(repo).build();
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
