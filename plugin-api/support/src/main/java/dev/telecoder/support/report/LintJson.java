package dev.telecoder.support.report;

import dev.telecoder.api.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings in one JSON document; which tool wrote it is told by the names of its members. */
final class LintJson {

    private final List<LintFinding> findings = new ArrayList<>();
    private final String hint;

    private LintJson(String hint) {
        this.hint = hint;
    }

    /** {@return what the document says; {@code null} if no known tool writes such a one} */
    static @Nullable List<LintFinding> read(JsonValue root, String hint) {
        if (Sarif.recognises(root)) {
            return Sarif.read(root, hint);
        }
        LintJson reader = new LintJson(hint);
        boolean known = root instanceof JsonValue.JsonArray ? reader.list(root.items())
                : RustJson.add(root, reader.findings) || reader.object(root)
                        || LintMaps.read(root, hint, reader.findings);
        return known ? reader.findings : null;
    }

    private void add(String tool, String file, JsonValue line, JsonValue column, String severity, String rule,
            String message) {
        findings.add(LintFinding.of(tool, file, number(line), number(column), severity, rule, message));
    }

    static int number(JsonValue value) {
        return value instanceof JsonValue.JsonString ? Location.number(value.text()) : value.asInt(0);
    }

    private boolean list(List<JsonValue> items) {
        int before = findings.size();
        boolean known = items.isEmpty();
        for (JsonValue item : items) {
            known |= item(item);
        }
        return known || findings.size() > before;
    }

    private boolean item(JsonValue item) {
        if (item.get("messages") instanceof JsonValue.JsonArray && !item.get("filePath").isNull()) {
            eslint(item);
        } else if (item.get("warnings") instanceof JsonValue.JsonArray && item.members().containsKey("source")) {
            stylelint(item);
        } else if (item.get("errors") instanceof JsonValue.JsonArray && !item.get("file").isNull()) {
            item.get("errors").items().forEach(error -> add(Sarif.first(hint, "ktlint"), item.get("file").text(),
                    error.get("line"), error.get("column"), "error", error.get("rule").text(),
                    error.get("message").text()));
        } else if (!item.get("message-id").isNull() || !item.get("messageId").isNull()) {
            add("pylint", item.get("path").text(), item.get("line"), item.get("column"), item.get("type").text(),
                    item.get("symbol").text(), item.get("message").text());
        } else if (!item.get("filename").isNull() && item.get("location").members().containsKey("row")) {
            String code = Sarif.first(item.get("code").text(), item.get("name").text());
            add("ruff", item.get("filename").text(), item.get("location").get("row"),
                    item.get("location").get("column"), Sarif.first(item.get("severity").text(), "error"), code,
                    item.get("message").text());
        } else if (item.members().containsKey("level") && !item.get("file").isNull()) {
            shell(item);
        } else if (item.get("ruleNames") instanceof JsonValue.JsonArray) {
            markdownlint(item, item.get("fileName").text());
        } else if (!item.get("filepath").isNull() && !item.get("kind").isNull()) {
            add("actionlint", item.get("filepath").text(), item.get("line"), item.get("column"), "error",
                    item.get("kind").text(), item.get("message").text());
        } else if (!item.get("check_name").isNull() && !item.get("location").isNull()) {
            climate(item);
        } else if (item.get("locations").at(0).get("caret") instanceof JsonValue.JsonObject
                && !item.get("kind").isNull()) {
            JsonValue caret = item.get("locations").at(0).get("caret");
            add("gcc", caret.get("file").text(), caret.get("line"), caret.get("column"), item.get("kind").text(),
                    item.get("option").text().replaceFirst("^-Werror=", "-W"), item.get("message").text());
        } else if (!item.get("patternId").isNull() && !item.get("filename").isNull()) {
            add(Sarif.first(hint, "codacy"), item.get("filename").text(), item.get("line"), JsonValue.NULL, "warning",
                    item.get("patternId").text(), item.get("message").text());
        } else if (!item.get("code").isNull() && !item.get("file").isNull() && !item.get("line").isNull()) {
            // mypy -O json, one object a line.
            add(Sarif.first(hint, "mypy"), item.get("file").text(), item.get("line"), item.get("column"),
                    item.get("severity").text(), item.get("code").text(), item.get("message").text());
        } else if (item.members().containsKey("hint") && !item.get("file").isNull()) {
            if (!item.get("severity").text().equals("note")) {
                add("mypy", item.get("file").text(), item.get("line"), item.get("column"),
                        item.get("severity").text(), "", item.get("message").text());
            }
        } else {
            return RustJson.add(item, findings);
        }
        return true;
    }

