package dev.telecoder.bench;

import java.util.Locale;

/**
 * A line of the table: what was promised, and what was measured.
 *
 * @param id names it from release to release
 * @param what what is measured
 * @param unit in which
 * @param bar what "done" means: less than this; for counts no more than this; NaN where nothing is promised
 * @param aim where we want to be
 * @param value what was measured; NaN where it was not
 * @param detail how, or why not
 */
record Row(String id, String what, String unit, double bar, double aim, double value, String detail) {

    enum Verdict {
        AIM, BAR, MISSED, SHOWN, NONE
    }

    /** Only shown; nothing is promised of it. */
    static Row shown(String id, String what, String unit, double value, String detail) {
        return new Row(id, what, unit, Double.NaN, Double.NaN, value, detail);
    }

    static Row missing(String id, String what, String why) {
        return new Row(id, what, "", Double.NaN, Double.NaN, Double.NaN, why);
    }

    /** The same line, measured. */
    Row with(double measured, String how) {
        return new Row(id, what, unit, bar, aim, measured, how);
    }

    Verdict verdict() {
        if (Double.isNaN(value)) {
            return Double.isNaN(bar) ? Verdict.NONE : Verdict.MISSED;
        }
        if (Double.isNaN(bar)) {
            return Verdict.SHOWN;
        }
        return holds(aim) ? Verdict.AIM : holds(bar) ? Verdict.BAR : Verdict.MISSED;
    }

    String verdictText() {
        return switch (verdict()) {
            case AIM -> "aim met";
            case BAR -> "bar met";
            case MISSED -> Double.isNaN(value) ? "NOT MEASURED" : "MISSED";
            case SHOWN -> "";
            case NONE -> "not there yet";
        };
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return value == Math.rint(value) || Math.abs(value) >= 1_000 ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.2f" : "%.1f", value);
    }

    private boolean holds(double limit) {
        return unit.isEmpty() ? value <= limit : value < limit;
    }
}
