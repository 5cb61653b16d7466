package dev.telecoder.plugin.monitor.deps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestList;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import dev.telecoder.api.repo.SecurityAlerts;
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

class DependencyMonitorTest extends MonitorContract {

    private static final String REPO = "myorg/api";

    private final Warnings warnings = new Warnings();
    /** A Friday. */
    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-20T10:00:00Z"));
    private final List<JsonValue> findings = new ArrayList<>();
    private final List<JsonValue> outdated = new ArrayList<>();

    @Override
    protected Monitor monitor() {
        return new DependencyMonitor(TestContext.with("timezone", "Europe/Berlin").withClock(clock));
    }

    @Override
    protected Outside outside() {
        return warnings;
    }

    @Override
    protected TestCheck look() {
        var known = new TestRepositories();
        warnings.repos().forEach(repo -> known.withCodeHost(repo, warnings));
        return super.look().withRepositories(known).withSkills((name, input) -> SkillResult.ok("").withData(
                JsonValue.object().put("findings", findings).put("outdated", outdated).build()));
    }

    @Test
    void tellsOfACriticalWeaknessAtOnceAndWhenItIsGone() {
        TestCheck look = watched();
        findings.add(finding("log4j", "GHSA-1", "CRITICAL", "2.17.1"));
        findings.add(finding("left-pad", "GHSA-2", "high", ""));
        TestCheck one = look(look);

        HeartbeatEvent event = only(monitor().check(one));
        assertThat(monitor().check(one)).isEmpty();
        findings.clear();
        HeartbeatEvent over = only(monitor().check(one));

        assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(event.title()).isEqualTo("log4j has a critical weakness: GHSA-1");
        assertThat(event.detail()).isEqualTo("critical: log4j (GHSA-1), version 1.0; fixed in 2.17.1");
        assertThat(over.state()).isEqualTo(State.RESOLVED);
        assertThat(over.incident()).isEqualTo(event.incident());
    }

    @Test
    void theSameWeaknessFoundByBothIsOne() {
        TestCheck one = look(watched());
        warnings.warn(REPO, "log4j", "critical");
        findings.add(finding("log4j", "GHSA-1", "critical", "2.17.1"));

        assertThat(only(monitor().check(one)).title()).isEqualTo("log4j has a critical weakness: #1");
        assertThat(monitor().check(one)).isEmpty();
    }

    @Test
    void tellsOfTheRestTogetherOnMondayMorning() {
        TestCheck one = look(watched());
        warnings.warn(REPO, "express", "high");
        warnings.warn(REPO, "lodash", "medium");
        warnings.update(REPO, "renovate[bot]", "Update react to 19");
        warnings.update(REPO, "anna", "My own change");
        outdated.add(JsonValue.object().put("package", "junit").put("current", "4").put("latest", "6").build());
        assertThat(monitor().check(one)).as("Friday").isEmpty();
        clock.advance(Duration.ofHours(69)); // Monday, 8:00 in Berlin
        assertThat(monitor().check(one)).isEmpty();
        clock.advance(Duration.ofHours(1));

        HeartbeatEvent weekly = only(monitor().check(one));
        clock.advance(Duration.ofDays(1));
        assertThat(monitor().check(one)).isEmpty();

        assertThat(weekly.title()).isEqualTo("2 dependency alerts (1 high, 1 medium), 1 outdated,"
                + " 1 update waits as pull request");
        assertThat(weekly.severity()).isEqualTo(Severity.WARNING);
        assertThat(weekly.detail()).contains("high: express (#1)").contains("update waits: #1 Update react to 19")
                .contains("outdated: junit 4 -> 6").doesNotContain("My own change");
        assertThat(weekly.key()).endsWith("week:2026-W48");
    }

