package dev.telecoder.platform.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 9 * * 1-5     | 2026-11-20T09:00:00Z | 2026-11-23T09:00:00Z
            0 9 * * MON-fri | 2026-11-20T09:00:00Z | 2026-11-23T09:00:00Z
            */15 * * * *    | 2026-11-20T09:50:00Z | 2026-11-20T10:00:00Z
            5/20 * * * *    | 2026-11-20T09:26:00Z | 2026-11-20T09:45:00Z
            0 0 1,15 * *    | 2026-11-02T00:00:00Z | 2026-11-15T00:00:00Z
            0 0 * * 0       | 2026-11-20T00:00:00Z | 2026-11-22T00:00:00Z
            0 0 * * 7       | 2026-11-20T00:00:00Z | 2026-11-22T00:00:00Z
            0 0 * * sat-sun | 2026-11-22T00:00:00Z | 2026-11-28T00:00:00Z
            0 0 * * 5-7     | 2026-11-21T00:00:00Z | 2026-11-22T00:00:00Z
            0 0 29 2 *      | 2026-11-20T00:00:00Z | 2028-02-29T00:00:00Z
            0 0 31 * *      | 2026-11-20T00:00:00Z | 2026-12-31T00:00:00Z
            10-30/10 8 * jan-mar * | 2026-11-20T00:00:00Z | 2027-01-01T08:10:00Z
            """)
    void findsTheNextTime(String expression, Instant after, Instant expected) {
        assertThat(CronExpression.of(expression).next(after, ZoneOffset.UTC)).contains(expected);
    }

    @Test
    void takesEitherDayWhereBothAreRestrictedAndBothWhereOneBeginsWithAStar() {
        Instant november = Instant.parse("2026-11-01T00:00:00Z");

        List<Instant> either = CronExpression.of("0 0 13 * 5").next(november, ZoneOffset.UTC, 4);
        List<Instant> both = CronExpression.of("0 0 */2 * 5").next(november, ZoneOffset.UTC, 2);

        assertThat(either).extracting(Instant::toString)
                .containsExactly("2026-11-06T00:00:00Z", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z",
                        "2026-11-27T00:00:00Z");
        assertThat(both).extracting(Instant::toString)
                .containsExactly("2026-11-13T00:00:00Z", "2026-11-27T00:00:00Z");
    }

    @Test
    void runsOnceAfterTheMissingHourAndOnceInTheDoubledOne() {
        CronExpression daily = CronExpression.of("30 2 * * *");

        assertThat(local(daily.next(Instant.parse("2026-03-28T00:00:00Z"), BERLIN, 3)))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
        assertThat(local(daily.next(Instant.parse("2026-10-24T12:00:00Z"), BERLIN, 2)))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    }

    @Test
    void followsTheClockThatIsShownWhereMinuteOrHourIsAStar() {
        assertThat(local(CronExpression.of("*/30 * * * *").next(Instant.parse("2026-03-29T00:29:00Z"), BERLIN, 3)))
                .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
        assertThat(local(CronExpression.of("30 * * * *").next(Instant.parse("2026-10-25T00:00:00Z"), BERLIN, 3)))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00");
    }

    @Test
    void keepsTheOrderWhereTheClockGoesBackAtMidnight() {
        ZoneId zone = ZoneId.of("America/Havana");

        List<Instant> due = CronExpression.of("*/20 * * * *").next(Instant.parse("2026-11-01T03:00:00Z"), zone, 20);

        assertThat(due).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
            "* * * * 8", "5-1 * * * *", "*/0 * * * *", "1,,2 * * * *", "a * * * *", "* * ? * *", "* * L * *",
            "* * * foo *", "-1 * * * *", "1-2-3 * * * *", "1/2/3 * * * *", "* * * * mon-"})
    void saysWhatIsWrong(String expression) {
        assertThatThrownBy(() -> CronExpression.of(expression)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected");
    }

    @Test
    void endsWhereThereIsNoSuchDay() {
        assertThat(CronExpression.of("0 0 30 2 *").next(Instant.EPOCH, BERLIN)).isEmpty();
    }

    @Test
    void agreesWithLookingAtEachMinute() {
        var random = new Random(11);
        List<ZoneId> zones = List.of(BERLIN, ZoneId.of("America/New_York"), ZoneId.of("Australia/Lord_Howe"),
                ZoneId.of("America/Havana"), ZoneId.of("Asia/Kathmandu"));
        for (int round = 0; round < 150; round++) {
            String text = expression(random);
            ZoneId zone = zones.get(round % zones.size());
            Instant begin = Instant.parse("2026-03-01T00:00:00Z").plusSeconds(random.nextInt(300) * 86_400L);

            Instant end = begin.plusSeconds(14 * 86_400);
            List<Instant> expected = minuteByMinute(text, begin, end, zone);
            List<Instant> found = CronExpression.of(text).next(begin, zone, expected.size() + 1);

            assertThat(found.stream().filter(due -> !due.isAfter(end))).as(text + " from " + begin + " in " + zone)
                    .containsExactlyElementsOf(expected);
        }
    }

    /** Only what the shown clock decides: its stars make each expression one that follows it. */
    private static String expression(Random random) {
        return "*/" + (1 + random.nextInt(40)) + " " + number(random, 0, 23) + " " + number(random, 1, 31) + " * "
                + number(random, 0, 6);
    }

    private static String number(Random random, int from, int to) {
        return switch (random.nextInt(3)) {
            case 0 -> "*";
            case 1 -> String.valueOf(from + random.nextInt(to - from + 1));
            default -> from + "-" + to + "/" + (1 + random.nextInt(3));
        };
    }

    private static List<Instant> minuteByMinute(String text, Instant begin, Instant end, ZoneId zone) {
        String[] fields = text.split(" ");
        int step = Integer.parseInt(fields[0].substring(2));
        Set<Integer> hours = values(fields[1], 0, 23);
        Set<Integer> days = values(fields[2], 1, 31);
        Set<Integer> weekdays = values(fields[4], 0, 6);
        boolean either = !fields[2].equals("*") && !fields[4].equals("*");
        var due = new ArrayList<Instant>();
        for (Instant at = begin.plusSeconds(60); !at.isAfter(end); at = at.plusSeconds(60)) {
            ZonedDateTime time = at.atZone(zone);
            boolean day = days.contains(time.getDayOfMonth());
            boolean weekday = weekdays.contains(time.getDayOfWeek().getValue() % 7);
            if (time.getMinute() % step == 0 && hours.contains(time.getHour())
                    && (either ? day || weekday : day && weekday)) {
                due.add(at);
            }
        }
        return due;
    }

    private static Set<Integer> values(String field, int from, int to) {
        var values = new java.util.HashSet<Integer>();
        int step = field.contains("/") ? Integer.parseInt(field.replaceAll(".*/", "")) : 1;
        for (int value = from; value <= to; value += step) {
            if (field.equals("*") || field.contains("/") || field.equals(String.valueOf(value))) {
                values.add(value);
            }
        }
        return values;
    }

    private static List<String> local(List<Instant> due) {
        return due.stream().map(at -> OffsetDateTime.ofInstant(at, BERLIN).toString()).toList();
    }
}
