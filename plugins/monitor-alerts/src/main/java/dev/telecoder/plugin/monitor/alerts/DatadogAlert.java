package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what Datadog sends: its own payload, or one made of its variables under the names that the README of this plugin gives.
 */
final class DatadogAlert {

    /** As Datadog begins the titles of its alerts. */
    private static final Pattern TITLE =
            Pattern.compile("^(?:\\[P\\d]\\s*)?\\[([A-Za-z -]+?)(?: on (?:\\{([^}]*)}|([^]]*)))?]\\s*(.*)$",
                    Pattern.DOTALL);

    private DatadogAlert() {}

    static Optional<Alert> of(JsonValue body) {
        String said = first(body, "title", "event_title", "alert_title");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        Matcher parts = TITLE.matcher(said);
        boolean known = parts.matches();
        String title = known && !parts.group(4).isBlank() ? parts.group(4) : said;
        String transition = first(body, "alert_transition", "transition");
        String turn = (transition.isEmpty() && known ? parts.group(1) : transition).toLowerCase(Locale.ROOT);
        String scope = first(body, "alert_scope", "scope");
        if (scope.isEmpty() && known) {
            scope = parts.group(2) != null ? parts.group(2) : parts.group(3) != null ? parts.group(3) : "";
        }
        String monitor = first(body, "alert_id", "monitor_id");
        String cycle = first(body, "aggreg_key", "alert_cycle_key");
        String incident = !cycle.isEmpty() ? cycle : (monitor.isEmpty() ? title : monitor) + ":" + scope;
        State state = turn.contains("recover") || turn.contains("resolved") ? State.RESOLVED
                : turn.startsWith("re-") || turn.startsWith("renotify") ? State.UPDATE : State.OPEN;
        List<String> tags = Arrays.stream(tags(body).split(",")).map(String::strip).toList();
        String text = first(body, "body", "event_msg", "text_only_msg", "message").replaceAll("(?m)^%%%\\s*$", "")
                .strip();
        return Optional.of(new Alert("datadog:" + incident, state, severity(body, turn, said), title,
                SentryAlert.lines(scope.isEmpty() ? "" : "On " + scope, text), tag(tags, "service"),
                named(tags), tag(tags, "version"), tag(tags, "env"), List.of(),
                Alert.time(body.get("date"), Alert.time(body.get("last_updated"), Instant.EPOCH)),
                Alert.address(body.get("link"))));
    }

    private static String tags(JsonValue body) {
        return body.get("tags").items().isEmpty() ? body.get("tags").text()
                : String.join(",", body.get("tags").items().stream().map(JsonValue::text).toList());
    }

    private static String named(List<String> tags) {
        String url = tag(tags, "git.repository_url");
        return url.isEmpty() ? tag(tags, "repo").isEmpty() ? tag(tags, "repository") : tag(tags, "repo") : url;
    }

    private static String tag(List<String> tags, String name) {
        return tags.stream().filter(tag -> tag.startsWith(name + ":")).map(tag -> tag.substring(name.length() + 1))
                .findFirst().orElse("");
    }

    private static Severity severity(JsonValue body, String turn, String title) {
        String priority = first(body, "alert_priority", "priority");
        if (priority.equals("P1") || priority.equals("P2") || title.startsWith("[P1]") || title.startsWith("[P2]")) {
            return Severity.CRITICAL;
        }
        return first(body, "alert_type").equals("info") || turn.startsWith("recover") ? Severity.INFO
                : Severity.WARNING;
    }

    private static String first(JsonValue body, String... names) {
        return Arrays.stream(names).map(name -> body.get(name).text().strip())
                // What has no value is left as the variable's name.
                .filter(text -> !text.isEmpty() && !text.matches("\\$[A-Z_]+") && !text.equals("null")).findFirst()
                .orElse("");
    }
}
