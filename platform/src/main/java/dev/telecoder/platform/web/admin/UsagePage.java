package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What models were used and what that cost: by period with its limit, day by day, and by what it was for. */
final class UsagePage {

    private static final int DAYS = 30;
    private static final int HEIGHT = 100;
    private static final int STEP = 20;

    /** What it is told by, and the heading of it. */
    private static final Map<String, String> TABLES = Map.of("model", "By model", "conversation", "By conversation",
            "person", "By person", "repo", "By repository", "purpose", "By purpose");

    private static final List<String> ORDER = List.of("model", "conversation", "person", "repo", "purpose");

    /**
     * What the page shows.
     *
     * @param periods today, this month, all time
     * @param bars the days
     * @param most what the highest bar stands for
     * @param label the days in words
     * @param tables the tables
     */
    record View(List<JsonValue> periods, List<Bar> bars, String most, String label, List<Table> tables) {

        int width() {
            return bars.size() * STEP;
        }

        boolean fresh() {
            return tables.isEmpty() && periods.stream().allMatch(period -> period.get("requests").asLong(0) == 0);
        }
    }

    /**
     * One day.
     *
     * @param day the day
     * @param x where it stands
     * @param top where the bar begins, from above
     * @param height of the bar
     * @param words what it stands for
     */
    record Bar(String day, int x, int top, int height, String words) {

        int width() {
            return STEP - 4;
        }
    }

    /**
     * One table.
     *
     * @param by what it is told by
     * @param title its heading
     * @param rows its rows, what took most first
     */
    record Table(String by, String title, List<JsonValue> rows) {}

    void register(Desk desk) {
        desk.page("usage", "/usage", visit -> {
            View view = view(visit.asks());
            return Desk.Shown.of("Usage", (out, frame, show) -> JteusageGenerated.render(out, null, frame, show, view));
        });
    }

    private static View view(Asks asks) {
        List<JsonValue> days = by(asks, "day");
        List<Table> tables = new ArrayList<>();
        for (String by : ORDER) {
            List<JsonValue> rows =
                    by(asks, by).stream().filter(row -> !row.get("name").text().isEmpty()).limit(12).toList();
            if (!rows.isEmpty()) {
                tables.add(new Table(by, TABLES.get(by), rows));
            }
        }
        // Where nothing has a price, tokens are what there is to see.
        boolean priced = days.stream().anyMatch(day -> amount(day) > 0);
        Map<String, JsonValue> known = new HashMap<>();
        days.forEach(day -> known.put(day.get("name").text(), day));
        double most = days.stream().mapToDouble(day -> priced ? amount(day) : tokens(day)).max().orElse(0);
        LocalDate last = LocalDate.now(ZoneOffset.UTC);
        List<Bar> bars = new ArrayList<>();
        for (int i = DAYS - 1; i >= 0; i--) {
            String day = last.minusDays(i).toString();
            JsonValue row = known.getOrDefault(day, JsonValue.NULL);
            double value = priced ? amount(row) : tokens(row);
            int height = value <= 0 ? 0 : (int) Math.max(3, Math.round(value * HEIGHT / most));
            bars.add(new Bar(day, bars.size() * STEP + 2, HEIGHT - height, height, usd(row) + ", "
                    + Show.number(tokens(row)) + " tokens"));
        }
        String scale = priced ? new BigDecimal(most).setScale(2, RoundingMode.CEILING).toPlainString() + " USD"
                : Show.number((long) most) + " tokens";
        return new View(asks.get("usage").get("items").items(), bars, scale,
                "What each of the last " + DAYS + " days took; the most was " + scale, tables);
    }

    private static List<JsonValue> by(Asks asks, String by) {
        return asks.get(Map.of("by", by, "days", String.valueOf(DAYS)), "usage").get("items").items();
    }

    private static double amount(JsonValue row) {
        return row.get("usd").asDouble(0);
    }

    static long tokens(JsonValue row) {
        return row.get("input_tokens").asLong(0) + row.get("cached_input_tokens").asLong(0)
                + row.get("cache_write_tokens").asLong(0) + row.get("output_tokens").asLong(0);
    }

    static String usd(JsonValue row) {
        if (row.get("usd").isNull()) {
            return row.get("requests").asLong(0) == 0 ? "0.00 USD" : "no price known";
        }
        double usd = amount(row);
        return new BigDecimal(usd).setScale(usd > 0 && usd < 0.01 ? 4 : 2, RoundingMode.HALF_UP).toPlainString()
                + " USD";
    }

    static String period(JsonValue row) {
        return switch (row.get("period").text()) {
            case "today" -> "Today";
            case "month" -> "This month";
            default -> "All time";
        };
    }

    static String limit(JsonValue row) {
        return row.get("limit_usd").isNull() ? Show.count(row.get("requests").asLong(0), "request")
                : "of " + row.get("limit_usd").text() + " USD; " + Show.count(row.get("requests").asLong(0), "request");
    }
}
