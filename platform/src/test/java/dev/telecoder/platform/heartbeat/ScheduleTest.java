package dev.telecoder.platform.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:07:30Z");

    @ParameterizedTest
    @CsvSource({"@yearly,2027-01-01T00:00:00Z", "@annually,2027-01-01T00:00:00Z", "@monthly,2026-12-01T00:00:00Z",
            "@weekly,2026-11-29T00:00:00Z", "@daily,2026-11-23T00:00:00Z", "@Midnight,2026-11-23T00:00:00Z",
            "@hourly,2026-11-22T11:00:00Z", "@every 10m,2026-11-22T10:17:30Z", "@every 1h30m,2026-11-22T11:37:30Z"})
    void knowsTheNamesOfTimes(String text, Instant expected) {
        assertThat(Schedule.parse(text).next(NOW, ZoneOffset.UTC)).contains(expected);
    }

    @Test
    void repeatsAnInterval() {
        List<Instant> due = Schedule.parse("@every 90s").next(NOW, ZoneOffset.UTC, 3);

        assertThat(due).extracting(Instant::toString)
                .containsExactly("2026-11-22T10:09:00Z", "2026-11-22T10:10:30Z", "2026-11-22T10:12:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@reboot", "@fortnightly", "@every", "@every soon", "@every 0s", "@every -1m"})
    void saysWhatIsWrong(String text) {
        assertThatThrownBy(() -> Schedule.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected");
    }
}
