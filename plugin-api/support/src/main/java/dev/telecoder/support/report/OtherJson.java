package dev.telecoder.support.report;

import dev.telecoder.api.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** More tools' JSON: pytest's two report plugins, Playwright, Mochawesome, Mocha's stream, and Rust's libtest. */
final class OtherJson {

    private OtherJson() {}

    /** {@return what one document says; {@code null} if it is of none of these tools} */
    static @Nullable TestReport read(JsonValue root) {
        if (root.get("tests") instanceof JsonValue.JsonArray && !root.get("summary").isNull()
                && (!root.get("exitcode").isNull() || !root.get("tests").at(0).get("nodeid").isNull())) {
            return pytest(root);
        }
        if (root.get("suites") instanceof JsonValue.JsonArray && !root.get("stats").get("expected").isNull()) {
            Tally tally = new Tally();
            root.get("suites").items().forEach(suite -> playwright(suite, "", tally));
            root.get("errors").items().forEach(error -> tally.problem(error.get("message").text()));
            return tally.report("playwright");
        }
        if (root.get("results") instanceof JsonValue.JsonArray && !root.get("stats").get("tests").isNull()) {
            Tally tally = new Tally();
            root.get("results").items().forEach(suite -> mochawesome(suite, "", tally));
            return tally.report("mochawesome");
        }
        return null;
    }

    private static TestReport pytest(JsonValue root) {
        Tally tally = new Tally();
        for (JsonValue test : root.get("tests").items()) {
            Outcome outcome = python(test.get("outcome").text());
            JsonValue bad = JsonValue.NULL;
            for (String phase : List.of("setup", "call", "teardown")) {
                boolean broken = test.get(phase).get("outcome").text().equals("failed");
                bad = broken && bad.isNull() ? test.get(phase) : bad;
            }
            JsonValue crash = bad.get("crash");
            String message = JsonReports.words(crash.get("message").text(), bad.get("longrepr").text());
            add(tally, outcome, test.get("nodeid").text(), crash.get("path").text(), crash.get("lineno").asInt(0),
                    message);
        }
        JsonValue summary = root.get("summary");
        if (tally.tests() == 0) {
            int failed = summary.get("failed").asInt(0);
            int errors = summary.get("error").asInt(0);
            int skipped = summary.get("skipped").asInt(0) + summary.get("xfailed").asInt(0);
            int passed = summary.get("passed").asInt(0) + summary.get("xpassed").asInt(0);
            tally.totals(failed + errors + skipped + passed, failed, errors, skipped);
        }
        for (JsonValue collector : root.get("collectors").items()) {
            if (collector.get("outcome").text().equals("failed")) {
                tally.errorsOutsideCases(1);
                String file = collector.get("nodeid").text();
                tally.failure(new TestReport.Failure(file, file, file, 0, collector.get("longrepr").text()));
            }
        }
        return tally.report("pytest");
    }

    private static Outcome python(String word) {
        return switch (word) {
            case "passed", "xpassed" -> Outcome.PASSED;
            case "failed" -> Outcome.FAILED;
            case "error" -> Outcome.ERROR;
            default -> Outcome.SKIPPED;
        };
    }

    private static void add(Tally tally, Outcome outcome, String id, String file, int line, String message) {
        String[] parts = id.split("::", 2);
        Location where = file.isEmpty() ? Location.in(message, "") : new Location(file, line);
        tally.add(outcome, parts[0], parts.length > 1 ? parts[1] : parts[0],
                where.file() == null ? new Location(parts[0], 0) : where, message);
    }

    private static void playwright(JsonValue suite, String above, Tally tally) {
        String title = suite.get("title").text();
        String path = above.isEmpty() ? title : above + " > " + title;
        suite.get("suites").items().forEach(child -> playwright(child, path, tally));
        for (JsonValue spec : suite.get("specs").items()) {
            for (JsonValue test : spec.get("tests").items()) {
                Outcome outcome = switch (test.get("status").text()) {
                    case "expected", "flaky" -> Outcome.PASSED;
                    case "unexpected" -> Outcome.FAILED;
                    default -> Outcome.SKIPPED;
                };
                List<JsonValue> results = test.get("results").items();
                JsonValue error = results.isEmpty() ? JsonValue.NULL : results.getLast().get("error");
                Location where = new Location(Sarif.first(error.get("location").get("file").text(),
                        spec.get("file").text()), error.get("location").get("line").asInt(spec.get("line").asInt(0)));
                tally.add(outcome, path, spec.get("title").text(), where, ConsoleText.plain(
                        JsonReports.words(error.get("message").text(), error.get("stack").text())));
            }
        }
    }

