package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;

/** The first page: how the host is, what it does now, and what it did today. */
final class OverviewPage {

    private static final String RECENT = "6";

    /**
     * What the page shows.
     *
     * @param status the object of the command {@code status}
     * @param parts how each part is
     * @param channels the channels
     * @param plugins those that need attention
     * @param open turns that run or wait
     * @param recent conversations
     * @param asked open questions
     * @param activity the day in numbers
     * @param chart the day as a picture
     */
    record View(JsonValue status, List<JsonValue> parts, List<JsonValue> channels, List<JsonValue> plugins,
            List<JsonValue> open, List<JsonValue> recent, List<JsonValue> asked, JsonValue activity, Chart chart) {

        boolean fresh() {
            return recent.isEmpty() && activity.get("turns").asLong(0) == 0;
        }

        boolean noModel() {
            return status.get("model").get("name").isNull();
        }
    }

    void register(Desk desk) {
        desk.page("overview", "/", visit -> {
            View view = view(visit.asks());
            return Desk.Shown.of("Overview", (out, frame, show) -> JteoverviewGenerated.render(out, null, frame, show,
                    view));
        });
    }

    private static View view(Asks asks) {
        JsonValue activity = asks.get("activity");
        List<JsonValue> tasks = asks.get(Map.of("limit", "30"), "tasks").get("items").items();
        List<String> open = List.of("running", "waiting", "queued");
        return new View(asks.get("status"), asks.get("parts").get("parts").items(),
                asks.get("channels").get("items").items(),
                asks.get("plugins").get("items").items().stream()
                        .filter(plugin -> List.of("refused", "faulty").contains(plugin.get("state").text())).toList(),
                tasks.stream().filter(task -> open.contains(task.get("state").text())).toList(),
                asks.get(asks.all(Map.of("limit", RECENT)), "conversations").get("items").items(),
                asks.get(Map.of("state", "pending", "limit", "20"), "approvals").get("items").items(), activity,
                Chart.of(activity));
    }
}