    @Test
    void whatIsCriticalOnMondayMorningStandsInTheSummaryAlone() {
        TestCheck one = look(watched());
        clock.advance(Duration.ofDays(3).plusHours(1));
        warnings.warn(REPO, "express", "high");
        warnings.warn(REPO, "lodash", "critical");

        HeartbeatEvent weekly = only(monitor().check(one));
        assertThat(weekly.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(weekly.title()).isEqualTo("2 dependency alerts (1 critical, 1 high)");
        assertThat(monitor().check(one)).as("nor is it told again").isEmpty();
        warnings.warn(REPO, "axios", "critical");
        assertThat(only(monitor().check(one)).title()).contains("axios has a critical weakness");
    }

    @Test
    void theNextWeekHasASummaryOfItsOwnAndTheEndOfAllIsTold() {
        TestCheck one = look(watched());
        warnings.warn(REPO, "express", "high");
        clock.advance(Duration.ofDays(3));
        HeartbeatEvent first = only(monitor().check(one));
        clock.advance(Duration.ofDays(7));
        List<HeartbeatEvent> next = monitor().check(one);
        warnings.alerts.clear();
        HeartbeatEvent over = only(monitor().check(one));

        assertThat(next).extracting(HeartbeatEvent::state).containsExactly(State.RESOLVED, State.OPEN);
        assertThat(next.getFirst().incident()).isEqualTo(first.incident());
        assertThat(over.incident()).isEqualTo(next.getLast().incident());
        assertThat(over.state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void whatCannotBeAuditedStillHasItsAlerts() {
        TestCheck one = look(watched()).withSkills((name, input) -> SkillResult.failed("No lock file."));
        warnings.warn(REPO, "log4j", "critical");

        assertThat(monitor().check(one)).hasSize(1);
    }

    @Test
    void aPushedAlertRunsNoAudit() {
        TestCheck one = look(watched()).withSkills((name, input) -> {
            throw new AssertionError(name);
        });
        warnings.happen(REPO);

        assertThat(monitor().onSignal(warnings.pushed().orElseThrow(), one)).hasSize(1);
    }

    private TestCheck watched() {
        return look();
    }

    /** Only one repository, after a first look. */
    private TestCheck look(TestCheck all) {
        TestCheck one = TestCheck.of(REPO).withRepositories(all.repositories())
                .withSkills((name, input) -> all.skills().run(name, input));
        var before = List.copyOf(findings);
        findings.clear();
        monitor().check(one);
        findings.addAll(before);
        return one;
    }

    private static JsonValue finding(String name, String id, String severity, String fixed) {
        return JsonValue.object().put("package", name).put("version", "1.0").put("id", id).put("severity", severity)
                .put("fixed", fixed).build();
    }

    private static HeartbeatEvent only(List<HeartbeatEvent> events) {
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    /** A code host that warns as the test says. */
    private final class Warnings implements CodeHost, SecurityAlerts, PullRequestList, Outside {

        private final Map<String, List<Alert>> alerts = new HashMap<>();
        private final List<Open> open = new ArrayList<>();
        private final Set<String> broken = new HashSet<>();
        private @Nullable Duration limit;
        private @Nullable String last;
        private int number;

        void warn(String repo, String name, String severity) {
            number++;
            alerts.computeIfAbsent(repo, one -> new ArrayList<>()).add(new Alert(Kind.DEPENDENCY, number, severity,
                    name, "bad", "pom.xml", "2", clock.instant().plusSeconds(number), URI.create("https://h.example/a/"
                            + number)));
            last = repo;
        }

        void update(String repo, String author, String title) {
            open.add(new Open(new PullRequest(open.size() + 1, title, "b", "main", author, "open",
                    URI.create("https://h.example")), "h", false, List.of(), clock.instant(), clock.instant()));
        }

        @Override
        public String id() {
            return "fake";
        }

        @Override
        public Optional<String> identify(String url) {
            return Optional.empty();
        }

        @Override
        public List<Alert> alerts(String repo, Kind kind) {
            if (limit != null) {
                Duration delay = limit;
                limit = null;
                throw PluginException.rateLimited(delay, "Too fast.");
            }
            if (broken.contains(repo)) {
                throw PluginException.of(Failure.UNAVAILABLE, "Broken.");
            }
            return List.copyOf(alerts.getOrDefault(repo, List.of()));
        }

        @Override
        public List<Open> open(String repo) {
            return List.copyOf(open);
        }

        @Override
        public List<Decision> decisions(String repo, long pull) {
            return List.of();
        }

        @Override
        public List<String> repos() {
            return List.of(REPO, "myorg/web");
        }

        @Override
        public void happen(String repo) {
            warn(repo, "p" + number, "critical");
        }

        @Override
        public Optional<Signal> pushed() {
            return Optional.ofNullable(last).map(repo -> Signal.builder("fake", "d-" + number,
                    "dependabot_alert.created", clock.instant()).repo(repo).build());
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
