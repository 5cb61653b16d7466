package dev.telecoder.platform.config;

import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of a day in which nobody is to be disturbed, written as {@code 22:00-08:00}.
 *
 * @param from when they begin
 * @param to when they end; before {@code from} if they go past midnight
 */
public record QuietHours(LocalTime from, LocalTime to) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,2}):(\\d{2})\\s*-\\s*(\\d{1,2}):(\\d{2})");

    /**
     * Reads quiet hours.
     *
     * @param text such as {@code 22:00-08:00}
     * @return the hours
     * @throws IllegalArgumentException if the text is none
     */
    public static QuietHours parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("two times such as \"22:00-08:00\"");
        }
        return new QuietHours(time(form.group(1), form.group(2)), time(form.group(3), form.group(4)));
    }

    /**
     * Tells whether a time lies in them.
     *
     * @param time the local time
     * @return whether it is quiet then; never if both ends are the same
     */
    public boolean contains(LocalTime time) {
        boolean afterBegin = !time.isBefore(from);
        boolean beforeEnd = time.isBefore(to);
        return from.isAfter(to) ? afterBegin || beforeEnd : afterBegin && beforeEnd;
    }

    @Override
    public String toString() {
        return from + "-" + to;
    }

    private static LocalTime time(String hour, String minute) {
        int hours = Integer.parseInt(hour);
        int minutes = Integer.parseInt(minute);
        // 24:00 is how some write midnight.
        if (hours > 24 || minutes > 59 || (hours == 24 && minutes > 0)) {
            throw new IllegalArgumentException("two times of day such as \"22:00-08:00\"");
        }
        return LocalTime.of(hours % 24, minutes);
    }
}
