package dev.telecoder.support.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tools that end with one line of totals, and the failures as far as a line of their own names them. */
final class SummaryText {

    /**
     * How a tool sums up.
     *
     * @param framework its name
     * @param sign what stands in every such summary; most texts hold none, and looking for words is fast
     * @param totals a regular expression with the groups {@code total}, {@code passed}, {@code failed}, {@code errors},
     *     {@code skipped} and {@code more}, of which a missing one is 0; without a total it is their sum
     * @param failure a regular expression with the name of a failed test in its first group; empty if none is printed
     * @param sum whether several lines add up; else the last counts
     */
    private record Style(String framework, String sign, Pattern totals, String failure, boolean sum) {

        static Style of(String framework, String sign, String totals, String failure) {
            return new Style(framework, sign, Pattern.compile("(?m)" + totals), failure, true);
        }
    }

    private static final List<Style> STYLES = List.of(
            Style.of("minitest", " runs, ",
                    "^(?<total>\\d+) runs, \\d+ assertions, (?<failed>\\d+) failures, (?<errors>\\d+) errors, "
                            + "(?<skipped>\\d+) skips$",
                    "^(?:  \\d+\\) )?(?:Failure|Error):\\n(\\S+)"),
            Style.of("test-unit", " pendings, ",
                    "^(?<total>\\d+) tests, \\d+ assertions, (?<failed>\\d+) failures, (?<errors>\\d+) errors, "
                            + "(?<skipped>\\d+) pendings, (?<more>\\d+) omissions",
                    "^(?:Failure|Error): (\\S+)"),
            Style.of("nextest", "tests run: ",
                    "^[ \\t]*Summary \\[[^\\]]*\\] +(?:\\d+/)?\\d+ tests? run: (?<passed>\\d+) passed(?: \\([^)]*\\))?"
                            + "(?:, (?<failed>\\d+) failed)?(?:, (?<errors>\\d+) exec failed)?(?:, \\d+ timed out)?"
                            + "(?:, (?<skipped>\\d+) skipped)?",
                    "^[ \\t]*FAIL \\[[^\\]]*\\] +(?:\\(\\s*\\d+/\\d+\\) )?(.+)$"),
            Style.of("dotnet", "Test summary: total:",
                    "^Test summary: total: (?<total>\\d+), failed: (?<failed>\\d+), succeeded: (?<passed>\\d+), "
                            + "skipped: (?<skipped>\\d+)",
                    "^[ \\t]*failed (\\S+) \\("),
            Style.of("dotnet", "Total tests: ",
                    "^Total tests: (?<total>\\d+)(?:\\s+Passed *: (?<passed>\\d+))?(?:\\s+Failed *: (?<failed>\\d+))?"
                            + "(?:\\s+Skipped *: (?<skipped>\\d+))?",
                    "^\\s+(?:Failed|X) (\\S.*?) \\["),
            Style.of("gotestsum", "DONE ", "^DONE (?:\\d+ runs, )?(?<total>\\d+) tests?(?:, (?<skipped>\\d+) skipped)?"
                    + "(?:, (?<failed>\\d+) failures?)?(?:, (?<errors>\\d+) errors?)? in ", "^=== FAIL: (.+?) \\("),
            Style.of("pest", " assertion",
                    "^[ \\t]*Tests:\\s+(?:(?<failed>\\d+) failed,? ?)?(?:\\d+ (?:deprecated|warnings?|risky|notices?),? ?)*"
                            + "(?:(?<more>\\d+) (?:incomplete|todos?),? ?)*(?:(?<skipped>\\d+) skipped,? ?)?(?:(?<passed>\\d+) passed ?)?"
                            + "\\(\\d+ assertions?\\)",
                    "^[ \\t]*FAILED\\s+(.+?)\\s*(?:…|$)"),
            Style.of("googletest", "[  PASSED  ]",
                    "^\\[  PASSED  \\] (?<passed>\\d+) tests?\\.$(?:\\s+\\[  SKIPPED \\] (?<skipped>\\d+) tests?, "
                            + "listed below:$(?:\\n\\[  SKIPPED \\] .*)*)?(?:\\s+\\[  FAILED  \\] (?<failed>\\d+) tests?, listed below:$)?",
                    "^\\[  FAILED  \\] (\\S+\\.\\S+?)(?:, where.*)? \\("),
            Style.of("junit", " tests found",
                    "^\\[ +(?<total>\\d+) tests found +\\](?:\\s*\\[ +(?<skipped>\\d+) tests skipped +\\])?"
                            + "(?:\\s*\\[ +\\d+ tests started +\\])?(?:\\s*\\[ +(?<more>\\d+) tests aborted +\\])?"
                            + "(?:\\s*\\[ +(?<passed>\\d+) tests successful +\\])?(?:\\s*\\[ +(?<failed>\\d+) tests failed +\\])?",
                    "^\\s+(?:MethodSource \\[.*methodName = '(\\w+)'.*)$"),
            Style.of("junit", ",  Failures: ", "^Tests run: (?<total>\\d+), {2}Failures: (?<failed>\\d+)$",
                    "^\\d+\\) (\\w+\\([\\w.$]+\\))$"),
            Style.of("junit", "OK (", "^OK \\((?<total>\\d+) tests?\\)$", ""),
            Style.of("scalatest", "Tests: succeeded ",
                    "^(?:\\[\\w+\\] )?Tests: succeeded (?<passed>\\d+), failed (?<failed>\\d+), canceled \\d+, "
                            + "ignored (?<skipped>\\d+), pending (?<more>\\d+)",
                    "^(?:\\[\\w+\\] )?- (.{1,300}) \\*\\*\\* FAILED \\*\\*\\*"),
            Style.of("deno", " failed",
                    "^(?:ok|FAILED) \\| (?<passed>\\d+) passed(?: \\(\\d+ steps?\\))? \\| (?<failed>\\d+) failed"
                            + "(?: \\(\\d+ steps?\\))?(?: \\| (?<skipped>\\d+) ignored)?",
                    "^(.+?) \\.\\.\\. FAILED"),
            new Style("karma", "Executed ",
                    Pattern.compile("(?m)Executed \\d+ of (?<total>\\d+)(?: \\((?<failed>\\d+) FAILED\\))?"
                            + "(?: \\(skipped (?<skipped>\\d+)\\))?(?: (?:SUCCESS|\\([\\d.]))"),
                    "", false),
            Style.of("jasmine", " spec",
                    "^(?<total>\\d+) specs?, (?<failed>\\d+) failures?(?:, (?<skipped>\\d+) pending specs?)?$",
                    "^\\d+\\) (.+)$"),
            new Style("xctest", "Executed ",
                    Pattern.compile(
                            "(?m)^\\s*Executed (?<total>\\d+) tests?, with (?:(?<skipped>\\d+) tests? skipped and )?"
                                    + "(?<failed>\\d+) failures? \\(\\d+ unexpected\\)"),
                    "error: -?\\[?([\\w. ]+)\\]? :", false),
            Style.of("prove", "Files=", "^Files=\\d+, Tests=(?<total>\\d+),", ""),
            Style.of("exunit", " failure",
                    "^(?:\\d+ (?:doctests?|properties|property), )*(?<total>\\d+) tests?, (?<failed>\\d+) failures?"
                            + "(?:, (?<errors>\\d+) invalid)?(?:, (?<skipped>\\d+) (?:skipped|excluded))?$",
                    "^\\s+\\d+\\) test (.+)$"),
            Style.of("catch2", "test cases:",
                    "^test cases: +(?<total>\\d+) \\|(?: +(?<passed>\\d+) passed)?(?: \\|)?(?: +(?<failed>\\d+) failed)?"
                            + "(?: \\| +(?<skipped>\\d+) skipped)?.*$",
                    ""),
            Style.of("catch2", "All tests passed (",
                    "^All tests passed \\(\\d+ assertions? in (?<total>\\d+) test cases?\\)$", ""),
            Style.of("cucumber", " scenario",
                    "^(?<total>\\d+) scenarios? \\((?:(?<failed>\\d+) failed,? ?)?(?:(?<errors>\\d+) undefined,? ?)?"
                            + "(?:(?<skipped>\\d+) (?:skipped|pending),? ?)?(?:(?<passed>\\d+) passed)?\\)$",
                    ""));