    private static void mochawesome(JsonValue suite, String above, Tally tally) {
        String title = suite.get("title").text();
        String path = above.isEmpty() ? title : title.isEmpty() ? above : above + " > " + title;
        for (JsonValue test : suite.get("tests").items()) {
            Outcome outcome = test.get("pass").asBoolean(false) ? Outcome.PASSED
                    : test.get("fail").asBoolean(false) ? Outcome.FAILED : Outcome.SKIPPED;
            String message = JsonReports.words(test.get("err").get("message").text(),
                    test.get("err").get("estack").text());
            Location traced = Location.in(message, "");
            String file = suite.get("file").text();
            tally.add(outcome, path, test.get("title").text(),
                    traced.file() == null && !file.isEmpty() ? new Location(file, 0) : traced, message);
        }
        suite.get("suites").items().forEach(child -> mochawesome(child, path, tally));
    }

    /** {@return what documents of which each is one event say; {@code null} if they are of none of these tools} */
    static @Nullable TestReport stream(List<JsonValue> events) {
        Tally tally = new Tally();
        String tool = "";
        for (JsonValue event : events) {
            if (!event.get("event").isNull() && !event.get("type").isNull()) {
                tool = "cargo";
                libtest(event, tally);
            } else if (!event.at(0).isNull() && event.at(1) instanceof JsonValue.JsonObject) {
                tool = mocha(event, tally) ? "mocha" : tool;
            } else if (!event.get("$report_type").isNull()) {
                tool = "pytest";
            }
        }
        if (tool.equals("pytest")) {
            reportLog(events, tally);
        }
        return tool.isEmpty() ? null : tally.report(tool);
    }

    private static void libtest(JsonValue event, Tally tally) {
        if (!event.get("type").text().equals("test")) {
            return;
        }
        Outcome outcome = switch (event.get("event").text()) {
            case "ok" -> Outcome.PASSED;
            case "failed", "timeout" -> Outcome.FAILED;
            case "ignored" -> Outcome.SKIPPED;
            default -> null;
        };
        if (outcome == null || event.get("event").text().equals("timeout")) {
            // It started, or takes long; how it ended comes later.
            return;
        }
        String[] name = event.get("name").text().split("::(?=[^:]*$)");
        String message = JsonReports.words(event.get("message").text(), event.get("stdout").text());
        tally.add(outcome, name.length > 1 ? name[0] : "", name[name.length - 1], Location.in(message, ""), message);
    }

    private static boolean mocha(JsonValue event, Tally tally) {
        JsonValue test = event.at(1);
        switch (event.at(0).text()) {
            case "pass" -> tally.count(Outcome.PASSED);
            case "pending" -> tally.count(Outcome.SKIPPED);
            case "fail" -> {
                String message = JsonReports.words(test.get("err").text(), test.get("stack").text());
                tally.add(Outcome.FAILED, "", test.get("fullTitle").text(), Location.in(message, ""), message);
            }
            case "start" -> {}
            case "end" -> {
                int missing = test.get("tests").asInt(0) - tally.tests();
                int pending = Math.min(test.get("pending").asInt(0), Math.max(0, missing));
                tally.totals(pending, 0, 0, pending);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** pytest-reportlog tells each phase of a test; the worst is the test's. */
    private static void reportLog(List<JsonValue> events, Tally tally) {
        String open = "";
        Outcome worst = Outcome.PASSED;
        JsonValue bad = JsonValue.NULL;
        for (JsonValue event : events) {
            if (!event.get("$report_type").text().equals("TestReport")) {
                continue;
            }
            open = event.get("nodeid").text();
            String when = event.get("when").text();
            boolean failed = event.get("outcome").text().equals("failed");
            Outcome here = failed ? when.equals("call") ? Outcome.FAILED : Outcome.ERROR
                    : event.get("outcome").text().equals("skipped") ? Outcome.SKIPPED : Outcome.PASSED;
            bad = failed && bad.isNull() ? event : bad;
            worst = worst.worst(here);
            if (when.equals("teardown")) {
                JsonValue crash = bad.get("longrepr").get("reprcrash");
                add(tally, worst, open, crash.get("path").text(), crash.get("lineno").asInt(0),
                        crash.get("message").text());
                open = "";
                worst = Outcome.PASSED;
                bad = JsonValue.NULL;
            }
        }
        if (!open.isEmpty()) {
            tally.problem("The report ends within " + open + "; the run was cut off there.");
            tally.add(Outcome.ERROR, "", open, Location.UNKNOWN, "The run ended within this test.");
        }
    }
}
