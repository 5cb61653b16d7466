package dev.telecoder.support.report;

import java.util.Locale;

/** XML reports that are not of the JUnit and .NET families: TestNG, Sonar's generic executions, CTest's own. */
final class OtherXml {

    private OtherXml() {}

    static TestReport testng(XmlElement root) {
        Tally tally = new Tally();
        for (XmlElement type : root.all("class")) {
            type.children("test-method").filter(method -> !method.get("is-config").equals("true")).forEach(method -> {
                Outcome outcome = switch (method.get("status").toUpperCase(Locale.ROOT)) {
                    case "PASS" -> Outcome.PASSED;
                    case "FAIL" -> Outcome.FAILED;
                    default -> Outcome.SKIPPED;
                };
                XmlElement exception = method.child("exception");
                String message = exception == null ? "" : JsonReports.words(exception.childText("message"),
                        exception.childText("full-stacktrace"));
                tally.add(outcome, type.get("name"), method.get("name"), Location.in(message, type.get("name")),
                        message);
            });
        }
        if (tally.tests() == 0) {
            int ignored = root.number("skipped") + root.number("ignored");
            int total = Math.max(root.number("total"), root.number("passed") + root.number("failed") + ignored);
            tally.totals(total, root.number("failed"), 0, ignored);
        }
        return tally.report("testng");
    }

    static TestReport executions(XmlElement root) {
        Tally tally = new Tally();
        for (XmlElement file : root.children("file").toList()) {
            file.children("testCase").forEach(test -> {
                Outcome outcome = Outcome.PASSED;
                String message = "";
                for (XmlElement child : test.children()) {
                    outcome = outcome.worst(switch (child.name()) {
                        case "failure" -> Outcome.FAILED;
                        case "error" -> Outcome.ERROR;
                        case "skipped" -> Outcome.SKIPPED;
                        default -> Outcome.PASSED;
                    });
                    message = message.isEmpty() ? JUnitXml.words(child) : message;
                }
                Location traced = Location.in(message, "");
                tally.add(outcome, file.get("path"), test.get("name"),
                        traced.file() == null ? new Location(file.get("path"), 0) : traced, message);
            });
        }
        return tally.report("sonar");
    }

    static TestReport ctest(XmlElement root) {
        Tally tally = new Tally();
        for (XmlElement test : root.all("Test")) {
            String status = test.get("Status").toLowerCase(Locale.ROOT);
            if (status.isEmpty()) {
                // The list of all tests in front names them only.
                continue;
            }
            String message = test.all("Value").stream().map(XmlElement::text).reduce("", JsonReports::words);
            tally.add(status.equals("passed") ? Outcome.PASSED
                    : status.equals("failed") ? Outcome.FAILED : Outcome.SKIPPED, test.childText("Path"),
                    test.childText("Name"), Location.in(message, ""), message);
        }
        return tally.report("ctest");
    }
}
