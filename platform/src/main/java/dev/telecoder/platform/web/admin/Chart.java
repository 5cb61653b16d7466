package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The turns of the last day as bars, an hour each.
 *
 * @param bars the bars, oldest first
 * @param most the height of the highest
 * @param label the same in words
 */
record Chart(List<Bar> bars, long most, String label) {

    static final int HEIGHT = 100;
    static final int STEP = 20;
    private static final int GAP = 4;

    /**
     * One hour.
     *
     * @param at when it began
     * @param x where it stands
     * @param turns how many
     * @param failed how many of them failed or were stopped
     * @param top where the bar begins, from above
     * @param height of the whole bar
     * @param failedHeight of the part that failed, which stands below
     */
    record Bar(String at, int x, long turns, long failed, int top, int height, int failedHeight) {

        int failedTop() {
            return HEIGHT - failedHeight;
        }

        int width() {
            return STEP - GAP;
        }
    }

    static Chart of(JsonValue activity) {
        List<JsonValue> hours = activity.get("hours").items();
        long most = Math.max(1, hours.stream().mapToLong(hour -> hour.get("turns").asLong(0)).max().orElse(1));
        List<Bar> bars = new ArrayList<>();
        String busiest = "";
        long highest = 0;
        for (JsonValue hour : hours) {
            long turns = hour.get("turns").asLong(0);
            long failed = hour.get("failed").asLong(0) + hour.get("stopped").asLong(0);
            // What happened once shall be seen beside what happened a thousand times.
            int height = turns == 0 ? 0 : (int) Math.max(3, Math.round(turns * (double) HEIGHT / most));
            int failedHeight = failed == 0 ? 0 : (int) Math.max(3, Math.round(height * (double) failed / turns));
            bars.add(new Bar(hour.get("at").text(), bars.size() * STEP + GAP / 2, turns, failed, HEIGHT - height,
                    height, failedHeight));
            if (turns > highest) {
                highest = turns;
                busiest = hour.get("at").text();
            }
        }
        long sum = activity.get("turns").asLong(0);
        String label = sum == 0 ? "No turns in the last 24 hours"
                : Show.count(sum, "turn") + " in the last 24 hours, most in the hour from " + busiest.substring(11, 16)
                        + " UTC with " + highest;
        return new Chart(bars, most, label);
    }

    int width() {
        return Math.max(1, bars.size()) * STEP;
    }
}
