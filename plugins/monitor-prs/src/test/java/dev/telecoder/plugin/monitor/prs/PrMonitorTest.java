package dev.telecoder.plugin.monitor.prs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.PullRequestList.Decision;
import dev.telecoder.api.repo.PullRequestList.Open;
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
import java.util.List;
import org.junit.jupiter.api.Test;

class PrMonitorTest extends MonitorContract {

    private static final String REPO = "myorg/api";

    private final FakeHost host = new FakeHost();
    private final ManualClock clock = ManualClock.at(host.now);

    @Override
    protected Monitor monitor() {
        return new PrMonitor(TestContext.with("stale_after", "7d").withClock(clock));
    }

    @Override
    protected Outside outside() {
        return host;
    }

    @Override
    protected TestCheck look() {
        var known = new TestRepositories();
        host.repos().forEach(repo -> known.withCodeHost(repo, host));
        return super.look().withRepositories(known);
    }

    @Test
    void tellsOfAReviewThatIsAskedOfUs() {
        TestCheck look = watched();
        Open one = host.opened(REPO, "anna", "bert");
        assertThat(monitor().check(look)).extracting(HeartbeatEvent::severity).containsOnly(Severity.INFO);
        host.changed(REPO, one, one.head(), "bert", "telecoder");

        HeartbeatEvent event = only(monitor().check(look));

        assertThat(event.title()).isEqualTo("#1 Change 1 waits for a review by @telecoder");
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(event.person()).contains("telecoder");
    }

    @Test
    void tellsOfChangesThatAreAskedOfUsUntilTheyAreApproved() {
        TestCheck look = watched();
        Open mine = host.opened(REPO, "telecoder");
        assertThat(monitor().check(look)).as("what we did ourselves is no news").isEmpty();
        host.decisions.put(1L, List.of(decision(false)));
        mine = host.changed(REPO, mine, mine.head());
        HeartbeatEvent wanted = only(monitor().check(look));
        host.decisions.put(1L, List.of(decision(true)));
        host.changed(REPO, mine, mine.head());
        HeartbeatEvent done = only(monitor().check(look));

        assertThat(wanted.title()).isEqualTo("@anna asks for changes in #1 Change 1");
        assertThat(wanted.detail()).isEqualTo("Please add a test.");
        assertThat(wanted.severity()).isEqualTo(Severity.WARNING);
        assertThat(done.state()).isEqualTo(State.RESOLVED);
        assertThat(done.incident()).isEqualTo(wanted.incident());
    }

    @Test
    void tellsOfRedChecksWithTheirCauseAndOfGreenOnes() {
        TestCheck look = watched().withSkills((name, input) -> SkillResult.ok(name + " " + input.get("run").text()
                + ": LoginTest failed"));
        Open mine = host.opened(REPO, "telecoder");
        host.check(mine, "build", "running");
        assertThat(monitor().check(look)).isEmpty();
        host.check(mine, "build", "failed");
        HeartbeatEvent red = only(monitor().check(look));
        assertThat(monitor().check(look)).isEmpty();
        mine = host.changed(REPO, mine, "newer");
        host.check(mine, "build", "running");
        assertThat(monitor().check(look)).as("it is built again").isEmpty();
        host.check(mine, "build", "passed");
        HeartbeatEvent green = only(monitor().check(look));

        assertThat(red.title()).isEqualTo("Checks of #1 Change 1 failed: build");
        assertThat(red.detail()).isEqualTo("ci.logs 77: LoginTest failed");
        assertThat(red.severity()).isEqualTo(Severity.WARNING);
        assertThat(green.state()).isEqualTo(State.RESOLVED);
        assertThat(green.incident()).isEqualTo(red.incident());
    }

    @Test
    void findsConflictsThatAPushToTheBaseMade() {
        TestCheck look = watched();
        host.opened(REPO, "telecoder");
        monitor().check(look);
        monitor().check(look);
        host.conflicts.add(1L);
        assertThat(monitor().onSignal(push("feature"), look)).as("another branch").isEmpty();

        HeartbeatEvent event = only(monitor().onSignal(push("main"), look));
        host.conflicts.clear();
        HeartbeatEvent over = only(monitor().onSignal(push("main"), look));

        assertThat(event.title()).isEqualTo("#1 Change 1 has conflicts with main");
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(over.state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void findsConflictsThatAMergeMade() {
        TestCheck look = watched();
        host.opened(REPO, "telecoder");
        Open other = host.opened(REPO, "anna");
        monitor().check(look);
        monitor().check(look);
        host.conflicts.add(1L);
        host.closed(REPO, other);

        assertThat(monitor().check(look)).extracting(HeartbeatEvent::title)
                .containsExactlyInAnyOrder("#1 Change 1 has conflicts with main", "#2 Change 2 was merged or closed");
    }

    @Test
    void tellsOnceWhenNobodyTouchedItForTheConfiguredTime() {
        TestCheck look = watched();
        Open one = host.opened(REPO, "anna");
        monitor().check(look);
        clock.advance(Duration.ofDays(6));
        assertThat(monitor().check(look)).isEmpty();
        clock.advance(Duration.ofDays(2));

        HeartbeatEvent stale = only(monitor().check(look));
        assertThat(monitor().check(look)).isEmpty();
        host.now = clock.instant();
        host.changed(REPO, one, "newer");
        HeartbeatEvent touched = only(monitor().check(look));

        assertThat(stale.title()).contains("was not touched for 7 days");
        assertThat(touched.state()).isEqualTo(State.RESOLVED);
        assertThat(touched.incident()).isEqualTo(stale.incident());
    }

    @Test
    void asksOneQuestionALookWhileNothingChanges() {
        TestCheck look = watched();
        for (int i = 0; i < 10; i++) {
            Open one = host.opened(REPO, "anna");
            host.check(one, "build", "passed");
        }
        monitor().check(look);
        monitor().check(look);
        host.asked = 0;
        String stored = look.recall(REPO).orElseThrow();

        for (int i = 0; i < 50; i++) {
            assertThat(monitor().check(look)).isEmpty();
        }

        assertThat(host.asked).as("of two repositories").isEqualTo(100);
        assertThat(look.recall(REPO)).contains(stored);
    }

    @Test
    void asksAboutTheRestLaterWhereManyChangeAtOnce() {
        TestCheck look = watched();
        for (int i = 0; i < 50; i++) {
            Open one = host.opened(REPO, "anna");
            host.check(one, "build", "failed");
        }

        long red = 0;
        for (int i = 0; i < 6; i++) {
            host.asked = 0;
            red += monitor().check(look).stream().filter(event -> event.title().startsWith("Checks")).count();
            assertThat(host.asked).isLessThan(70);
        }

        assertThat(red).isEqualTo(50);
    }

    private static Signal push(String branch) {
        return Signal.builder("fake", "p-" + branch, "push", Instant.EPOCH).repo(REPO)
                .payload(JsonValue.object().put("ref", "refs/heads/" + branch).build()).build();
    }

    private Decision decision(boolean approved) {
        return new Decision("anna", approved, "head1", "Please add a test.", host.now,
                URI.create("https://host.example"));
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
}
