package dev.telecoder.support.report;

import dev.telecoder.api.json.JsonValue;
import java.util.List;

/** Findings in JSON objects that are keyed by file or package: RuboCop, PHPCS, PHPStan, PMD, flake8, Vale, go vet. */
final class LintMaps {

    private final List<LintFinding> findings;
    private final String hint;

    private LintMaps(String hint, List<LintFinding> findings) {
        this.hint = hint;
        this.findings = findings;
    }

    static boolean read(JsonValue root, String hint, List<LintFinding> findings) {
        LintMaps reader = new LintMaps(hint, findings);
        JsonValue files = root.get("files");
        if (files instanceof JsonValue.JsonArray) {
            files.items().forEach(reader::file);
            return !files.items().isEmpty() || !root.get("metadata").isNull() || !root.get("formatVersion").isNull()
                    || !root.get("totals").isNull();
        }
        if (files instanceof JsonValue.JsonObject && !root.get("totals").isNull()) {
            files.members().forEach(reader::php);
            reader.general(root.get("errors"));
            return true;
        }
        boolean known = true;
        for (var entry : root.members().entrySet()) {
            known &= reader.keyed(entry.getKey(), entry.getValue());
        }
        return known && root instanceof JsonValue.JsonObject;
    }

    private void add(String tool, String file, JsonValue line, JsonValue column, String severity, String rule,
            String message) {
        findings.add(LintFinding.of(tool, file, LintJson.number(line), LintJson.number(column), severity, rule,
                message));
    }

    private void file(JsonValue file) {
        for (JsonValue offense : file.get("offenses").items()) {
            JsonValue place = offense.get("location");
            add("rubocop", file.get("path").text(),
                    place.get("start_line").isNull() ? place.get("line") : place.get("start_line"),
                    place.get("start_column").isNull() ? place.get("column") : place.get("start_column"),
                    offense.get("severity").text(), offense.get("cop_name").text(), offense.get("message").text());
        }
        for (JsonValue violation : file.get("violations").items()) {
            // PMD and PHPMD write alike, but for what they call the line.
            boolean php = violation.get("beginline").isNull();
            add(php ? "phpmd" : "pmd", Sarif.first(file.get("filename").text(), file.get("file").text()),
                    violation.get(php ? "beginLine" : "beginline"), violation.get("begincolumn"),
                    LintXml.priority(violation.get("priority").asInt(3)), violation.get("rule").text(),
                    violation.get("description").text());
        }
    }

    private void php(String file, JsonValue found) {
        for (JsonValue message : found.get("messages").items()) {
            boolean phpcs = !message.get("source").isNull() || !message.get("type").isNull();
            add(phpcs ? "phpcs" : "phpstan", file, message.get("line"), message.get("column"),
                    Sarif.first(message.get("type").text(), "error"),
                    phpcs ? message.get("source").text() : message.get("identifier").text(),
                    message.get("message").text());
        }
    }

    private void general(JsonValue errors) {
        errors.items().forEach(error -> add(Sarif.first(hint, "phpstan"), "", JsonValue.NULL, JsonValue.NULL, "error",
                "", error.text()));
    }

    /** One member of an object whose keys are files, or for go vet packages and in them analyzers. */
    private boolean keyed(String key, JsonValue value) {
        if (value instanceof JsonValue.JsonArray) {
            boolean known = true;
            for (JsonValue one : value.items()) {
                known &= inFile(key, one);
            }
            return known;
        }
        boolean known = value instanceof JsonValue.JsonObject && (key.contains("/") || key.contains(".")
                || !value.members().isEmpty());
        for (var analyzer : value.members().entrySet()) {
            JsonValue list = analyzer.getValue();
            if (!(list instanceof JsonValue.JsonArray)) {
                // {"error": …} of a package that does not compile.
                known &= !list.get("error").isNull() || !list.get("message").isNull();
                continue;
            }
            for (JsonValue one : list.items()) {
                String[] place = one.get("posn").text().split(":(?=\\d+(?::\\d+)?$)|:(?=\\d+$)", -1);
                if (one.get("posn").isNull()) {
                    return false;
                }
                add("go vet", place[0], JsonValue.of(part(place, 1)), JsonValue.of(part(place, 2)), "warning",
                        analyzer.getKey(), one.get("message").text());
            }
        }
        return known;
    }

    private static int part(String[] parts, int index) {
        return index < parts.length ? Location.number(parts[index]) : 0;
    }

    private boolean inFile(String file, JsonValue one) {
        if (!one.get("line_number").isNull() && !one.get("code").isNull()) {
            add("flake8", Sarif.first(one.get("filename").text(), file), one.get("line_number"),
                    one.get("column_number"), "warning", one.get("code").text(), one.get("text").text());
        } else if (!one.get("Check").isNull()) {
            add("vale", file, one.get("Line"), one.get("Span").at(0), one.get("Severity").text(),
                    one.get("Check").text(), one.get("Message").text());
        } else if (one.get("ruleNames") instanceof JsonValue.JsonArray) {
            add("markdownlint", file, one.get("lineNumber"), one.get("errorRange").at(0), "error",
                    one.get("ruleNames").at(0).text(), one.get("ruleDescription").text());
        } else {
            return false;
        }
        return true;
    }
}
