package dev.telecoder.plugin.monitor.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiProvider.Run;
import dev.telecoder.api.skill.SkillResult;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.MonitorContract;
import dev.telecoder.testkit.TestCheck;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestRepositories;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CiMonitorTest extends MonitorContract {

    private static final String REPO = "myorg/api";

    private final FakeCi ci = new FakeCi();
    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T10:00:00Z"));

    @Override
    protected Monitor monitor() {
        return new CiMonitor(TestContext.with().withClock(clock));
    }

    @Override
    protected Outside outside() {
        return ci;
    }

    @Override
    protected TestCheck look() {
        var known = new TestRepositories();
        ci.repos().forEach(repo -> known.withCi(repo, ci));
        return super.look().withRepositories(known).withSkills(ci::cause);
    }

    @Test
    void namesTheCauseWhenABranchTurnsRed() {
        TestCheck look = watched();
        ci.fail(REPO, "c0ffee0123456789", "LoginTest.rejectsEmptyPassword", "PayTest.pays");

        HeartbeatEvent red = only(monitor().check(look));

        assertThat(red.title()).isEqualTo("verify failed on main: LoginTest.rejectsEmptyPassword and 1 other test");
        assertThat(red.detail()).contains("Commit c0ffee012.").contains("Job: build. Step: test.");
        assertThat(red.state()).isEqualTo(State.OPEN);
        assertThat(red.severity()).isEqualTo(Severity.WARNING);
        assertThat(red.location()).isPresent();
    }

    @Test
    void saysTheSameOfWhatStaysRedForTheSameReason() {
        TestCheck look = watched();
        ci.fail(REPO, "a", "LoginTest.fails");
        HeartbeatEvent red = only(monitor().check(look));
        ci.fail(REPO, "b", "LoginTest.fails");
        HeartbeatEvent still = only(monitor().check(look));
        ci.fail(REPO, "c", "PayTest.fails");
        HeartbeatEvent other = only(monitor().check(look));

        assertThat(List.of(still.incident(), other.incident())).containsOnly(red.incident());
        assertThat(List.of(still.state(), other.state())).containsOnly(State.UPDATE);
        assertThat(still.title() + still.detail()).isEqualTo(red.title() + red.detail());
        assertThat(other.title()).contains("PayTest");
        assertThat(List.of(red.key(), still.key(), other.key())).doesNotHaveDuplicates();
    }

    @Test
    void endsTheIncidentWhenTheBranchIsGreenAgain() {
        TestCheck look = watched();
        ci.fail(REPO, "a", "LoginTest.fails");
        HeartbeatEvent red = only(monitor().check(look));
        ci.pass(REPO, "b");

        HeartbeatEvent green = only(monitor().check(look));

        assertThat(green.state()).isEqualTo(State.RESOLVED);
        assertThat(green.incident()).isEqualTo(red.incident());
        assertThat(green.title()).isEqualTo("verify is green again on main");
        ci.pass(REPO, "c");
        assertThat(monitor().check(look)).isEmpty();
    }

    @Test
    void saysWhoFixedItWhereThatIsKnown() {
        TestCheck look = watched();
        ci.fail(REPO, "a", "LoginTest.fails");
        monitor().check(look);
        ci.title = "Trim the password (#204)";
        ci.pass(REPO, "b");

        assertThat(only(monitor().check(look)).detail()).isEqualTo("Fixed by @anna in #204: commit b passed.");
    }

    @Test
    void whatAPersonMarkedAsFlakyIsTriedAgainNextTime() {
        TestCheck look = watched();
        ci.fail(REPO, "a", "FlakyTest.flips");
        HeartbeatEvent red = only(monitor().check(look));
        look.remember("flaky-marked:" + red.incident(), red.title());
        ci.pass(REPO, "b");
        monitor().check(look);
        Run again = ci.fail(REPO, "c", "FlakyTest.flips");

        assertThat(monitor().check(look)).isEmpty();
        assertThat(ci.again).containsExactly(again.id());
    }

    @Test
    void aNewerCommitThatPassedCountsMoreThanAnOlderOneThatFailsLater() {
        TestCheck look = watched();
        Run slow = ci.add(REPO, "main", "a", "running");
        ci.pass(REPO, "b");
        monitor().check(look);
        ci.goesOn(REPO, slow, "failed", "LoginTest.fails");

        assertThat(monitor().check(look)).isEmpty();
    }

    @Test
    void looksAtTheWatchedBranchOnly() {
        TestCheck look = watched();
        ci.add(REPO, "feature", "a", "failed", "LoginTest.fails");

        assertThat(monitor().check(look)).isEmpty();
        assertThat(monitor().onSignal(ci.pushed().orElseThrow(), look)).isEmpty();
    }

    @Test
    void whatWasPushedIsNotToldAgainByALook() {
        TestCheck look = watched();
        ci.fail(REPO, "a", "LoginTest.fails");

        assertThat(monitor().onSignal(ci.pushed().orElseThrow(), look)).hasSize(1);
        assertThat(monitor().check(look)).isEmpty();
        ci.pass(REPO, "b");
        assertThat(monitor().onSignal(ci.pushed().orElseThrow(), look)).singleElement()
                .satisfies(event -> assertThat(event.state()).isEqualTo(State.RESOLVED));
        assertThat(monitor().check(look)).isEmpty();
    }

    @Test
    void whatIsPushedBeforeTheFirstLookIsNewsAndWhatWasBeforeIsNot() {
        TestCheck look = look();
        ci.fail(REPO, "a", "OldTest.fails");
        ci.fail(REPO, "b", "LoginTest.fails");

        assertThat(only(monitor().onSignal(ci.pushed().orElseThrow(), look)).title()).contains("LoginTest");
        assertThat(monitor().check(look)).isEmpty();
    }

    @Test
    void triesAFlakyTestOnceAgainBeforeItTells() {
        TestCheck look = watched();
        failsAndPassesOnOneCommit(look);
        Run again = ci.fail(REPO, "b", "FlakyTest.flips");

        assertThat(monitor().check(look)).as("it is tried again first").isEmpty();
        assertThat(monitor().check(look)).as("the new try did not begin yet").isEmpty();
        assertThat(ci.again).containsExactly(again.id());
        ci.goesOn(REPO, again, "running");
        assertThat(monitor().check(look)).isEmpty();
        ci.goesOn(REPO, again, "passed");
        HeartbeatEvent note = only(monitor().check(look));

        assertThat(note.severity()).isEqualTo(Severity.INFO);
        assertThat(note.title()).contains("passed when tried again: FlakyTest.flips");
        assertThat(note.detail()).contains("Flaky on 2 commits");
    }

    @Test
    void tellsOfAFlakyTestThatFailsAgain() {
        TestCheck look = watched();
        failsAndPassesOnOneCommit(look);
        Run again = ci.fail(REPO, "b", "FlakyTest.flips");
        monitor().check(look);
        ci.goesOn(REPO, again, "running");
        monitor().check(look);
        ci.goesOn(REPO, again, "failed", "FlakyTest.flips");

        HeartbeatEvent red = only(monitor().check(look));

        assertThat(red.severity()).isEqualTo(Severity.WARNING);
        assertThat(red.detail()).contains("flaky before");
        assertThat(ci.again).as("once").hasSize(1);
    }

    @Test
    void tellsWhenTheNewTryNeverBegins() {
        TestCheck look = watched();
        failsAndPassesOnOneCommit(look);
        ci.fail(REPO, "b", "FlakyTest.flips");
        monitor().check(look);
        clock.advance(Duration.ofHours(2));

        assertThat(only(monitor().check(look)).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void tellsAtOnceWhereNothingMayBeTriedAgainOrSomethingElseFailsToo() {
        TestCheck look = watched();
        failsAndPassesOnOneCommit(look);
        TestCheck other = look.copy();
        ci.mayRunAgain = false;
        ci.fail(REPO, "b", "FlakyTest.flips");
        assertThat(only(monitor().check(look)).severity()).isEqualTo(Severity.WARNING);

        ci.mayRunAgain = true;
        Run mixed = ci.fail(REPO, "c", "FlakyTest.flips", "NewTest.fails");
        assertThat(monitor().check(other)).last().satisfies(red -> assertThat(red.title()).contains("FlakyTest"));
        assertThat(ci.again).doesNotContain(mixed.id());
    }

    @Test
    void asksOnceALookAndRemembersNothingNewWhileNothingHappens() {
        TestCheck look = watched();
        ci.pass(REPO, "a");
        monitor().check(look);
        int before = ci.asked;
        String stored = look.recall("github:" + REPO).orElseThrow();

        for (int i = 0; i < 100; i++) {
            assertThat(monitor().check(look)).isEmpty();
        }

        assertThat(ci.asked - before).as("two repositories").isEqualTo(200);
        assertThat(look.recall("github:" + REPO)).contains(stored);
    }

    @Test
    void whatWasRedBeforeAnybodyWatchedIsToldOnTheNextFailure() {
        ci.fail(REPO, "a", "LoginTest.fails");
        TestCheck look = watched();

        ci.fail(REPO, "b", "LoginTest.fails");
        assertThat(only(monitor().check(look)).state()).isEqualTo(State.OPEN);
    }

    @Test
    void asksSeldomForWhatAPollerAsksForAnyway() {
        TestCheck polled = watched().withPolled((source, kind) -> source.equals(ci.id())
                && kind.equals("workflow_run.completed"));
        int before = ci.asked;
        for (int minute = 0; minute < 120; minute += 5) {
            monitor().check(polled);
            clock.advance(Duration.ofMinutes(5));
        }
        assertThat(ci.asked - before).isEqualTo(4 * ci.repos().size());

        ci.fail(REPO, "a", "LoginTest.fails");
        TestCheck broken = polled.withPolled((source, kind) -> false);
        assertThat(only(monitor().check(broken)).state()).as("when the poller fails").isEqualTo(State.OPEN);
        monitor().check(broken);
        assertThat(ci.asked - before).isEqualTo(6 * ci.repos().size());

        ci.pass(REPO, "b");
        assertThat(only(monitor().check(broken.withPolled((source, kind) -> true))).state())
                .as("the first look after that asks itself").isEqualTo(State.RESOLVED);
    }

    @Test
    void failsWhenNoServiceAnswers() {
        TestCheck look = watched();
        ci.repos().forEach(ci::breakDown);

        assertThatThrownBy(() -> monitor().check(look)).isInstanceOf(PluginException.class)
                .hasMessageContaining("is broken");
    }

    @Test
    void tellsTheFailureWhereTheLogCannotBeRead() {
        TestCheck look = watched().withSkills((name, input) -> SkillResult.failed("No log."));
        ci.fail(REPO, "a");

        assertThat(only(monitor().check(look)).title()).isEqualTo("verify failed on main");
    }

    private void failsAndPassesOnOneCommit(TestCheck look) {
        Run run = ci.fail(REPO, "a", "FlakyTest.flips");
        monitor().check(look);
        ci.goesOn(REPO, run, "running");
        monitor().check(look);
        ci.goesOn(REPO, run, "passed");
        assertThat(only(monitor().check(look)).state()).isEqualTo(State.RESOLVED);
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