    private void eslint(JsonValue file) {
        for (JsonValue message : file.get("messages").items()) {
            boolean fatal = message.get("fatal").asBoolean(false);
            add("eslint", file.get("filePath").text(), message.get("line"), message.get("column"),
                    fatal || message.get("severity").asInt(1) == 2 ? "error" : "warning",
                    message.get("ruleId").text(), message.get("message").text());
        }
    }

    private void stylelint(JsonValue file) {
        String path = file.get("source").text();
        for (String list : List.of("warnings", "parseErrors")) {
            for (JsonValue warning : file.get(list).items()) {
                add("stylelint", path, warning.get("line"), warning.get("column"),
                        Sarif.first(warning.get("severity").text(), "error"),
                        Sarif.first(warning.get("rule").text(), warning.get("stylelintType").text()),
                        warning.get("text").text());
            }
        }
    }

    /** ShellCheck's codes are numbers, hadolint's are words; the rest of the two is alike. */
    private void shell(JsonValue item) {
        boolean shellcheck = item.get("code") instanceof JsonValue.JsonNumber;
        add(shellcheck ? "shellcheck" : "hadolint", item.get("file").text(), item.get("line"), item.get("column"),
                item.get("level").text(), (shellcheck ? "SC" : "") + item.get("code").text(),
                item.get("message").text());
    }

    private void markdownlint(JsonValue item, String file) {
        String detail = item.get("errorDetail").text();
        String context = item.get("errorContext").text();
        add("markdownlint", file, item.get("lineNumber"), item.get("errorRange").at(0),
                Sarif.first(item.get("severity").text(), "error"), item.get("ruleNames").at(0).text(),
                item.get("ruleDescription").text() + (detail.isEmpty() ? "" : " [" + detail + "]")
                        + (context.isEmpty() ? "" : " [Context: \"" + context + "\"]"));
    }

    /** Code Climate, which GitLab took over. */
    private void climate(JsonValue item) {
        JsonValue place = item.get("location");
        JsonValue begin = place.get("positions").get("begin");
        JsonValue lines = place.get("lines").get("begin");
        JsonValue line = !begin.isNull() ? begin.get("line") : lines.get("line").isNull() ? lines : lines.get("line");
        JsonValue column = begin.isNull() ? lines.get("column") : begin.get("column");
        add(Sarif.first(hint, item.get("engine_name").text(), "codeclimate"), place.get("path").text(), line, column,
                item.get("severity").text(), item.get("check_name").text(), item.get("description").text());
    }

    private boolean object(JsonValue root) {
        if (root.get("comments") instanceof JsonValue.JsonArray) {
            return list(root.get("comments").items());
        }
        if (root.members().containsKey("Issues")) {
            root.get("Issues").items().forEach(issue -> add("golangci-lint", issue.get("Pos").get("Filename").text(),
                    issue.get("Pos").get("Line"), issue.get("Pos").get("Column"),
                    Sarif.first(issue.get("Severity").text(), "error"), issue.get("FromLinter").text(),
                    issue.get("Text").text()));
            return true;
        }
        if (root.get("generalDiagnostics") instanceof JsonValue.JsonArray) {
            pyright(root);
            return true;
        }
        if (root.get("messages") instanceof JsonValue.JsonArray && root.get("filePath").isNull()) {
            return list(root.get("messages").items());
        }
        if (root.get("results") instanceof JsonValue.JsonArray) {
            return results(root);
        }
        if (root.get("diagnostics") instanceof JsonValue.JsonArray) {
            String source = root.get("source").get("name").text();
            root.get("diagnostics").items().forEach(one -> diagnostic(one, source));
            return true;
        }
        if (root.get("issues") instanceof JsonValue.JsonArray) {
            root.get("issues").items().forEach(this::issue);
            return true;
        }
        return item(root);
    }

