package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what PagerDuty sends about incidents. */
final class PagerdutyAlert {

    private PagerdutyAlert() {}

    static Optional<Alert> of(JsonValue body) {
        JsonValue event = body.get("event");
        String type = event.get("event_type").text();
        if (!type.startsWith("incident.")) {
            return Optional.empty();
        }
        JsonValue data = event.get("data");
        // Notes, responders and status updates tell of their incident by a reference.
        boolean whole = data.get("type").text().equals("incident");
        JsonValue incident = whole ? data : data.get("incident");
        String id = incident.get("id").text();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        State state = switch (type) {
            case "incident.triggered", "incident.reopened" -> State.OPEN;
            case "incident.resolved" -> State.RESOLVED;
            default -> State.UPDATE;
        };
        String who = event.get("agent").get("summary").text();
        String what =
                type.substring("incident.".length()).replaceAll("[._]", " ") + (who.isEmpty() ? "" : " by " + who);
        String said = data.get("content").findText().or(() -> data.get("message").findText()).orElse("");
        String priority = data.get("priority").get("summary").text();
        return Optional.of(new Alert("pagerduty:" + id, state, severity(data, whole),
                whole ? incident.get("title").text() : incident.get("summary").text(),
                SentryAlert.lines(data.get("service").get("summary").findText().map(name -> "Service: " + name)
                        .orElse(""), priority.isEmpty() ? "" : "Priority: " + priority,
                        state == State.OPEN ? "" : what, said),
                data.get("service").get("summary").text(), "", "", "", List.of(),
                Alert.time(event.get("occurred_at"), Instant.EPOCH), Alert.address(incident.get("html_url"))));
    }

    /** Of an incident that is only named nothing is known but that it is one. */
    private static Severity severity(JsonValue incident, boolean whole) {
        return whole && incident.get("urgency").text().equals("high") ? Severity.CRITICAL : Severity.WARNING;
    }
}
