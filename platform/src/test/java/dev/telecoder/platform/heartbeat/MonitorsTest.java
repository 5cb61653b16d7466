package dev.telecoder.platform.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.config.QuietHours;
import dev.telecoder.platform.config.RepoConfig;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.skill.Token;
import dev.telecoder.platform.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

class MonitorsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir Path folder;
    private Instant now = NOON;
    private Database database;
    private final List<Runnable> changes = new ArrayList<>();
    private final TestWork work = new TestWork();
    private final Watcher watcher = new Watcher();
    private List<RepoConfig> repos = List.of(repo("a/b"));
    private Incidents incidents;
    private Monitors monitors;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        incidents = new Incidents(database, MonitorsTest::config, () -> repos, work, new HostJson(), new Now());
        monitors = new Monitors(database, new One(watcher, changes), MonitorsTest::config, () -> repos, work,
                incidents, new Now());
    }

    @AfterEach
    void close() {
        monitors.close();
        database.close();
    }

    @Test
    void tellsOfAnIncidentOnceThenInItsPlaceUntilItIsOver() {
        watcher.finds("red-1", "ci", State.OPEN, Severity.WARNING, "LoginTest fails");
        watcher.finds("red-2", "ci", State.UPDATE, Severity.WARNING, "LoginTest fails");
        watcher.finds("red-3", "ci", State.UPDATE, Severity.WARNING, "LoginTest and PayTest fail");
        watcher.finds("green", "ci", State.RESOLVED, Severity.INFO, "");
        look();
        look();

        assertThat(work.said).containsExactly("tell [telegram:1] **Warning** a/b: ci\n\nLoginTest fails",
                "amend event-1 **Warning** a/b: ci\n\nLoginTest and PayTest fail",
                "amend event-1 **Resolved** a/b: ci");
        JsonValue incident = incidents.list().getFirst();
        assertThat(incident.get("state").text()).isEqualTo("resolved");
        assertThat(incident.get("conversation").text()).isEqualTo("c");
    }

    @Test
    void nobodyIsAskedAnythingWhileNothingIsDue() {
        repos = List.of();
        monitors.tick();
        int once = watcher.named.get();

        monitors.tick();
        monitors.tick();
        assertThat(watcher.named).hasValue(once);

        changes.forEach(Runnable::run);
        monitors.tick();
        assertThat(watcher.named).hasValue(2 * once);
    }

    @Test
    void aKeyThatComesAgainIsToldOnce() {
        watcher.finds("x", "x", State.OPEN, Severity.WARNING, "");
        look();
        now = now.plus(Duration.ofHours(1));
        look();
        watcher.pushed = watcher.finds.getFirst();
        signal();

        assertThat(work.said).hasSize(1);
        assertThat(watcher.looks.get()).isEqualTo(2);
    }

    @Test
    void whatALookRemembersIsStoredWithItsEventsOrNotAtAll() {
        watcher.remembers = true;
        watcher.finds("x", "x", State.OPEN, Severity.WARNING, "");
        work.dies = true;
        look();
        int rows = database.read(h -> h.createQuery("SELECT (SELECT count(*) FROM monitor_memory)"
                + " + (SELECT count(*) FROM heartbeat_event) + (SELECT count(*) FROM incident)")
                .mapTo(Integer.class).one());
        assertThat(rows).isZero();

        work.dies = false;
        now = now.plus(Duration.ofHours(1));
        look();

        assertThat(watcher.recalled).containsExactly("", "");
        assertThat(work.said).hasSize(1);
        now = now.plus(Duration.ofHours(1));
        look();
        assertThat(watcher.recalled).endsWith("1");
    }

    @Test
    void aBrokenRepositoryHidesNoOtherAndIsAskedLessAndLessOften() {
        repos = List.of(repo("bad/one"), repo("a/b"));
        watcher.finds("x", "x", State.OPEN, Severity.WARNING, "");
        look();

        assertThat(work.said).hasSize(1);
        JsonValue bad = monitors.list().getFirst();
        assertThat(bad.get("state").text()).isEqualTo("down");
        assertThat(bad.get("detail").text()).isEqualTo("It is broken.");
        assertThat(pause(bad)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
        for (int i = 0; i < 20; i++) {
            now = now.plus(Duration.ofDays(1));
            look();
        }
        assertThat(monitors.list().getFirst().get("failures").asInt(0)).isEqualTo(21);
        assertThat(pause(monitors.list().getFirst())).isBetween(Duration.ofHours(5), Duration.ofHours(7));
        assertThat(monitors.list().getLast().get("state").text()).isEqualTo("up");
    }

    @Test
    void looksWhenItsTimeHasComeAndNotBefore() {
        look();
        look();
        now = now.plus(Duration.ofMinutes(4));
        look();
        assertThat(watcher.looks.get()).isEqualTo(1);

        now = now.plus(Duration.ofMinutes(2));
        look();
        assertThat(watcher.looks.get()).isEqualTo(2);
    }

    @Test
    void aSignalWaitsForTheLookOfItsMonitor() throws Exception {
        watcher.gate = new CountDownLatch(1);
        watcher.pushed = HeartbeatEvent.builder("p", Severity.WARNING, "p", NOON).build();
        Thread looking = Thread.ofVirtual().start(this::look);
        assertThat(watcher.inside.await(60, TimeUnit.SECONDS)).isTrue();
        Thread pushing = Thread.ofVirtual().start(this::signal);
        assertThat(pushing.join(Duration.ofMillis(100))).as("waits").isFalse();
        watcher.gate.countDown();

        assertThat(looking.join(Duration.ofSeconds(10))).isTrue();
        assertThat(pushing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(watcher.most.get()).isEqualTo(1);
        assertThat(work.said).hasSize(1);
    }

    @Test
    void aSignalThatCouldNotBeTakenIsThrownBackToComeAgain() {
        watcher.pushed = HeartbeatEvent.builder("p", Severity.WARNING, "p", NOON).build();
        work.dies = true;
        assertThatThrownBy(this::signal).hasMessageContaining("power cut");
        work.dies = false;
        signal();

        assertThat(work.said).hasSize(1);
    }

    @Test
    void atNightOnlyWhatIsCriticalIsToldAndTheRestComesTogetherInTheMorning() {
        now = Instant.parse("2026-11-22T23:00:00Z");
        watcher.finds("a", "a", State.OPEN, Severity.WARNING, "");
        watcher.finds("b", "b", State.OPEN, Severity.CRITICAL, "");
        watcher.finds("c", "c", State.OPEN, Severity.INFO, "");
        look();
        monitors.digest();
        assertThat(work.said).containsExactly("tell [telegram:1] **Critical** a/b: b");

        now = Instant.parse("2026-11-23T08:00:00Z");
        monitors.digest();
        monitors.digest();

        assertThat(work.said).hasSize(2);
        assertThat(work.said.getLast()).contains("- warning: a/b: a").contains("- a/b: c").doesNotContain("a/b: b");
    }

    private void look() {
        try (Token token = new Token()) {
            monitors.lookAround(watcher, token);
        }
    }

    private void signal() {
        monitors.listeners().getFirst().instance()
                .onSignal(Signal.builder("github", "1", "push", NOON).repo("a/b").build());
    }

    private Duration pause(JsonValue look) {
        return Duration.between(now, Instant.parse(look.get("next_check").text()));
    }

    private static RepoConfig repo(String name) {
        return new RepoConfig(name, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of("ci"),
                List.of("telegram:1"), RepoConfig.Autonomy.ASK);
    }

    private static HeartbeatConfig config() {
        return new HeartbeatConfig(true, Duration.ofMinutes(5), null, null, null,
                Optional.of(QuietHours.parse("22:00-08:00")), Optional.of(ZoneOffset.UTC), null, null, null,
                List.of(), List.of(), null, null);
    }

    private final class Now extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private record One(Monitor monitor, List<Runnable> listeners) implements Extensions {

        @Override
        public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
            return List.of(new Extension<>("monitor-ci", kind.cast(monitor)));
        }

        @Override
        public void onChange(Runnable changed) {
            listeners.add(changed);
        }
    }

    private static final class Watcher implements Monitor {

        private final List<HeartbeatEvent> finds = new ArrayList<>();
        private final List<String> recalled = new ArrayList<>();
        private final AtomicInteger named = new AtomicInteger();
        private final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger inThere = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch inside = new CountDownLatch(1);
        private CountDownLatch gate = new CountDownLatch(0);
        private HeartbeatEvent pushed;
        private boolean remembers;

        void finds(String key, String incident, State state, Severity severity, String detail) {
            finds.add(HeartbeatEvent.builder(key, severity, incident, NOON).repo("a/b").incident(incident, state)
                    .detail(detail).build());
        }

        @Override
        public String id() {
            named.incrementAndGet();
            return "ci";
        }

        @Override
        public Duration interval() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Set<String> signals() {
            return Set.of("push");
        }

        @Override
        public List<HeartbeatEvent> check(Check check) {
            return alone(ignored -> {
                if (check.repos().getFirst().name().startsWith("bad")) {
                    throw PluginException.of(Failure.UNAVAILABLE, "It is broken.");
                }
                looks.incrementAndGet();
                if (remembers) {
                    recalled.add(check.recall("last").orElse(""));
                    check.remember("last", "1");
                }
                return finds;
            });
        }

        @Override
        public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
            return alone(ignored -> List.of(pushed));
        }

        private List<HeartbeatEvent> alone(Function<String, List<HeartbeatEvent>> what) {
            most.accumulateAndGet(inThere.incrementAndGet(), Math::max);
            inside.countDown();
            try {
                gate.await();
                return what.apply("");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                inThere.decrementAndGet();
            }
        }
    }
}
