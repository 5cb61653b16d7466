package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Sentry sends: issues, alerts about an event, and alerts about a measure. */
final class SentryAlert {

    private static final Set<String> OVER = Set.of("resolved", "ignored", "archived");
    private static final Pattern PROJECT = Pattern.compile("/projects/[^/]+/([^/]+)/");
    private static final int FILES = 5;

    private SentryAlert() {}

    static Optional<Alert> of(JsonValue body) {
        String action = body.get("action").text();
        JsonValue data = body.get("data");
        if (!data.get("metric_alert").isNull()) {
            return Optional.of(measure(action, data));
        }
        if (!data.get("event").isNull()) {
            return action.equals("triggered") ? Optional.of(event(data)) : Optional.empty();
        }
        if (!data.get("issue").isNull() && !action.equals("assigned") && data.get("comment").isNull()) {
            return Optional.of(issue(action, data.get("issue")));
        }
        return Optional.empty();
    }

    private static Alert issue(String action, JsonValue issue) {
        State state = OVER.contains(action) ? State.RESOLVED : State.OPEN;
        boolean worse = issue.get("substatus").text().equals("escalating")
                || issue.get("substatus").text().equals("regressed");
        String detail = lines(issue.get("culprit").text(), worse ? "It is " + issue.get("substatus").text() + "." : "",
                count(issue.get("count").text(), issue.get("userCount").text()));
        return new Alert("sentry:issue:" + issue.get("id").text(), state, severity(issue.get("level").text()),
                issue.get("title").text(), detail, issue.get("project").get("slug").text(), "",
                issue.get("firstRelease").get("version").text(), "", files(issue.get("metadata")),
                Alert.time(issue.get("lastSeen"), Instant.EPOCH),
                Alert.address(issue.get("web_url")).or(() -> Alert.address(issue.get("permalink"))));
    }

    private static Alert event(JsonValue data) {
        JsonValue event = data.get("event");
        Matcher project = PROJECT.matcher(event.get("url").text());
        String rule = data.get("triggered_rule").text();
        List<String> files = new ArrayList<>();
        for (JsonValue thrown : event.get("exception").get("values").items().reversed()) {
            // The newest call stands last; what belongs to the application says more than its libraries.
            for (JsonValue frame : thrown.get("stacktrace").get("frames").items().reversed()) {
                if (frame.get("in_app").asBoolean(false)) {
                    files.addAll(files(frame));
                }
            }
        }
        String release = event.get("release").findText().orElseGet(() -> tag(event, "release"));
        return new Alert("sentry:issue:" + event.get("issue_id").text(), State.OPEN,
                severity(event.get("level").text()), event.get("title").text(),
                lines(event.get("culprit").text(), rule.isEmpty() ? "" : "Rule: " + rule),
                project.find() ? project.group(1) : "", "", release,
                event.get("environment").findText().orElseGet(() -> tag(event, "environment")),
                files.stream().distinct().limit(FILES).toList(), Alert.time(event.get("datetime"), Instant.EPOCH),
                Alert.address(event.get("web_url")));
    }

    private static Alert measure(String action, JsonValue data) {
        JsonValue alert = data.get("metric_alert");
        JsonValue rule = alert.get("alert_rule");
        Optional<URI> location = Alert.address(data.get("web_url"));
        return new Alert("sentry:metric:" + alert.get("id").text(),
                action.equals("resolved") ? State.RESOLVED : State.OPEN,
                action.equals("critical") ? Severity.CRITICAL : Severity.WARNING,
                data.get("description_title").findText().orElse(alert.get("title").text()),
                data.get("description_text").text(), alert.get("projects").at(0).text(), "", "",
                rule.get("environment").text(), List.of(), Alert.time(alert.get("date_detected"), Instant.EPOCH),
                location);
    }

    private static String tag(JsonValue event, String name) {
        return event.get("tags").items().stream().filter(tag -> tag.at(0).text().equals(name))
                .map(tag -> tag.at(1).text()).findFirst().orElse("");
    }

    private static List<String> files(JsonValue frame) {
        return frame.get("filename").findText().filter(name -> name.matches("[^<>]*\\w\\.\\w+")).map(List::of)
                .orElse(List.of());
    }

    private static Severity severity(String level) {
        return switch (level) {
            case "fatal" -> Severity.CRITICAL;
            case "warning", "info", "debug", "sample" -> Severity.INFO;
            default -> Severity.WARNING;
        };
    }

    private static String count(String events, String people) {
        return events.isEmpty() ? "" : events + (events.equals("1") ? " event" : " events")
                + (people.isEmpty() || people.equals("0") ? "" : ", " + people + " affected");
    }

    static String lines(String... parts) {
        return String.join("\n", List.of(parts).stream().filter(part -> !part.isBlank()).toList());
    }
}
