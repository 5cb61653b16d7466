package dev.telecoder.platform.web.admin;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.Map;

/** The end of the log, by level and text. */
final class LogPage {

    /**
     * What the page shows.
     *
     * @param entries the newest first
     * @param level the least that is shown
     * @param words what was searched for
     */
    record View(List<JsonValue> entries, String level, String words) {}

    void register(Desk desk) {
        desk.page("logs", "/logs", visit -> {
            String level = visit.query("level").isEmpty() ? "info" : visit.query("level");
            List<JsonValue> entries = visit.asks()
                    .get(Map.of("level", level, "q", visit.query("q"), "limit", "200"), "logs").get("items").items();
            View view = new View(entries, level, visit.query("q"));
            return Desk.Shown.of("Logs", (out, frame, show) -> JtelogsGenerated.render(out, null, frame, show, view));
        });
    }
}
