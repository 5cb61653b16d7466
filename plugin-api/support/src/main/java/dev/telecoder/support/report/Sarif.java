package dev.telecoder.support.report;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** SARIF, the exchange format of static analysis, version 2.1 and its forerunners; one run. */
final class Sarif {

    private final JsonValue run;
    private final String hint;

    private Sarif(JsonValue run, String hint) {
        this.run = run;
        this.hint = hint;
    }

    static boolean recognises(JsonValue root) {
        return root.get("runs") instanceof JsonValue.JsonArray
                && (root.get("$schema").text().contains("sarif") || !root.get("version").isNull()
                        || !root.get("runs").at(0).get("tool").isNull());
    }

    static List<LintFinding> read(JsonValue root, String hint) {
        List<LintFinding> findings = new ArrayList<>();
        for (JsonValue run : root.get("runs").items()) {
            Sarif reader = new Sarif(run, hint);
            run.get("results").items().forEach(result -> reader.add(result, findings));
        }
        return findings;
    }

    private void add(JsonValue result, List<LintFinding> findings) {
        String kind = result.get("kind").text();
        boolean said = kind.isEmpty() || kind.equals("fail") || kind.equals("open") || kind.equals("review")
                || kind.equals("informational");
        if (!said || result.get("baselineState").text().equals("absent") || suppressed(result)) {
            return;
        }
        JsonValue rule = rule(result);
        String id = first(result.get("ruleId").text(), result.get("rule").get("id").text(), rule.get("id").text());
        String level = first(result.get("level").text(), rule.get("defaultConfiguration").get("level").text(),
                kind.isEmpty() || kind.equals("fail") ? "warning" : "note");
        JsonValue place = result.get("locations").at(0).get("physicalLocation");
        JsonValue region = place.get("region");
        findings.add(LintFinding.of(tool(), file(place.get("artifactLocation")), region.get("startLine").asInt(0),
                region.get("startColumn").asInt(0), level, id, message(result.get("message"), rule)));
    }

    private String tool() {
        String name = run.get("tool").get("driver").get("name").text();
        return first(name, run.get("tool").get("name").text(), hint, "sarif");
    }

    /** A suppression that is not rejected or still to be decided means that somebody looked and said no. */
    private static boolean suppressed(JsonValue result) {
        List<JsonValue> suppressions = result.get("suppressions").items();
        return !suppressions.isEmpty() && suppressions.stream().map(one -> one.get("status").text())
                .noneMatch(status -> status.equals("rejected") || status.equals("underReview"));
    }

    private JsonValue rule(JsonValue result) {
        JsonValue reference = result.get("rule");
        JsonValue extension = reference.get("toolComponent").get("index");
        JsonValue component = run.get("tool").get("driver");
        if (!extension.isNull()) {
            component = run.get("tool").get("extensions").at(extension.asInt(-1));
        }
        JsonValue rules = component.get("rules");
        int index = reference.get("index").asInt(result.get("ruleIndex").asInt(-1));
        if (index >= 0) {
            return rules.at(index);
        }
        String id = first(result.get("ruleId").text(), reference.get("id").text());
        // "CA1000/1" is a part of the rule "CA1000".
        return rules.items().stream().filter(rule -> {
            String name = rule.get("id").text();
            return !name.isEmpty() && (name.equals(id) || id.startsWith(name + "/"));
        }).findFirst().orElse(JsonValue.NULL);
    }

    private String file(JsonValue artifact) {
        String uri = artifact.get("uri").text();
        return uri.isEmpty()
                ? run.get("artifacts").at(artifact.get("index").asInt(-1)).get("location").get("uri").text() : uri;
    }

    private static String message(JsonValue message, JsonValue rule) {
        String text = first(message.get("text").text(), message.get("markdown").text());
        String id = message.get("id").text();
        if (text.isEmpty() && !id.isEmpty()) {
            text = rule.get("messageStrings").get(id).get("text").text();
        }
        List<JsonValue> arguments = message.get("arguments").items();
        for (int i = 0; i < arguments.size(); i++) {
            text = text.replace("{" + i + "}", arguments.get(i).text());
        }
        return first(text, rule.get("shortDescription").get("text").text());
    }

    static String first(String... texts) {
        for (String text : texts) {
            if (!text.isBlank()) {
                return text;
            }
        }
        return "";
    }
}
