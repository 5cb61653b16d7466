package dev.telecoder.support.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts cases while a report is read; for one thread. */
final class Tally {

    private int tests;
    private int passed;
    private int failed;
    private int errors;
    private int skipped;
    private final List<TestReport.Failure> failures = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** Counts one case. What the report says of it is kept if it did not pass. */
    void add(Outcome outcome, String suite, String name, Location where, String message) {
        count(outcome);
        if (outcome.bad()) {
            failures.add(new TestReport.Failure(suite, name, where.file(), where.line(), message.strip()));
        }
    }

    void count(Outcome outcome) {
        tests++;
        switch (outcome) {
            case PASSED -> passed++;
            case SKIPPED -> skipped++;
            case FAILED -> failed++;
            case ERROR -> errors++;
        }
    }

    /** Adds totals that a report gives without naming its cases. */
    void totals(int all, int bad, int broken, int left) {
        tests += all;
        failed += bad;
        errors += broken;
        skipped += left;
        passed += Math.max(0, all - bad - broken - left);
    }

    /** Turns tests that were counted as passed into failed ones. */
    void turn(int count) {
        int some = Math.min(count, passed);
        passed -= some;
        failed += some;
    }

    /** Counts errors that belong to no case, in a format that tells them apart. */
    void errorsOutsideCases(int count) {
        errors += count;
    }

    void failure(TestReport.Failure failure) {
        failures.add(failure);
    }

    void problem(@Nullable String text) {
        if (text != null && !text.isBlank() && !problems.contains(text.strip())) {
            problems.add(text.strip());
        }
    }

    int tests() {
        return tests;
    }

    boolean anyBad() {
        return failed > 0 || errors > 0;
    }

    TestReport report(String framework) {
        return new TestReport(framework, tests, passed, failed, errors, skipped, failures,
                problems.isEmpty() ? null : String.join("\n", problems));
    }
}
