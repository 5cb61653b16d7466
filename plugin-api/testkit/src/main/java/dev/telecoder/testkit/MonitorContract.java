package dev.telecoder.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.signal.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is asked of every {@link Monitor}. Each row looks once before anything happens, because a first look may take what it
 * finds as known. A monitor that is only told by signals skips the rows about looking, visibly, and the reverse.
 *
 * @since 1.0
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class MonitorContract {

    private static final Duration DELAY = Duration.ofSeconds(7);

    /** For the plugin's test. */
    protected MonitorContract() {}

    /** {@return a new monitor, as after a start of the host, that watches {@link #outside}} */
    protected abstract Monitor monitor();

    /** {@return what is watched, the same during a test} */
    protected abstract Outside outside();

    /**
     * Makes what a look is about.
     *
     * @return a new look at both repositories that remembers nothing; the test adds the code host or the CI if the monitor
     *     asks through them
     */
    protected TestCheck look() {
        return TestCheck.of(outside().repos().toArray(String[]::new));
    }

    /** What is watched, as the plugin's test plays it. */
    public interface Outside {

        /** {@return two repositories} */
        List<String> repos();

        /**
         * Lets something happen that is worth an event, each time another.
         *
         * @param repo one of the repositories
         */
        void happen(String repo);

        /** {@return what happened last, as it is pushed; empty if nothing is pushed} */
        Optional<Signal> pushed();

        /**
         * Fails each question about a repository from now on.
         *
         * @param repo one of the repositories
         */
        void breakDown(String repo);

        /**
         * Refuses the next question as too fast.
         *
         * @param delay how long the monitor shall wait
         */
        void limit(Duration delay);
    }

    @Test
    void reportsNothingWhenNothingIsNew() {
        TestCheck look = look();
        Monitor monitor = polling();
        monitor.check(look);

        List<HeartbeatEvent> quiet = monitor.check(look);
        outside().happen(first());
        monitor.check(look);

        assertThat(quiet).isEmpty();
        assertThat(monitor.check(look)).isEmpty();
    }

    @Test
    void reportsEachHappeningOnceOldestFirst() {
        TestCheck look = look();
        Monitor monitor = polling();
        monitor.check(look);
        outside().happen(first());
        outside().happen(second());
        outside().happen(first());

        List<HeartbeatEvent> events = monitor.check(look);

        assertThat(events).hasSize(3).extracting(HeartbeatEvent::key).doesNotHaveDuplicates().doesNotContain("");
        assertThat(events).extracting(HeartbeatEvent::occurredAt).isSorted();
        assertThat(events).extracting(event -> event.repo().orElse("")).containsExactly(first(), second(), first());
        assertThat(events).allSatisfy(event -> assertThat(event.title()).as("a line for a person").isNotBlank()
                .doesNotContain("\n"));
    }

    @Test
    void givesTheSameHappeningTheSameKey() {
        TestCheck one = look();
        TestCheck other = look();
        polling().check(one);
        polling().check(other);
        outside().happen(first());

        List<String> keys = keys(polling().check(one));

        assertThat(keys).hasSize(1);
        assertThat(keys(polling().check(other))).as("the keys that another host gives").isEqualTo(keys);
    }

    @Test
    void doesNotRepeatItselfAfterAStart() {
        TestCheck look = look();
        polling().check(look);
        outside().happen(first());
        polling().check(look);

        assertThat(polling().check(look)).as("what one started anew tells, that remembers").isEmpty();
    }

    @Test
    void polledAndPushedAreOneEvent() {
        Monitor monitor = monitor();
        TestCheck look = look();
        TestCheck elsewhere = look();
        if (monitor.interval().isPositive()) {
            monitor.check(look);
            monitor.check(elsewhere);
        }
        outside().happen(first());
        Optional<Signal> signal = outside().pushed();
        Assumptions.assumeTrue(signal.isPresent() && !monitor.signals().isEmpty(), "Nothing is pushed to it.");

        TestCheck polledOnly = elsewhere.copy();
        List<String> told = keys(monitor.onSignal(signal.orElseThrow(), look));

        assertThat(monitor.signals()).as("the kinds it asks for").contains(signal.orElseThrow().kind());
        assertThat(told).hasSize(1);
        assertThat(keys(monitor.onSignal(signal.orElseThrow(), elsewhere))).isEqualTo(told);
        if (monitor.interval().isPositive()) {
            assertThat(told).as("what a look adds to the signal").containsAll(keys(monitor.check(look)));
            assertThat(keys(monitor.check(polledOnly))).as("what a look tells without the signal").isEqualTo(told);
        }
    }

    @Test
    void aBrokenRepositoryDoesNotHideTheOthers() {
        TestCheck look = look();
        Monitor monitor = polling();
        monitor.check(look);
        outside().breakDown(first());
        outside().happen(second());

        assertThat(monitor.check(look)).singleElement()
                .satisfies(event -> assertThat(event.repo()).contains(second()));
    }

    @Test
    void passesARateLimitOnAndLosesNothing() {
        TestCheck look = look();
        Monitor monitor = polling();
        monitor.check(look);
        outside().happen(first());
        outside().limit(DELAY);
        // The host stores what was remembered together with the events: after a failure, neither.
        TestCheck after = look.copy();

        PluginException fast = catchThrowableOfType(PluginException.class, () -> monitor.check(look));
        List<HeartbeatEvent> events = monitor.check(after);

        assertThat(fast).as("it passes the limit on").isNotNull();
        assertThat(fast.failure()).isEqualTo(Failure.RATE_LIMITED);
        assertThat(fast.retryAfter()).contains(DELAY);
        assertThat(events).singleElement().satisfies(event -> assertThat(event.repo()).contains(first()));
    }

    private Monitor polling() {
        Monitor monitor = monitor();
        Assumptions.assumeTrue(monitor.interval().isPositive(), "It is only told by signals.");
        return monitor;
    }

    private String first() {
        return outside().repos().get(0);
    }

    private String second() {
        return outside().repos().get(1);
    }

    private static List<String> keys(List<HeartbeatEvent> events) {
        List<String> keys = new ArrayList<>();
        events.forEach(event -> keys.add(event.key()));
        return keys;
    }
}
