package dev.telecoder.plugin.monitor.prs;

import dev.telecoder.api.json.JsonValue;
import java.time.Instant;
import java.util.List;

/**
 * What was known of an open pull request after the last look.
 *
 * @param title its title
 * @param mine whether we opened it
 * @param head its newest commit
 * @param changedAt when it changed last
 * @param reviewers whose review was asked for
 * @param against who asked for changes last, with the commit; empty if nobody does
 * @param checks {@code none}, {@code running}, {@code passed}, {@code failed}
 * @param conflicts whether it had conflicts
 * @param again how many more looks ask for conflicts, because a service finds out only after it was asked
 * @param stale whether that it is stale was known
 */
record Known(String title, boolean mine, String head, Instant changedAt, List<String> reviewers, String against,
        String checks, boolean conflicts, int again, boolean stale) {

    static Known read(JsonValue json) {
        return new Known(json.get("title").text(), json.get("mine").asBoolean(false), json.get("head").text(),
                Instant.parse(json.get("at").text()),
                json.get("reviewers").items().stream().map(JsonValue::text).toList(), json.get("against").text(),
                json.get("checks").text(), json.get("conflicts").asBoolean(false), json.get("again").asInt(0),
                json.get("stale").asBoolean(false));
    }

    JsonValue json() {
        return JsonValue.object().put("title", title).put("mine", mine).put("head", head).put("at", changedAt)
                .put("reviewers", reviewers).put("against", against).put("checks", checks).put("conflicts", conflicts)
                .put("again", again).put("stale", stale).build();
    }
}
