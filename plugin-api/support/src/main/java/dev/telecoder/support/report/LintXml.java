package dev.telecoder.support.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Findings in XML: Checkstyle (and who writes its format), SpotBugs, PMD, CPD, PHPCS, Cppcheck, Android lint and more. */
final class LintXml {

    private static final Pattern JUNIT_PLACE = Pattern.compile("line (\\d+), col (\\d+), (\\w+) - ");

    private static final Pattern CLASS_PLACE = Pattern.compile("(.+?):(\\d+):(\\d+)");

    private final List<LintFinding> findings = new ArrayList<>();
    private final String hint;

    private LintXml(String hint) {
        this.hint = hint;
    }

    static List<LintFinding> read(XmlElement root, String hint) throws UnreadableReportException {
        LintXml reader = new LintXml(hint);
        switch (root.name()) {
            case "checkstyle" -> reader.checkstyle(root);
            case "BugCollection" -> reader.spotbugs(root);
            case "pmd" -> reader.pmd(root);
            case "pmd-cpd" -> reader.cpd(root);
            case "phpcs", "phpmd" -> reader.php(root);
            case "results" -> reader.cppcheck(root);
            case "issues" -> reader.android(root);
            case "Report" -> reader.resharper(root);
            case "jslint", "csslint", "lint" -> reader.jslint(root);
            case "testsuites", "testsuite" -> reader.junit(root);
            default -> throw UnreadableReportException.foreign("The report is XML, but <" + root.name()
                    + "> is no report of a linter. Known are Checkstyle, SpotBugs, PMD, CPD, PHPCS, PHPMD, Cppcheck, "
                    + "Android lint, ReSharper, JSLint and ESLint's JUnit.");
        }
        return reader.findings;
    }

    private void add(String tool, String file, int line, int column, String severity, String rule, String message) {
        findings.add(LintFinding.of(tool, file, line, column, severity, rule, message));
    }

    private void checkstyle(XmlElement root) {
        for (XmlElement file : root.all("file")) {
            for (XmlElement error : file.children()) {
                if (error.name().equals("error")) {
                    String source = error.get("source");
                    String tool = source.startsWith("ShellCheck.") ? "shellcheck"
                            : source.startsWith("eslint.rules.") ? "eslint"
                                    : source.startsWith("detekt.") ? "detekt" : Sarif.first(hint, "checkstyle");
                    // Only the name of the format's writer; the rule is what its other formats call it.
                    String rule = source.replaceFirst("^(ShellCheck|eslint\\.rules|detekt)\\.", "");
                    add(tool, file.get("name"), error.number("line"), error.number("column"), error.get("severity"),
                            rule, error.get("message"));
                } else if (error.name().equals("exception")) {
                    add(Sarif.first(hint, "checkstyle"), file.get("name"), 0, 0, "error", "exception", error.text());
                }
            }
        }
    }

    private void spotbugs(XmlElement root) {
        for (XmlElement bug : root.all("BugInstance")) {
            XmlElement line = sourceLine(bug);
            String file = line == null ? "" : Sarif.first(line.get("sourcepath"), line.get("sourcefile"));
            String message = Sarif.first(bug.childText("LongMessage"), bug.childText("ShortMessage"), bug.get("type"));
            String severity = switch (bug.get("priority")) {
                case "1" -> "error";
                case "2" -> "warning";
                default -> "info";
            };
            add("spotbugs", file, line == null ? 0 : line.number("start"), 0, severity, bug.get("type"), message);
        }
        for (XmlElement file : root.children("file").toList()) {
            // The form that the old Maven plugin wrote.
            file.children("BugInstance").forEach(bug -> {
                if (bug.has("lineNumber")) {
                    findings.removeIf(known -> known.file().isEmpty() && known.rule().equals(bug.get("type")));
                    add("spotbugs", file.get("classname"), bug.number("lineNumber"), 0, bug.get("priority"),
                            bug.get("type"), bug.get("message"));
                }
            });
        }
    }

