package dev.telecoder.plugin.monitor.health;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What earlier looks left behind of one repository. For one thread. */
final class Known {

    /** What is worse than it should be, each with what tells this time from another. */
    final Map<String, String> open = new LinkedHashMap<>();
    /** What later values are compared with. */
    final Map<String, Double> baselines = new LinkedHashMap<>();
    /** The run whose reports were read last. */
    String coveredRun = "";

    static Known read(Optional<String> text, Json json) {
        var known = new Known();
        JsonValue stored = text.map(json::parse).orElse(JsonValue.NULL);
        stored.get("open").members().forEach((aspect, mark) -> known.open.put(aspect, mark.text()));
        stored.get("baselines").members().forEach((aspect, one) -> known.baselines.put(aspect, one.asDouble(0)));
        known.coveredRun = stored.get("covered_run").text();
        return known;
    }

    String text() {
        return JsonValue.object().put("open", open).put("baselines", baselines).put("covered_run", coveredRun).build()
                .toString();
    }
}
