package dev.telecoder.platform.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.signal.StoredSignals.Listener;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSignalsTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir private Path folder;

    private final ManualClock clock = ManualClock.at(AT);
    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    private final Semaphore mayGoOn = new Semaphore(0);
    private Database database;
    private StoredSignals signals;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        signals = signals();
    }

    @AfterEach
    void close() {
        signals.close();
        database.close();
    }

    @Test
    void handsASignalToWhoAsksForItsKind() throws InterruptedException {
        var asked = new Ear("ci.failed");
        var other = new Ear("pr.opened");
        signals.start(() -> List.of(asked.as("asked"), other.as("other")));

        boolean fresh = signals.publish(signal("1", "ci.failed", "pull/7"));

        assertThat(fresh).isTrue();
        Signal heard = asked.next();
        assertThat(heard.source()).isEqualTo("github");
        assertThat(heard.deliveryId()).isEqualTo("1");
        assertThat(heard.kind()).isEqualTo("ci.failed");
        assertThat(heard.repo()).contains("myorg/api");
        assertThat(heard.subject()).isEqualTo("pull/7");
        assertThat(heard.at()).isEqualTo(AT);
        assertThat(heard.payload().get("job")).isEqualTo(JsonValue.of("build"));
        untilNothingIsOwed();
        assertThat(other.heard).isEmpty();
    }

    @Test
    void takesTheSameHappeningOnce() throws InterruptedException {
        var ear = new Ear("ci.failed");
        signals.start(() -> List.of(ear.as("ear")));

        boolean first = signals.publish(signal("1", "ci.failed", ""));
        boolean second = signals.publish(signal("1", "ci.failed", ""));

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        ear.next();
        untilNothingIsOwed();
        assertThat(ear.heard).isEmpty();
    }

    @Test
    void keepsWhatComesBeforeTheStart() throws InterruptedException {
        var ear = new Ear("ci.failed");
        signals.publish(signal("1", "ci.failed", ""));

        signals.start(() -> List.of(ear.as("ear")));

        assertThat(ear.next().deliveryId()).isEqualTo("1");
        untilNothingIsOwed();
    }

    @Test
    void tellsAgainAfterGrowingPauses() throws InterruptedException {
        var ear = new Ear("ci.failed");
        ear.refusals.set(2);
        signals.start(() -> List.of(ear.as("ear")));

        signals.publish(signal("1", "ci.failed", ""));

        assertThat(pauses.poll(60, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(1));
        mayGoOn.release();
        assertThat(pauses.poll(60, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(2));
        mayGoOn.release();
        assertThat(ear.next().deliveryId()).isEqualTo("1");
        untilNothingIsOwed();
    }

    @Test
    void givesUpAfterADay() throws InterruptedException {
        var ear = new Ear("ci.failed");
        ear.refusals.set(Integer.MAX_VALUE);
        signals.start(() -> List.of(ear.as("ear")));

        signals.publish(signal("1", "ci.failed", ""));
        pauses.poll(60, TimeUnit.SECONDS);
        clock.advance(Duration.ofHours(25));
        mayGoOn.release();

        untilNothingIsOwed();
        assertThat(pauses).isEmpty();
    }

    @Test
    void keepsTheOrderOfOneSubjectAndLetsOthersPass() throws InterruptedException {
        var ear = new Ear("ci.failed");
        ear.refusals.set(1);
        signals.start(() -> List.of(ear.as("ear")));

        signals.publish(signal("1", "ci.failed", "pull/7"));
        pauses.poll(60, TimeUnit.SECONDS);
        signals.publish(signal("2", "ci.failed", "pull/7"));
        signals.publish(signal("3", "ci.failed", "pull/8"));

        assertThat(ear.next().deliveryId()).isEqualTo("3");
        mayGoOn.release();
        assertThat(ear.next().deliveryId()).isEqualTo("1");
        assertThat(ear.next().deliveryId()).isEqualTo("2");
        untilNothingIsOwed();
    }

    @Test
    void tellsAtTheNextStartWhatWasNotTaken() throws InterruptedException {
        var failing = new Ear("ci.failed");
        failing.refusals.set(Integer.MAX_VALUE);
        var fine = new Ear("ci.failed");
        signals.start(() -> List.of(failing.as("one"), fine.as("two")));
        signals.publish(signal("1", "ci.failed", ""));
        pauses.poll(60, TimeUnit.SECONDS);
        fine.next();
        signals.close();
        database.close();

        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        signals = signals();
        var one = new Ear("ci.failed");
        var two = new Ear("ci.failed");
        signals.start(() -> List.of(one.as("one"), two.as("two"), new Ear("ci.failed").as("new")));

        assertThat(one.next().deliveryId()).isEqualTo("1");
        untilNothingIsOwed();
        assertThat(two.heard).isEmpty();
    }

    @Test
    void waitsForAListenerThatIsAway() throws InterruptedException {
        var ear = new Ear("ci.failed");
        ear.refusals.set(1);
        var present = new AtomicBoolean(true);
        signals.start(() -> present.get() ? List.of(ear.as("ear")) : List.of());
        signals.publish(signal("1", "ci.failed", ""));
        pauses.poll(60, TimeUnit.SECONDS);
        present.set(false);
        mayGoOn.release();

        present.set(true);
        signals.listenersChanged();

        assertThat(ear.next().deliveryId()).isEqualTo("1");
    }

    private StoredSignals signals() {
        return new StoredSignals(database, new HostJson(), clock, duration -> {
            pauses.add(duration);
            mayGoOn.acquire();
        });
    }

    private static Signal signal(String id, String kind, String subject) {
        return Signal.builder("github", id, kind, AT)
                .repo("myorg/api")
                .subject(subject)
                .payload(JsonValue.object().put("job", "build").build())
                .build();
    }

    private void untilNothingIsOwed() throws InterruptedException {
        Instant deadline = Instant.now().plusSeconds(5);
        while (owed() > 0) {
            assertThat(Instant.now()).as("something is still owed").isBefore(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private int owed() {
        return database
                .read(handle -> handle.createQuery("SELECT count(*) FROM signal_delivery").mapTo(Integer.class).one());
    }

    /** Hears signals, and throws as often as it was told to. */
    private static final class Ear implements SignalListener {

        private final Set<String> kinds;
        private final AtomicInteger refusals = new AtomicInteger();
        private final BlockingQueue<Signal> heard = new LinkedBlockingQueue<>();

        Ear(String... kinds) {
            this.kinds = Set.of(kinds);
        }

        Listener as(String id) {
            return new Listener(id, this);
        }

        Signal next() throws InterruptedException {
            Signal signal = heard.poll(60, TimeUnit.SECONDS);
            assertThat(signal).as("no signal came").isNotNull();
            return signal;
        }

        @Override
        public Set<String> signals() {
            return kinds;
        }

        @Override
        public void onSignal(Signal signal) {
            if (refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
            heard.add(signal);
        }
    }
}
