package dev.telecoder.support.report;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports that are one JSON document: Jest and Vitest, Mocha, RSpec, CTRF. */
final class JsonReports {

    private JsonReports() {}

    /** {@return the report; {@code null} if the document is of no known tool} */
    static @Nullable TestReport read(JsonValue root) {
        if (root.get("results").get("tests") instanceof JsonValue.JsonArray
                || root.get("reportFormat").text().equals("CTRF")) {
            return ctrf(root.get("results"));
        }
        if (root.get("testResults") instanceof JsonValue.JsonArray && !root.get("numTotalTests").isNull()) {
            return jest(root);
        }
        if (root.get("examples") instanceof JsonValue.JsonArray) {
            return rspec(root);
        }
        if (!root.get("stats").get("passes").isNull() && root.get("passes") instanceof JsonValue.JsonArray) {
            return mocha(root);
        }
        return null;
    }

    private static TestReport jest(JsonValue root) {
        Tally tally = new Tally();
        for (JsonValue file : root.get("testResults").items()) {
            String path = file.get("name").text();
            for (JsonValue test : file.get("assertionResults").items()) {
                Outcome outcome = switch (test.get("status").text()) {
                    case "passed", "focused" -> Outcome.PASSED;
                    case "failed" -> Outcome.FAILED;
                    default -> Outcome.SKIPPED;
                };
                String message = lines(test.get("failureMessages"));
                Location traced = Location.in(message, "");
                Location where = traced.file() != null && traced.file().equals(path) ? traced
                        : test.get("location").get("line").isNull()
                                ? traced.file() == null ? new Location(path, 0) : traced
                                : new Location(path, test.get("location").get("line").asInt(0));
                String suite = test.get("ancestorTitles").items().stream().map(JsonValue::text)
                        .filter(title -> !title.isBlank()).collect(Collectors.joining(" > "));
                tally.add(outcome, suite.isEmpty() ? path : suite, test.get("title").text(), where, message);
            }
            if (file.get("status").text().equals("failed") && file.get("assertionResults").items().isEmpty()) {
                String message = file.get("message").text();
                Location where = Location.in(message, "");
                tally.failure(new TestReport.Failure(path, "the file could not be run",
                        where.file() == null ? path : where.file(), where.line(), message));
                tally.problem(path + " could not be run");
            }
        }
        if (tally.tests() == 0) {
            tally.totals(root.get("numTotalTests").asInt(0), root.get("numFailedTests").asInt(0), 0,
                    root.get("numPendingTests").asInt(0) + root.get("numTodoTests").asInt(0));
        }
        return tally.report("jest");
    }

    private static TestReport mocha(JsonValue root) {
        Tally tally = new Tally();
        root.get("passes").items().forEach(test -> tally.count(Outcome.PASSED));
        root.get("pending").items().forEach(test -> tally.count(Outcome.SKIPPED));
        for (JsonValue test : root.get("failures").items()) {
            JsonValue error = test.get("err");
            String message = words(error.get("message").text(), error.get("stack").text());
            String file = test.get("file").text();
            Location traced = Location.in(message, "");
            String title = test.get("title").text();
            String full = test.get("fullTitle").text();
            String suite = full.endsWith(title) ? full.substring(0, full.length() - title.length()).strip() : full;
            tally.add(Outcome.FAILED, suite, title,
                    traced.file() == null && !file.isEmpty() ? new Location(file, 0) : traced, message);
        }
        return tally.report("mocha");
    }

    private static TestReport rspec(JsonValue root) {
        Tally tally = new Tally();
        for (JsonValue test : root.get("examples").items()) {
            Outcome outcome = switch (test.get("status").text()) {
                case "passed" -> Outcome.PASSED;
                case "failed" -> Outcome.FAILED;
                default -> Outcome.SKIPPED;
            };
            JsonValue error = test.get("exception");
            String message = words(error.get("message").text(), lines(error.get("backtrace")));
            String file = test.get("file_path").text();
            Location traced = Location.in(lines(error.get("backtrace")), "");
            boolean own = traced.file() != null && plain(traced.file()).endsWith(plain(file));
            String full = test.get("full_description").text();
            String name = test.get("description").text();
            String suite = full.endsWith(name) ? full.substring(0, full.length() - name.length()).strip() : full;
            tally.add(outcome, suite, name,
                    new Location(plain(file), own ? traced.line() : test.get("line_number").asInt(0)), message);
        }
        JsonValue summary = root.get("summary");
        if (tally.tests() == 0) {
            tally.totals(summary.get("example_count").asInt(0), summary.get("failure_count").asInt(0), 0,
                    summary.get("pending_count").asInt(0));
        }
        int outside = summary.get("errors_outside_of_examples_count").asInt(0);
        tally.errorsOutsideCases(outside);
        if (outside > 0) {
            tally.problem(lines(root.get("messages")));
        }
        return tally.report("rspec");
    }

    private static TestReport ctrf(JsonValue results) {
        Tally tally = new Tally();
        for (JsonValue test : results.get("tests").items()) {
            Outcome outcome = switch (test.get("status").text()) {
                case "passed" -> Outcome.PASSED;
                case "failed" -> Outcome.FAILED;
                default -> Outcome.SKIPPED;
            };
            String message = words(test.get("message").text(), test.get("trace").text());
            String file = test.get("filePath").text();
            Location where = file.isEmpty() ? Location.in(message, "") : new Location(file, test.get("line").asInt(0));
            JsonValue suite = test.get("suite");
            tally.add(outcome, suite.items().isEmpty() ? suite.text()
                    : suite.items().stream().map(JsonValue::text).collect(Collectors.joining(" > ")),
                    test.get("name").text(), where, message);
        }
        JsonValue summary = results.get("summary");
        if (tally.tests() == 0) {
            tally.totals(summary.get("tests").asInt(0), summary.get("failed").asInt(0), 0,
                    summary.get("skipped").asInt(0) + summary.get("pending").asInt(0) + summary.get("other").asInt(0));
        }
        String tool = results.get("tool").get("name").text();
        return tally.report(tool.isEmpty() ? "ctrf" : tool);
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private static String lines(JsonValue list) {
        return list.items().stream().map(JsonValue::text).collect(Collectors.joining("\n"));
    }

    static String words(String message, String trace) {
        return message.isBlank() || trace.contains(message) ? trace.isBlank() ? message : trace
                : trace.isBlank() ? message : message + "\n" + trace;
    }

    /** {@return the tools whose JSON is known, for messages} */
    static List<String> known() {
        return List.of("go test -json", "Jest", "Vitest", "Mocha", "RSpec", "CTRF", "pytest-json-report", "Playwright",
                "Mochawesome", "libtest");
    }
}
