package dev.telecoder.platform.heartbeat;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** One of the five fields of a cron expression: which values it may have and how they are written. */
enum CronField {

    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12,
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    /** Sunday is 0 and 7; all values are kept as 0 to 6. */
    DAY_OF_WEEK("day of week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private final String label;
    private final int min;
    private final int max;
    private final List<String> names;

    CronField(String label, int min, int max, List<String> names) {
        this.label = label;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /**
     * Reads what stands in this field.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    BitSet read(String text) {
        var values = new BitSet();
        for (String item : text.split(",", -1)) {
            add(item, text, values);
        }
        if (this == DAY_OF_WEEK && values.get(7)) {
            values.clear(7);
            values.set(0);
        }
        return values;
    }

    private void add(String item, String text, BitSet values) {
        String[] parts = item.split("/", -1);
        if (item.isEmpty() || parts.length > 2) {
            throw wrong(text, "'" + item + "' is neither a value nor a range");
        }
        int step = parts.length == 1 ? 1 : step(parts[1], text);
        int from;
        int to;
        if (parts[0].equals("*")) {
            from = min;
            to = this == DAY_OF_WEEK ? 6 : max;
        } else {
            String[] ends = parts[0].split("-", -1);
            if (ends.length > 2) {
                throw wrong(text, "'" + parts[0] + "' is no range");
            }
            from = value(ends[0], text);
            // A value with a step, such as 5/15, goes on to the end of the field.
            to = ends.length == 2 ? value(ends[1], text) : parts.length == 2 ? lastOf() : from;
            if (this == DAY_OF_WEEK && to == 0 && from > 0 && ends.length == 2) {
                to = 7;
            }
            if (from > to) {
                throw wrong(text, "the range " + parts[0] + " ends before it begins");
            }
        }
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
    }

    private int lastOf() {
        return this == DAY_OF_WEEK ? 6 : max;
    }

    private int step(String written, String text) {
        int step = number(written);
        if (step < 1) {
            throw wrong(text, "the step '" + written + "' is no number from 1");
        }
        return step;
    }

    private int value(String written, String text) {
        int named = names.indexOf(written.toLowerCase(Locale.ROOT));
        int value = named >= 0 ? named + min : number(written);
        if (value < min || value > max) {
            throw wrong(text, "'" + written + "' is no value");
        }
        return value;
    }

    private static int number(String written) {
        return written.matches("[0-9]{1,4}") ? Integer.parseInt(written) : -1;
    }

    private IllegalArgumentException wrong(String text, String why) {
        String values = min + " to " + max + (names.isEmpty() ? "" : ", or " + names.getFirst() + " to "
                + names.getLast()) + (this == DAY_OF_WEEK ? ", Sunday is 0 and 7" : "");
        String hint = text.matches(".*[?LW#].*") && !text.matches("(?i).*(jul|wed).*")
                ? " '?', 'L', 'W' and '#' belong to Quartz's form, not to cron's; write * for ?." : "";
        return new IllegalArgumentException("the " + label + " is \"" + text + "\": " + why
                + ". Expected " + values + ", lists (1,5), ranges (1-5), steps (*/15) or *." + hint);
    }
}
