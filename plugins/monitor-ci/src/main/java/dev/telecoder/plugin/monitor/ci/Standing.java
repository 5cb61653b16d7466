package dev.telecoder.plugin.monitor.ci;

import dev.telecoder.api.json.JsonValue;
import java.time.Instant;
import java.util.List;

/**
 * How a workflow stands on its branch, as its newest settled run left it.
 *
 * @param at when that run began
 * @param run its id
 * @param commit its commit
 * @param red whether it failed
 * @param told whether an event said so
 * @param mark what the cause is told by
 * @param title what was said of it
 * @param detail what was said of the cause
 * @param tests the tests that failed
 */
record Standing(Instant at, String run, String commit, boolean red, boolean told, String mark, String title,
        String detail, List<String> tests) {

    static Standing green(Instant at, String run, String commit) {
        return new Standing(at, run, commit, false, false, "", "", "", List.of());
    }

    static Standing read(JsonValue json) {
        return new Standing(Instant.parse(json.get("at").text()), json.get("run").text(), json.get("commit").text(),
                json.get("red").asBoolean(false), json.get("told").asBoolean(false), json.get("mark").text(),
                json.get("title").text(), json.get("detail").text(),
                json.get("tests").items().stream().map(JsonValue::text).toList());
    }

    JsonValue json() {
        return JsonValue.object().put("at", at).put("run", run).put("commit", commit).put("red", red)
                .put("told", told).put("mark", mark).put("title", title).put("detail", detail).put("tests", tests)
                .build();
    }
}
