package dev.telecoder.platform.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Five fields as Unix means them (crontab(5) of Vixie's cron and cronie): minute, hour, day of month, month, day of week. Where
 * both days are restricted, either suffices; a day field that begins with a star restricts with the other. When the clocks go
 * forward, a job with a fixed time in the missing hour runs right after the change; when they go back, it runs the first time
 * only. A job whose minute or hour begins with a star follows the clock as it is shown, in both cases. For any thread.
 */
final class CronExpression implements Schedule {

    /** The 29th of February on one given weekday comes after 40 years at most. */
    private static final int YEARS = 41;
    /** What moves the clock by more is a correction, not a change of season: nothing is made up for. */
    private static final Duration SEASON = Duration.ofHours(3);

    private final String text;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean bothDays;
    private final boolean byClock;

    private CronExpression(String text, List<String> fields) {
        this.text = text;
        this.minutes = CronField.MINUTE.read(fields.get(0));
        this.hours = CronField.HOUR.read(fields.get(1));
        this.daysOfMonth = CronField.DAY_OF_MONTH.read(fields.get(2));
        this.months = CronField.MONTH.read(fields.get(3));
        this.daysOfWeek = CronField.DAY_OF_WEEK.read(fields.get(4));
        this.bothDays = fields.get(2).startsWith("*") || fields.get(4).startsWith("*");
        this.byClock = fields.get(0).startsWith("*") || fields.get(1).startsWith("*");
    }

    /** @throws IllegalArgumentException if these are not five fields, or one is wrong */
    static CronExpression of(String text) {
        List<String> fields = List.of(text.strip().split("\\s+"));
        if (fields.size() != 5) {
            throw new IllegalArgumentException("\"" + text + "\" has " + fields.size() + (fields.size() == 1
                    ? " field" : " fields") + ". Expected five: minute, hour, day of month, month, day of week, such as"
                    + " \"30 2 * * 1-5\"; or @daily, or @every 10m."
                    + (fields.size() > 5 ? " There is no field for seconds or years." : ""));
        }
        return new CronExpression(text.strip(), fields);
    }

    @Override
    public Optional<Instant> next(Instant after, ZoneId zone) {
        return next(after, zone, 1).stream().findFirst();
    }

    @Override
    public List<Instant> next(Instant after, ZoneId zone, int count) {
        ZoneRules rules = zone.getRules();
        var found = new ArrayList<Instant>();
        NavigableSet<Instant> waiting = new TreeSet<>();
        LocalDate first = LocalDateTime.ofInstant(after, zone).toLocalDate().minusDays(1);
        LocalDate end = first.plusYears(YEARS);
        for (LocalDate day = first; found.size() < count && day.isBefore(end); day = following(day)) {
            // Clocks that go back at midnight repeat the end of the day before: in order only once the next has come.
            Instant begin = day.atStartOfDay(zone).toInstant();
            for (Instant due = waiting.pollFirst(); due != null; due = waiting.pollFirst()) {
                if (!due.isBefore(begin)) {
                    waiting.add(due);
                    break;
                }
                if (due.isAfter(after) && found.size() < count) {
                    found.add(due);
                    end = day.plusYears(YEARS);
                }
            }
            if (matches(day)) {
                on(day, rules, waiting);
            }
        }
        return found;
    }

    /** The next day to look at: whole months that do not match are passed over, with a day to settle what waits. */
    private LocalDate following(LocalDate day) {
        LocalDate next = day.plusDays(1);
        return months.get(next.getMonthValue()) || next.getDayOfMonth() == 1 ? next
                : next.withDayOfMonth(1).plusMonths(1);
    }

    private boolean matches(LocalDate day) {
        boolean ofMonth = daysOfMonth.get(day.getDayOfMonth());
        boolean ofWeek = daysOfWeek.get(day.getDayOfWeek().getValue() % 7);
        return months.get(day.getMonthValue()) && (bothDays ? ofMonth && ofWeek : ofMonth || ofWeek);
    }

    private void on(LocalDate day, ZoneRules rules, NavigableSet<Instant> into) {
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                LocalDateTime time = day.atTime(hour, minute);
                List<ZoneOffset> offsets = rules.getValidOffsets(time);
                if (offsets.isEmpty()) {
                    ZoneOffsetTransition change = rules.getTransition(time);
                    if (!byClock && change.getDuration().compareTo(SEASON) < 0) {
                        into.add(change.getInstant());
                    }
                } else {
                    into.add(time.toInstant(offsets.getFirst()));
                    if (byClock && offsets.size() > 1) {
                        into.add(time.toInstant(offsets.getLast()));
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
