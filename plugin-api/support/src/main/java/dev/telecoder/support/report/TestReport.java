package dev.telecoder.support.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test tool reported: totals, and each test that did not pass.
 *
 * <p>A value; any thread may use it.
 *
 * @param framework the tool or, where the report does not tell, its format, such as {@code junit} or {@code pytest}
 * @param tests how many cases there are, skipped ones included
 * @param passed how many passed
 * @param failed how many failed
 * @param errors how many ended in an error, where the format tells errors from failures; else 0
 * @param skipped how many did not run: skipped, disabled, ignored, inconclusive
 * @param failures the failed and broken tests, in the order of the report
 * @param problem what went wrong outside any test, such as a crash of the tool or a compilation error; {@code null} if
 *     nothing did
 */
public record TestReport(String framework, int tests, int passed, int failed, int errors, int skipped,
        List<Failure> failures, @Nullable String problem) {

    /** Copies the list. */
    public TestReport {
        failures = List.copyOf(failures);
    }

    /** {@return whether nothing failed, in a test or outside} */
    public boolean succeeded() {
        return failed == 0 && errors == 0 && failures.isEmpty() && problem == null;
    }

    /** {@return how many tests really ran} */
    public int executed() {
        return passed + failed + errors;
    }

    /** {@return the totals as people write them, such as {@code 1 failed, 5 passed}; parts that are 0 are left out} */
    public String totals() {
        List<String> parts = new ArrayList<>();
        add(parts, failed, "failed");
        add(parts, errors, errors == 1 ? "error" : "errors");
        add(parts, passed, "passed");
        add(parts, skipped, "skipped");
        return parts.isEmpty() ? "no tests" : String.join(", ", parts);
    }

    /**
     * Adds up several reports, of one run in several modules or of several tools.
     *
     * @param reports at least one report
     * @return their sum; the framework is that of the first, and of each other that differs, joined by {@code +}
     */
    public static TestReport sum(List<TestReport> reports) {
        int tests = 0;
        int passed = 0;
        int failed = 0;
        int errors = 0;
        int skipped = 0;
        List<String> frameworks = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (TestReport report : reports) {
            tests += report.tests;
            passed += report.passed;
            failed += report.failed;
            errors += report.errors;
            skipped += report.skipped;
            failures.addAll(report.failures);
            if (!frameworks.contains(report.framework)) {
                frameworks.add(report.framework);
            }
            if (report.problem != null) {
                problems.add(report.problem);
            }
        }
        return new TestReport(String.join("+", frameworks), tests, passed, failed, errors, skipped, failures,
                problems.isEmpty() ? null : String.join("\n", problems));
    }

    private static void add(List<String> parts, int count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    /**
     * A test that failed or ended in an error.
     *
     * @param suite the class, file or suite it belongs to; empty if the report does not tell
     * @param name its name
     * @param file where it failed, as the report says it; {@code null} if it does not
     * @param line the line in that file; 0 if unknown
     * @param message what the report says about it, whole
     */
    public record Failure(String suite, String name, @Nullable String file, int line, String message) {}
}
