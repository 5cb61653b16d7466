package dev.telecoder.support.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The JUnit XML family: Ant, Surefire, Gradle, pytest, Jest, GoogleTest, CTest, PHPUnit and whoever imitates them. */
final class JUnitXml {

    private static final Set<String> FAILED = Set.of("failed", "fail", "failure");
    private static final Set<String> ERROR = Set.of("error", "errored", "broken");
    private static final Set<String> SKIPPED =
            Set.of("skipped", "skip", "disabled", "ignored", "inconclusive", "notrun",
                    "not_run", "not run", "notexecuted", "suppressed", "pending", "todo");

    private final Tally tally = new Tally();

    static TestReport read(XmlElement root) {
        JUnitXml reader = new JUnitXml();
        reader.suite(root, "");
        return reader.tally.report(framework(root));
    }

    /** Reads a suite and says how many cases it brought. A suite without cases speaks through its attributes. */
    private int suite(XmlElement suite, String file) {
        String here = suite.get("file").isEmpty() ? suite.get("filepath") : suite.get("file");
        String inherited = here.isEmpty() ? file : here;
        int before = tally.tests();
        boolean any = false;
        for (XmlElement child : suite.children()) {
            switch (child.name()) {
                case "testcase" -> {
                    any = true;
                    add(child, suite, inherited);
                }
                case "testsuite", "testsuites" -> any |= suite(child, inherited) > 0;
                default -> {}
            }
        }
        if (!any) {
            int skipped = suite.number("skipped") + suite.number("disabled") + suite.number("skip")
                    + suite.number("skips");
            if (skipped == 0) {
                skipped = suite.number("ignored") + suite.number("notrun") + suite.number("not-run");
            }
            tally.totals(suite.number("tests"), suite.number("failures"), suite.number("errors"), skipped);
        }
        return any ? Math.max(1, tally.tests() - before) : tally.tests() - before;
    }

    private void add(XmlElement test, XmlElement suite, String suiteFile) {
        Outcome outcome = ofAttributes(test);
        StringBuilder message = new StringBuilder();
        for (XmlElement child : test.children()) {
            Outcome found = switch (child.name()) {
                case "error" -> Outcome.ERROR;
                case "failure" -> Outcome.FAILED;
                case "skipped", "ignored", "disabled", "inconclusive", "incomplete", "notrun" -> Outcome.SKIPPED;
                // flakyFailure, flakyError: it passed when it was run again; rerun…: repeats of the failure beside it.
                default -> Outcome.PASSED;
            };
            outcome = outcome.worst(found);
            if (found.bad()) {
                message.append(message.isEmpty() ? "" : "\n\n").append(words(child));
            }
        }
        if (!outcome.bad()) {
            tally.count(outcome);
            return;
        }
        String owner = test.get("classname").isEmpty() ? test.get("class") : test.get("classname");
        tally.add(outcome, owner.isEmpty() ? suite.get("name") : owner, test.get("name"),
                location(test, owner, suiteFile, message.toString()), message.toString());
    }

    private static Outcome ofAttributes(XmlElement test) {
        Outcome outcome = Outcome.PASSED;
        for (String attribute : List.of("status", "result")) {
            String value = test.get(attribute).toLowerCase(Locale.ROOT);
            outcome = outcome.worst(FAILED.contains(value) ? Outcome.FAILED
                    : ERROR.contains(value) ? Outcome.ERROR
                            : SKIPPED.contains(value) ? Outcome.SKIPPED : Outcome.PASSED);
        }
        boolean off = test.get("disabled").equalsIgnoreCase("true") || test.get("executed").equalsIgnoreCase("false")
                || test.get("ignored").equalsIgnoreCase("true") || test.get("skipped").equalsIgnoreCase("true");
        return off ? outcome.worst(Outcome.SKIPPED) : outcome;
    }

    private static Location location(XmlElement test, String owner, String suiteFile, String message) {
        Location traced = Location.in(message, owner);
        String file = test.get("file").isEmpty() ? test.get("filepath") : test.get("file");
        if (file.isEmpty()) {
            file = suiteFile;
        }
        if (file.isEmpty()) {
            return traced;
        }
        // The trace names the assertion, the attributes only where the test begins.
        if (traced.file() != null && sameFile(traced.file(), file)) {
            return new Location(file, traced.line());
        }
        return test.number("line") > 0 || traced.file() == null ? new Location(file, test.number("line")) : traced;
    }

    private static boolean sameFile(String one, String other) {
        return one.equals(other) || one.endsWith("/" + other) || other.endsWith("/" + one);
    }

    static String words(XmlElement bad) {
        String attribute = bad.get("message").strip();
        String body = bad.text();
        if (attribute.isEmpty() || body.contains(attribute)) {
            return body.isEmpty() ? bad.get("type") : body;
        }
        return body.isEmpty() ? attribute : attribute + "\n" + body;
    }

    private static String framework(XmlElement root) {
        XmlElement first = root.name().equals("testsuite") ? root : root.child("testsuite");
        String name = first == null ? "" : first.get("name");
        if (name.equals("pytest")) {
            return "pytest";
        }
        if (root.get("name").equals("jest tests")) {
            return "jest";
        }
        if (root.get("name").startsWith("vitest")) {
            return "vitest";
        }
        if (root.get("name").equals("Mocha Tests") || name.equals("Mocha Tests")) {
            return "mocha";
        }
        if (root.get("name").equals("AllTests")) {
            return "googletest";
        }
        if (first != null && first.has("assertions") && first.has("warnings")) {
            return "phpunit";
        }
        return name.equals("rspec") ? "rspec" : "junit";
    }
}
