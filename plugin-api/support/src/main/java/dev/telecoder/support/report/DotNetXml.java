package dev.telecoder.support.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reports of .NET tools: TRX of Visual Studio's runner, NUnit 2 and 3, xUnit 2 and 3. */
final class DotNetXml {

    private DotNetXml() {}

    static TestReport trx(XmlElement root) {
        Tally tally = new Tally();
        Map<String, String> classes = new HashMap<>();
        for (XmlElement test : root.all("UnitTest")) {
            XmlElement method = test.child("TestMethod");
            if (method != null) {
                // MSTest writes "Name, Assembly, Version=…"
                classes.put(test.get("id"), method.get("className").replaceAll(",.*", ""));
            }
        }
        for (XmlElement results : root.children("Results").toList()) {
            results.children().forEach(result -> trxResult(result, classes, tally));
        }
        XmlElement summary = root.child("ResultSummary");
        if (summary != null) {
            XmlElement counters = summary.child("Counters");
            if (tally.tests() == 0 && counters != null) {
                int failed = counters.number("failed") + counters.number("timeout") + counters.number("aborted")
                        + counters.number("disconnected");
                int skipped = counters.number("inconclusive") + counters.number("notRunnable")
                        + counters.number("notExecuted") + counters.number("inProgress") + counters.number("pending");
                int total = counters.number("total");
                int errors = counters.number("error");
                // The .NET runner leaves notExecuted at 0 and tells skipped tests by total minus executed.
                skipped = Math.max(skipped, total - counters.number("executed"));
                tally.totals(total, failed, errors, Math.min(skipped, Math.max(0, total - failed - errors)));
            }
            // A test host that crashes leaves the tests behind it out; then only this tells.
            List<String> crashes = summary.all("RunInfo").stream().filter(info -> info.get("outcome").equals("Error"))
                    .map(info -> info.childText("Text")).toList();
            boolean ended = List.of("Error", "Aborted", "Timeout").contains(summary.get("outcome"));
            if (ended || !crashes.isEmpty()) {
                tally.problem("The test run ended with outcome " + summary.get("outcome") + ". "
                        + String.join("\n", crashes));
            }
        }
        return tally.report("trx");
    }

    private static void trxResult(XmlElement result, Map<String, String> classes, Tally tally) {
        if (!result.name().endsWith("Result") && !result.name().equals("TestResultAggregation")) {
            return;
        }
        XmlElement inner = result.child("InnerResults");
        if (inner != null && !inner.children().isEmpty()) {
            // The rows of a data-driven test, or the steps of an ordered one, are the cases.
            inner.children().forEach(row -> trxResult(row, classes, tally));
            return;
        }
        Outcome outcome = switch (result.get("outcome")) {
            case "Passed", "PassedButRunAborted", "Completed", "Warning" -> Outcome.PASSED;
            case "Failed", "Timeout", "Aborted", "Disconnected" -> Outcome.FAILED;
            case "NotExecuted", "NotRunnable", "Inconclusive", "Pending", "InProgress" -> Outcome.SKIPPED;
            // "Error" is the schema's default and then left out.
            default -> Outcome.ERROR;
        };
        String message = result.all("ErrorInfo").stream()
                .map(info -> join(info.childText("Message"), info.childText("StackTrace")))
                .reduce("", DotNetXml::join);
        String owner = classes.getOrDefault(result.get("testId"), "");
        tally.add(outcome, owner, result.get("testName"), Location.in(message, owner), message);
    }

    static TestReport nunit3(XmlElement root) {
        Tally tally = new Tally();
        List<XmlElement> cases = root.all("test-case");
        for (XmlElement test : cases) {
            String label = test.get("label");
            Outcome outcome = switch (test.get("result")) {
                case "Passed", "Warning" -> Outcome.PASSED;
                case "Failed" -> label.equals("Error") ? Outcome.ERROR : Outcome.FAILED;
                default -> Outcome.SKIPPED;
            };
            nunitCase(tally, outcome, test, test.get("classname"));
        }
        if (cases.isEmpty()) {
            int skipped = root.number("skipped") + root.number("inconclusive");
            tally.totals(root.has("total") ? root.number("total") : root.number("testcasecount"), root.number("failed"),
                    0,
                    skipped);
        }
        if (root.get("result").equals("Failed") && !tally.anyBad()) {
            tally.problem(root.all("failure").stream().map(f -> f.childText("message")).filter(m -> !m.isBlank())
                    .findFirst().orElse("The run failed outside its tests."));
        }
        return tally.report("nunit");
    }

