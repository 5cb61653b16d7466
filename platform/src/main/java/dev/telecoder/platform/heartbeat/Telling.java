package dev.telecoder.platform.heartbeat;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words in which the host tells of events, with or without a model. What others wrote is shown as theirs. */
final class Telling {

    private static final int MOST_LINES = 50;
    private static final int MOST_DETAIL = 2_000;
    private static final int WHOLE_DETAIL = 12_000;

    private Telling() {}

    /** An event, in the host's own words. */
    static String of(HeartbeatEvent event) {
        boolean over = event.state() == HeartbeatEvent.State.RESOLVED;
        return of(over, event.severity(), event.repo().orElse(null), event.title(),
                event.detail().isBlank() ? "" : quoted(event.detail().strip(), MOST_DETAIL),
                event.location().map(Object::toString).orElse(null));
    }

    /** An incident as it stands, in the agent's words or the host's own. */
    static String of(MonitorTables.Row incident, String words) {
        String body =
                words.isBlank() ? incident.detail().isBlank() ? "" : quoted(incident.detail().strip(), MOST_DETAIL)
                        : words;
        return of(!incident.open(), incident.severity(), incident.repo(), incident.title(), body, incident.location());
    }

    private static String of(boolean over, Severity severity, @Nullable String repo, String title, String body,
            @Nullable String location) {
        String mark = over ? "Resolved" : switch (severity) {
            case CRITICAL -> "Critical";
            case WARNING -> "Warning";
            case INFO -> "Note";
        };
        return "**" + mark + "** " + (repo == null ? "" : repo + ": ") + plain(title)
                + (body.isBlank() ? "" : "\n\n" + body)
                + (location == null || body.contains(location) ? "" : "\n\n" + location);
    }

    /** What others wrote, where it cannot be taken for ours. */
    static String quoted(String detail, int most) {
        String cut = detail.length() <= most ? detail : detail.substring(0, most - 1) + "…";
        return cut.contains("\n") ? "```\n" + cut.replace("```", "'''") + "\n```" : plain(cut);
    }

    /** A line that others wrote, which can neither look like ours nor hide a link behind words. */
    static String plain(String line) {
        return line.strip().replaceAll("\\s+", " ").replaceAll("[\\\\`*_\\[\\]<>~|]", "\\\\$0");
    }

    /** All that is known of the cause. */
    static String cause(MonitorTables.Row incident) {
        String head = "**" + (incident.repo() == null ? "" : incident.repo() + ": ") + plain(incident.title()) + "**";
        String where = incident.location() == null ? "" : "\n\n" + incident.location();
        return incident.detail().isBlank() ? head + "\n\nNothing more is known of it." + where
                : head + "\n\n```\n" + cut(incident.detail().strip()).replace("```", "'''") + "\n```" + where;
    }

    private static String cut(String detail) {
        return detail.length() <= WHOLE_DETAIL ? detail : detail.substring(0, WHOLE_DETAIL - 1) + "…";
    }

    /** All that is known of an incident, for the agent. */
    static String whole(MonitorTables.Row incident) {
        return "Severity: " + MonitorTables.word(incident.severity())
                + (incident.repo() == null ? "" : "\nRepository: " + incident.repo()) + "\nTitle: " + incident.title()
                + (incident.location() == null ? "" : "\nWhere: " + incident.location())
                + (incident.detail().isBlank() ? "" : "\n\n" + cut(incident.detail().strip()));
    }

    static String summary(String head, List<MonitorTables.Waiting> lines) {
        StringBuilder text = new StringBuilder(head).append('\n');
        lines.stream().limit(MOST_LINES).forEach(line -> text.append("\n- ").append(line(line)));
        if (lines.size() > MOST_LINES) {
            text.append("\n- and ").append(lines.size() - MOST_LINES).append(" more");
        }
        return text.toString();
    }

    private static String line(MonitorTables.Waiting line) {
        return (line.state().equals("resolved") ? "resolved: "
                : line.severity().equals("info") ? "" : line.severity() + ": ")
                + (line.repo() == null ? "" : line.repo() + ": ") + plain(line.title());
    }
}