    private void pyright(JsonValue root) {
        for (JsonValue one : root.get("generalDiagnostics").items()) {
            JsonValue start = one.get("range").get("start");
            findings.add(LintFinding.of(Sarif.first(hint, "pyright"), one.get("file").text(),
                    start.isNull() ? 0 : start.get("line").asInt(-1) + 1,
                    start.isNull() ? 0 : start.get("character").asInt(-1) + 1, one.get("severity").text(),
                    one.get("rule").text(), one.get("message").text()));
        }
    }

    private boolean results(JsonValue root) {
        boolean known = root.get("results").items().isEmpty();
        for (JsonValue one : root.get("results").items()) {
            if (!one.get("check_id").isNull()) {
                JsonValue extra = one.get("extra");
                add(Sarif.first(hint, "semgrep"), one.get("path").text(), one.get("start").get("line"),
                        one.get("start").get("col"), extra.get("severity").text(), one.get("check_id").text(),
                        extra.get("message").text());
            } else if (!one.get("test_id").isNull()) {
                add("bandit", one.get("filename").text(), one.get("line_number"), one.get("col_offset"),
                        one.get("issue_severity").text(), one.get("test_id").text(), one.get("issue_text").text());
            } else if (!item(one)) {
                continue;
            }
            known = true;
        }
        return known;
    }

    /** Biome, oxlint and reviewdog call their findings the same. */
    private void diagnostic(JsonValue one, String source) {
        JsonValue place = one.get("location");
        if (one.members().containsKey("category")) {
            JsonValue path = place.get("path");
            JsonValue start = place.get("start");
            int[] at = start.isNull()
                    ? position(place.get("sourceCode").text(), place.get("span").at(0).asInt(-1))
                    : new int[]{start.get("line").asInt(0), start.get("column").asInt(0)};
            findings.add(LintFinding.of("biome", Sarif.first(path.text(), path.get("file").text()), at[0], at[1],
                    one.get("severity").text(), one.get("category").text(),
                    Sarif.first(one.get("description").text(), one.get("message").text())));
        } else if (!one.get("filename").isNull()) {
            JsonValue span = one.get("labels").at(0).get("span");
            add(Sarif.first(hint, "oxlint"), one.get("filename").text(), span.get("line"), span.get("column"),
                    one.get("severity").text(), one.get("code").text(), one.get("message").text());
        } else {
            JsonValue start = place.get("range").get("start");
            JsonValue code = one.get("code");
            add(Sarif.first(one.get("source").get("name").text(), source, hint, "rdjson"), place.get("path").text(),
                    start.get("line"), start.get("column"), one.get("severity").text(),
                    Sarif.first(code.get("value").text(), code.text()), one.get("message").text());
        }
    }

    /** Biome names places by the bytes before them. */
    private static int[] position(String source, int offset) {
        if (source.isEmpty() || offset < 0) {
            return new int[]{0, 0};
        }
        byte[] bytes = source.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(offset, bytes.length); i++) {
            if (bytes[i] == '\n') {
                line++;
                column = 1;
            } else if ((bytes[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return new int[]{line, column};
    }

    /** SonarQube's generic issues, and tflint's. */
    private void issue(JsonValue one) {
        JsonValue place = one.get("primaryLocation");
        if (!place.isNull()) {
            add(Sarif.first(one.get("engineId").text(), hint, "sonarqube"), place.get("filePath").text(),
                    place.get("textRange").get("startLine"), place.get("textRange").get("startColumn"),
                    one.get("severity").text(), one.get("ruleId").text(), place.get("message").text());
        } else if (!one.get("range").isNull()) {
            JsonValue start = one.get("range").get("start");
            add("tflint", one.get("range").get("filename").text(), start.get("line"), start.get("column"),
                    one.get("rule").get("severity").text(), one.get("rule").get("name").text(),
                    one.get("message").text());
        } else {
            item(one);
        }
    }

    /** Reads documents of which each line is one. */
    static @Nullable List<LintFinding> lines(Iterable<JsonValue> documents, String hint) {
        List<LintFinding> all = new ArrayList<>();
        boolean known = false;
        for (JsonValue document : documents) {
            List<LintFinding> some = read(document, hint);
            known |= some != null;
            if (some != null) {
                some.stream().filter(one -> !one.tool().equals("clippy") || !all.contains(one)).forEach(all::add);
            }
        }
        return known ? all : null;
    }
}
