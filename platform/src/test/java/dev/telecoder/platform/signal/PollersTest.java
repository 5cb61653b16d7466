package dev.telecoder.platform.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollersTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final SignalPoller.Intervals INTERVALS =
            new SignalPoller.Intervals(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofHours(24));

    @TempDir private Path folder;

    private final ManualClock clock = ManualClock.at(AT);
    private final List<String> looks = new ArrayList<>();
    private Consumer<SignalPoller.Look> poll = look -> {};
    private Database database;
    private StoredSignals signals;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        signals = new StoredSignals(database, new HostJson(), clock);
        signals.start(List::of);
    }

    @AfterEach
    void close() {
        signals.close();
        database.close();
    }

    private Pollers pollers() {
        SignalPoller poller = new SignalPoller() {
            @Override
            public String id() {
                return "fake";
            }

            @Override
            public Set<String> signals() {
                return Set.of("workflow_run.completed");
            }

            @Override
            public void poll(Look look) {
                looks.add(look.repo().name() + " " + look.recall("tag").orElse("-"));
                poll.accept(look);
            }
        };
        return new Pollers(database, signals, () -> List.of(new Pollers.Source("fake", poller)),
                () -> new Pollers.Scope(List.of(new SignalPoller.Watched("a/b", "https://x/a/b.git"),
                        new SignalPoller.Watched("c/d", "https://x/c/d.git")), INTERVALS),
                clock);
    }

    @Test
    void looksAtTheShortestInterval() {
        Pollers pollers = pollers();

        for (int minute = 0; minute < 60; minute++) {
            pollers.lookAround();
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(looks.stream().filter(look -> look.startsWith("a/b")).count()).isBetween(11L, 13L);
    }

    @Test
    void keepsWhatALookLeftAcrossARestart() {
        poll = look -> look.remember("tag", "t1-" + look.repo().name());
        pollers().lookAround();
        clock.advance(Duration.ofMinutes(5));

        pollers().lookAround();

        assertThat(looks).containsExactly("a/b -", "c/d -", "a/b t1-a/b", "c/d t1-c/d");
    }

    @Test
    void looksElsewhereWhereOneIsBroken() {
        poll = look -> {
            look.remember("tag", "lost");
            if (look.repo().name().equals("a/b")) {
                throw PluginException.rateLimited(Duration.ofMinutes(30), "Too fast.");
            }
        };
        Pollers pollers = pollers();
        pollers.lookAround();
        clock.advance(Duration.ofMinutes(20));
        pollers.lookAround();
        assertThat(looks).containsExactly("a/b -", "c/d -", "c/d lost");
        clock.advance(Duration.ofMinutes(11));

        pollers.lookAround();

        assertThat(looks).as("it asked for half an hour, and what a failed look left is forgotten").contains("a/b -")
                .filteredOn("a/b -"::equals).hasSize(2);
    }

    @Test
    void saysWhatItFindsWhereItKnowsTheRepositoryAndIsWell() {
        poll = look -> {
            if (look.repo().name().equals("a/b")) {
                look.remember("tag", "t1");
            }
        };
        Pollers pollers = pollers();
        assertThat(covers(pollers, "a/b")).as("before the first look").isFalse();
        pollers.lookAround();

        assertThat(covers(pollers, "a/b")).isTrue();
        assertThat(pollers.covers("a/b", "fake", "issues.opened")).as("it does not say that it finds them").isFalse();
        assertThat(pollers.covers("a/b", "other", "workflow_run.completed")).isFalse();
        assertThat(covers(pollers, "c/d")).as("it passed it over").isFalse();
        assertThat(covers(pollers, "e/f")).as("nobody looks there").isFalse();
        clock.advance(Duration.ofMinutes(11));
        assertThat(covers(pollers, "a/b")).as("it has not looked for long").isFalse();
        poll = look -> {
            throw PluginException.rateLimited(Duration.ofMinutes(30), "Too fast.");
        };
        pollers.lookAround();
        assertThat(covers(pollers, "a/b")).as("it fails").isFalse();
    }

    private static boolean covers(Pollers pollers, String repo) {
        return pollers.covers(repo, "fake", "workflow_run.completed");
    }

    @Test
    void countsAFactOnceWhetherPushedOrPolled() {
        Signal polled = Signal.builder("github", "run/1", "workflow_run.completed", AT).fact("run/1").build();
        Signal pushed = Signal.builder("github", "d-1", "workflow_run.completed", AT).fact("run/1").build();
        Signal pushedOther = Signal.builder("github", "d-2", "workflow_run.completed", AT).fact("run/2").build();
        Signal polledOther = Signal.builder("github", "run/2", "workflow_run.completed", AT).fact("run/2").build();
        Signal again = Signal.builder("github", "d-3", "workflow_run.completed", AT).fact("run/2").build();

        assertThat(List.of(signals.publish(polled), signals.publish(pushed), signals.publish(pushedOther),
                signals.publish(polledOther))).containsExactly(true, false, true, false);
        assertThat(signals.publish(again)).as("another delivery is another signal").isTrue();
    }

    @Test
    void tellsNobodyOfWhatItDidItself() {
        List<Signal> heard = new ArrayList<>();
        signals.close();
        signals = new StoredSignals(database, new HostJson(), clock);
        signals.publish(Signal.builder("github", "d-1", "issues.opened", AT).own(true).build());
        signals.start(() -> List.of(new StoredSignals.Listener("ear", new dev.telecoder.api.signal.SignalListener() {
            @Override
            public java.util.Set<String> signals() {
                return java.util.Set.of("issues.opened");
            }

            @Override
            public void onSignal(Signal signal) {
                heard.add(signal);
            }
        })));

        assertThat(signals.publish(Signal.builder("github", "d-1", "issues.opened", AT).own(true).build())).isFalse();
        assertThat(signals.publish(Signal.builder("github", "d-2", "issues.opened", AT).own(true).build())).isTrue();
        signals.close();
        assertThat(heard).isEmpty();
    }

    @Test
    void isAPluginFailureNoFault() {
        poll = look -> {
            throw PluginException.of(Failure.UNAVAILABLE, "It is down.");
        };
        pollers().lookAround();
        clock.advance(Duration.ofMinutes(5));
        pollers().lookAround();

        assertThat(looks).as("it waits longer after a failure").hasSize(2);
    }
}
