package dev.telecoder.platform.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each row of the guide's table of rules. */
class ReplayTest {

    private static final String NOON = "2026-11-23T12:00:00Z";
    private static final String NIGHT = "2026-11-23T23:00:00Z";

    private Replay replay = replay("");
    private int keys;

    @Test
    void tellsOfWhatIsNewOnce() {
        HeartbeatEvent red = event("ci:api", State.OPEN, Severity.WARNING, "red");

        assertThat(decide(red, NOON)).isEqualTo("message new");
        assertThat(decide(red, NOON)).isEqualTo("silent duplicate");
        assertThat(decide(event("ci:api", State.OPEN, Severity.WARNING, "red"), NOON)).isEqualTo("silent unchanged");
    }

    @Test
    void addsANewCauseToTheSameThreadAndEndsItThere() {
        decide(event("ci:api", State.OPEN, Severity.WARNING, "red"), NOON);

        assertThat(decide(event("ci:api", State.UPDATE, Severity.WARNING, "red in another test"), NOON))
                .isEqualTo("update new");
        assertThat(decide(event("ci:api", State.RESOLVED, Severity.INFO, "green"), NOON)).isEqualTo("update resolved");
        assertThat(decide(event("ci:api", State.RESOLVED, Severity.INFO, "green"), NOON)).isEqualTo("silent resolved");
        assertThat(decide(event("ci:api", State.OPEN, Severity.WARNING, "red"), NOON)).isEqualTo("message new");
    }

    @Test
    void staysSilentAboutTheEndOfWhatNobodyWasToldOf() {
        assertThat(decide(event("ci:api", State.RESOLVED, Severity.INFO, "green"), NOON)).isEqualTo("silent resolved");
    }

    @Test
    void keepsWhatIsNotUrgentForTheSummary() {
        assertThat(decide(event("todo:api", State.OPEN, Severity.INFO, "12 more TODOs"), NOON))
                .isEqualTo("digest preference");

        replay = replay("heartbeat: {severity: critical}");

        assertThat(decide(event("ci:api", State.OPEN, Severity.WARNING, "red"), NOON)).isEqualTo("digest preference");
        assertThat(decide(event("cve:api", State.OPEN, Severity.CRITICAL, "hole"), NOON)).isEqualTo("message new");
    }

    @Test
    void wakesNobodyUnlessItIsCritical() {
        replay = replay("heartbeat: {quiet_hours: \"22:00-08:00\", timezone: UTC}");

        assertThat(decide(event("ci:api", State.OPEN, Severity.WARNING, "red"), NIGHT)).isEqualTo("digest quiet_hours");
        assertThat(decide(event("db:api", State.OPEN, Severity.CRITICAL, "down"), NIGHT)).isEqualTo("message new");
        assertThat(decide(event("db:api", State.RESOLVED, Severity.INFO, "up"), NIGHT)).isEqualTo("digest quiet_hours");
        assertThat(decide(event("ci:api", State.UPDATE, Severity.WARNING, "still red"), NOON)).isEqualTo("message new");
    }

    @Test
    void countsTheHoursOfTheZoneThatIsSet() {
        replay = replay("heartbeat: {quiet_hours: \"22:00-08:00\", timezone: Asia/Tokyo}");

        assertThat(decide(event("a", State.OPEN, Severity.WARNING, "red"), "2026-11-23T13:30:00Z"))
                .isEqualTo("digest quiet_hours");
        assertThat(decide(event("b", State.OPEN, Severity.WARNING, "red"), "2026-11-23T23:00:00Z"))
                .isEqualTo("message new");
    }

    @Test
    void sendsNoMoreThanTheMostOfADayButWhatIsCritical() {
        replay = replay("heartbeat: {daily_limit: 2, timezone: UTC}");

        assertThat(decide(event("a", State.OPEN, Severity.WARNING, "1"), NOON)).isEqualTo("message new");
        assertThat(decide(event("b", State.OPEN, Severity.WARNING, "2"), NOON)).isEqualTo("message new");
        assertThat(decide(event("c", State.OPEN, Severity.WARNING, "3"), NOON)).isEqualTo("digest daily_limit");
        assertThat(decide(event("a", State.UPDATE, Severity.WARNING, "other"), NOON)).isEqualTo("update new");
        assertThat(decide(event("d", State.OPEN, Severity.CRITICAL, "4"), NOON)).isEqualTo("message new");
        assertThat(decide(event("e", State.OPEN, Severity.WARNING, "5"), "2026-11-24T00:00:00Z"))
                .isEqualTo("message new");
    }

    @Test
    void saysNothingOfWhatIsMuted() {
        replay = replay("heartbeat: {mute: [\"myorg/leg*\", \"flaky:*\"]}");

        assertThat(decide(HeartbeatEvent.builder("k1", Severity.CRITICAL, "red", Instant.parse(NOON))
                .repo("myorg/legacy").build(), NOON)).isEqualTo("silent muted");
        assertThat(decide(event("flaky:login", State.OPEN, Severity.WARNING, "red"), NOON)).isEqualTo("silent muted");
        assertThat(decide(event("ci:login", State.OPEN, Severity.WARNING, "red"), NOON)).isEqualTo("message new");
    }

    private String decide(HeartbeatEvent event, String at) {
        Verdict verdict = replay.next(event, Instant.parse(at));
        return (verdict.decision() + " " + verdict.reason()).toLowerCase(Locale.ROOT);
    }

    private HeartbeatEvent event(String incident, State state, Severity severity, String title) {
        return HeartbeatEvent.builder("key-" + ++keys, severity, title, Instant.parse(NOON)).incident(incident, state)
                .build();
    }

    private static Replay replay(String yaml) {
        Config config = ConfigFile.parse(yaml, Map.of());
        assertThat(config.problems()).isEmpty();
        return new Replay(config.settings().heartbeat(), ZoneOffset.UTC);
    }
}