    static TestReport nunit2(XmlElement root) {
        Tally tally = new Tally();
        List<XmlElement> cases = root.all("test-case");
        for (XmlElement test : cases) {
            Outcome outcome = switch (test.get("result")) {
                case "Success" -> Outcome.PASSED;
                case "Failure" -> Outcome.FAILED;
                case "Error" -> Outcome.ERROR;
                // Before 2.5 there was no result, only executed and success.
                case "" -> test.get("executed").equalsIgnoreCase("false") ? Outcome.SKIPPED
                        : test.get("success").equalsIgnoreCase("false") ? Outcome.FAILED : Outcome.PASSED;
                default -> Outcome.SKIPPED;
            };
            if (test.get("executed").equalsIgnoreCase("false")) {
                outcome = outcome.worst(Outcome.SKIPPED);
            }
            nunitCase(tally, outcome, test, "");
        }
        if (cases.isEmpty()) {
            int notRun = Math.max(root.number("not-run"),
                    root.number("ignored") + root.number("skipped") + root.number("invalid"));
            // "total" counts what ran, the inconclusive ones among it.
            tally.totals(root.number("total") + notRun, root.number("failures"), root.number("errors"),
                    notRun + root.number("inconclusive"));
        }
        return tally.report("nunit");
    }

    private static void nunitCase(Tally tally, Outcome outcome, XmlElement test, String owner) {
        XmlElement failure = test.child("failure");
        String message = failure == null ? "" : join(failure.childText("message"), failure.childText("stack-trace"));
        String full = test.has("fullname") ? test.get("fullname") : test.get("name");
        String name = owner.isEmpty() || !full.startsWith(owner + ".") ? test.get("name")
                : full.substring(owner.length() + 1);
        tally.add(outcome, owner, name, Location.in(message, owner), message);
    }

    static TestReport xunit(XmlElement root) {
        Tally tally = new Tally();
        List<XmlElement> assemblies =
                root.name().equals("assembly") ? List.of(root) : root.children("assembly").toList();
        for (XmlElement assembly : assemblies) {
            List<XmlElement> tests = assembly.all("test");
            for (XmlElement test : tests) {
                Outcome outcome = switch (test.get("result")) {
                    case "Pass" -> Outcome.PASSED;
                    case "Fail" -> Outcome.FAILED;
                    default -> Outcome.SKIPPED;
                };
                XmlElement failure = test.child("failure");
                String message =
                        failure == null ? "" : join(failure.childText("message"), failure.childText("stack-trace"));
                Location traced = Location.in(message, test.get("type"));
                Location where = traced.file() == null && test.has("source-file")
                        ? new Location(test.get("source-file"), test.number("source-line")) : traced;
                tally.add(outcome, test.get("type"), test.get("name"), where, message);
            }
            if (tests.isEmpty()) {
                tally.totals(assembly.number("total"), assembly.number("failed"), 0,
                        assembly.number("skipped") + assembly.number("not-run"));
            }
            outside(assembly, tally);
        }
        return tally.report("xunit");
    }

    /** Errors of set-up and clean-up belong to no test, and are told from failures. */
    private static void outside(XmlElement assembly, Tally tally) {
        XmlElement list = assembly.child("errors");
        List<XmlElement> errors = list == null ? List.of() : list.children("error").toList();
        tally.errorsOutsideCases(Math.max(errors.size(), assembly.number("errors")));
        for (XmlElement error : errors) {
            XmlElement failure = error.child("failure");
            String message = failure == null ? error.text()
                    : join(failure.childText("message"), failure.childText("stack-trace"));
            Location where = Location.in(message, "");
            tally.failure(new TestReport.Failure(assembly.get("name"), error.get("type") + " " + error.get("name"),
                    where.file(), where.line(), message));
        }
    }

    private static String join(String one, String other) {
        return one.isBlank() ? other.strip() : other.isBlank() ? one.strip() : one.strip() + "\n" + other.strip();
    }
}