    private SummaryText() {}

    static @Nullable TestReport read(String text) {
        for (Style style : STYLES) {
            TestReport report = text.contains(style.sign) ? read(text, style) : null;
            if (report != null) {
                return report;
            }
        }
        return null;
    }

    private static @Nullable TestReport read(String text, Style style) {
        Matcher line = style.totals.matcher(text);
        Tally tally = new Tally();
        boolean any = false;
        while (line.find()) {
            if (!style.sum) {
                tally = new Tally();
            }
            any = true;
            int failed = group(line, "failed");
            int errors = group(line, "errors");
            int skipped = group(line, "skipped") + group(line, "more");
            int total = group(line, "total");
            tally.totals(total > 0 ? total : group(line, "passed") + failed + errors + skipped, failed, errors,
                    skipped);
        }
        if (!any) {
            return null;
        }
        if (style.framework.equals("prove")) {
            proved(text, tally);
        }
        Matcher failure = Pattern.compile("(?m)" + (style.failure.isEmpty() ? "(?!)" : style.failure)).matcher(text);
        java.util.Set<String> names = new java.util.LinkedHashSet<>();
        while (tally.anyBad() && failure.find()) {
            if (failure.group(1) != null && names.add(failure.group(1).strip())) {
                String body = ConsoleText.until(text, failure.end(), "\\n\\s*\\n\\s*\\n|\\n(?:" + "[-=*]{5,})");
                Location where = Location.in(body, "");
                tally.failure(new TestReport.Failure("", failure.group(1).strip(), where.file(), where.line(),
                        body.length() > 4_000 ? body.substring(0, 4_000) : body));
            }
        }
        return tally.report(style.framework);
    }

    /** Perl's harness tells failures by file. */
    private static void proved(String text, Tally tally) {
        Matcher failed = Pattern.compile("(?m)^ *Failed (?:test|\\d+/\\d+ subtests)|Failed: (\\d+)\\)$").matcher(text);
        int sum = 0;
        while (failed.find()) {
            sum += Location.number(failed.group(1));
        }
        tally.turn(sum);
    }

    private static int group(Matcher match, String name) {
        return match.namedGroups().containsKey(name) ? Location.number(match.group(name)) : 0;
    }
}
