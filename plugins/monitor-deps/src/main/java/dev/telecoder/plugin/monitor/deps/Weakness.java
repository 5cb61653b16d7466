package dev.telecoder.plugin.monitor.deps;

import dev.telecoder.api.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A known weakness of a package that is used.
 *
 * @param mark the code host's number of the alert, or the advisory's id
 * @param name the package
 * @param severity {@code critical}, {@code high}, {@code medium}, {@code low} or {@code unknown}
 * @param title one line; may be empty
 * @param fixed the first version without it; empty if there is none
 * @param at when it was found
 * @param location where to look at it; empty if nowhere
 */
record Weakness(String mark, String name, String severity, String title, String fixed, Instant at, String location) {

    static final List<String> SEVERITIES = List.of("critical", "high", "medium", "low", "unknown");

    Weakness {
        String word = severity.toLowerCase(Locale.ROOT).replace("moderate", "medium");
        severity = SEVERITIES.contains(word) ? word : "unknown";
    }

    boolean critical() {
        return severity.equals("critical");
    }

    String line() {
        return severity + ": " + name + " (" + mark + ")" + (title.isEmpty() ? "" : ", " + title)
                + (fixed.isEmpty() ? "; no fixed version yet" : "; fixed in " + fixed);
    }

    static Weakness read(JsonValue json) {
        return new Weakness(json.get("mark").text(), json.get("name").text(), json.get("severity").text(),
                json.get("title").text(), json.get("fixed").text(), Instant.parse(json.get("at").text()),
                json.get("location").text());
    }

    JsonValue json() {
        return JsonValue.object().put("mark", mark).put("name", name).put("severity", severity).put("title", title)
                .put("fixed", fixed).put("at", at).put("location", location).build();
    }
}
