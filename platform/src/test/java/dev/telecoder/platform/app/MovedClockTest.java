package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MovedClockTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T08:59:50Z");

    @Test
    void isTheMachinesOwnWhereNothingIsAsked() {
        assertThat(MovedClock.orNot("")).isEqualTo(Clock.systemUTC());
    }

    @Test
    void beginsWhereItIsToldAndRunsAsFastAsItIsTold() {
        Clock clock = MovedClock.orNot(MONDAY + "*3600");
        long before = System.nanoTime();

        Instant first = clock.instant();
        Instant then = clock.withZone(ZoneId.of("Europe/Berlin")).instant();

        Duration passed = Duration.ofNanos(System.nanoTime() - before).plusSeconds(1).multipliedBy(3600);
        assertThat(first).isAfterOrEqualTo(MONDAY);
        assertThat(then).isAfter(first).isBefore(MONDAY.plus(passed));
        assertThat(MovedClock.orNot(MONDAY.toString()).instant()).isBetween(MONDAY, MONDAY.plusSeconds(60));
    }

    @Test
    void saysWhatItWants() {
        for (String wrong : new String[]{"monday", MONDAY + "*0", MONDAY + "*fast"}) {
            assertThatThrownBy(() -> MovedClock.orNot(wrong)).hasMessageContaining("telecoder.clock")
                    .hasMessageContaining(wrong);
        }
    }
}