    /** As SpotBugs itself: the line of the bug, else of its method, its field, its class. */
    private static @Nullable XmlElement sourceLine(XmlElement bug) {
        List<XmlElement> lines = bug.children("SourceLine").toList();
        for (XmlElement line : lines) {
            if (line.get("primary").equals("true")) {
                return line;
            }
        }
        for (XmlElement line : lines) {
            if (!line.get("role").equals("SOURCE_LINE_ANOTHER_INSTANCE")) {
                return line;
            }
        }
        for (String owner : List.of("Method", "Field", "Class")) {
            XmlElement found = bug.children(owner).filter(one -> one.get("primary").equals("true")).findFirst()
                    .or(() -> bug.children(owner).findFirst()).map(one -> one.child("SourceLine")).orElse(null);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void pmd(XmlElement root) {
        for (XmlElement file : root.children("file").toList()) {
            file.children("violation").forEach(violation -> add("pmd", file.get("name"), violation.number("beginline"),
                    violation.number("begincolumn"), priority(violation.number("priority")), violation.get("rule"),
                    violation.text()));
        }
        root.children("error").forEach(error -> add("pmd", error.get("filename"), 0, 0, "error", "error",
                Sarif.first(error.get("msg"), error.text())));
    }

    static String priority(int priority) {
        return priority == 0 || priority == 3 ? "warning" : priority < 3 ? "error" : "info";
    }

    private void cpd(XmlElement root) {
        for (XmlElement duplication : root.all("duplication")) {
            duplication.children("file").forEach(file -> add("cpd", file.get("path"), file.number("line"),
                    file.number("column"), "warning", "duplication",
                    duplication.get("lines") + " duplicated lines (" + duplication.get("tokens") + " tokens)"));
        }
    }

    private void php(XmlElement root) {
        for (XmlElement file : root.children("file").toList()) {
            for (XmlElement one : file.children()) {
                if (one.name().equals("violation")) {
                    add("phpmd", file.get("name"), one.number("beginline"), 0, priority(one.number("priority")),
                            one.get("rule"), one.text());
                } else {
                    add("phpcs", file.get("name"), one.number("line"), one.number("column"), one.name(),
                            one.get("source"), one.text());
                }
            }
        }
    }

    private void cppcheck(XmlElement root) {
        for (XmlElement error : root.all("error")) {
            XmlElement place = error.child("location");
            XmlElement at = place == null ? error : place;
            if (!error.get("id").isEmpty()) {
                add("cppcheck", at.get("file"), at.number("line"), at.number("column"), error.get("severity"),
                        error.get("id"), Sarif.first(error.get("msg"), error.get("verbose")));
            }
        }
    }

    private void android(XmlElement root) {
        for (XmlElement issue : root.children("issue").toList()) {
            XmlElement place = issue.child("location");
            add(Sarif.first(hint, "lint"), place == null ? "" : place.get("file"),
                    place == null ? 0 : place.number("line"), place == null ? 0 : place.number("column"),
                    issue.get("severity"), issue.get("id"), issue.get("message"));
        }
    }

    private void resharper(XmlElement root) {
        for (XmlElement issue : root.all("Issue")) {
            String type = issue.get("TypeId");
            String severity = root.all("IssueType").stream().filter(one -> one.get("Id").equals(type)).findFirst()
                    .map(one -> one.get("Severity")).orElse("warning");
            add("resharper", issue.get("File"), issue.number("Line"), 0, severity, type, issue.get("Message"));
        }
    }

    private void jslint(XmlElement root) {
        for (XmlElement file : root.children("file").toList()) {
            file.children("issue").forEach(issue -> add(Sarif.first(hint, root.name()), file.get("name"),
                    issue.number("line"), issue.number("char"), Sarif.first(issue.get("severity"), "warning"),
                    Sarif.first(issue.get("rule"), issue.get("id")), issue.get("reason")));
        }
    }

    /** The format of ESLint and those that copied it: a failing case a finding, its rule in its name. */
    private void junit(XmlElement root) {
        for (XmlElement suite : root.name().equals("testsuite") ? List.of(root) : root.all("testsuite")) {
            for (XmlElement test : suite.children("testcase").toList()) {
                for (XmlElement bad : test.children()) {
                    if (!bad.name().equals("failure") && !bad.name().equals("error")) {
                        continue;
                    }
                    Matcher place = JUNIT_PLACE.matcher(bad.text());
                    boolean placed = place.find();
                    // golangci-lint names the place as the class.
                    Matcher owner = CLASS_PLACE.matcher(test.get("classname"));
                    if (!placed && owner.matches()) {
                        add(Sarif.first(hint, "golangci-lint"), owner.group(1), Location.number(owner.group(2)),
                                Location.number(owner.group(3)), "error", test.get("name"), bad.get("message")
                                        .replaceFirst("^" + Pattern.quote(owner.group()) + ": ", ""));
                        continue;
                    }
                    String rule = test.get("name").replaceFirst("^org\\.(eslint|stylelint|ruff)\\.", "");
                    String severity = placed ? place.group(3) : bad.name();
                    add(Sarif.first(hint, suite.get("package").replaceFirst("^org\\.", ""), "junit"),
                            Sarif.first(test.get("file"), suite.get("name")),
                            placed ? Location.number(place.group(1)) : test.number("line"),
                            placed ? Location.number(place.group(2)) : test.number("column"), severity, rule,
                            Sarif.first(bad.get("message"), bad.text()));
                }
            }
        }
    }
}
