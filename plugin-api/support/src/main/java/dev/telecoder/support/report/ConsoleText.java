package dev.telecoder.support.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What other test tools print for people: their own totals, and the failures as far as the text shows them. */
final class ConsoleText {

    private static final Pattern COLOURS =
            Pattern.compile("\\u001B\\[[0-9;?]*[ -/]*[@-~]|\\u001B\\].*?(?:\\u0007|\\u001B\\\\)");
    /** In this order: the ones that cannot be mistaken for another come first. */
    private static final List<Function<String, @Nullable TestReport>> READERS = List.of(
            text -> TeamCity.recognises(text) ? TeamCity.read(text) : null,
            text -> Tap.recognises(text) ? Tap.read(text) : null, PythonText::pytest, PythonText::unittest,
            ConsoleText::surefire, ConsoleText::cargo, NodeText::spec, ConsoleText::jest, ConsoleText::mocha,
            ConsoleText::bun,
            ConsoleText::rspec, ConsoleText::phpunit, ConsoleText::dotnet, ConsoleText::ctest, ConsoleText::gradle,
            ConsoleText::go, SummaryText::read, text -> Tap.pointsWithoutPlan(text) ? Tap.read(text) : null);

    private ConsoleText() {}

    static String plain(String text) {
        return COLOURS.matcher(text).replaceAll("").replace("\r\n", "\n");
    }

    /** Reads a report file; what has no plan there is cut off. */
    static @Nullable TestReport readFile(String coloured) {
        return read(coloured, READERS.subList(0, READERS.size() - 1));
    }

    static @Nullable TestReport read(String coloured) {
        return read(coloured, READERS);
    }

    private static @Nullable TestReport read(String coloured, List<Function<String, @Nullable TestReport>> readers) {
        String text = plain(coloured);
        for (Function<String, @Nullable TestReport> reader : readers) {
            TestReport report = reader.apply(text);
            if (report != null) {
                return report;
            }
        }
        return null;
    }

    static @Nullable TestReport surefire(String text) {
        Pattern line =
                Pattern.compile("(?m)^[ \\t]*(?:\\[\\w+\\][ \\t]*)?Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+)"
                        + "(?:, Skipped: (\\d+))?(?:, Flakes: \\d+)?(, Time elapsed:.*)?[ \\t]*$");
        Tally tally = new Tally();
        List<int[]> classes = new ArrayList<>();
        boolean any = false;
        Matcher match = line.matcher(text);
        while (match.find()) {
            any = true;
            int[] counts = {Location.number(match.group(1)), Location.number(match.group(2)),
                    Location.number(match.group(3)), Location.number(match.group(4))};
            if (match.group(5) != null) {
                classes.add(counts);
            } else {
                // The results of a module, which its classes before add up to.
                tally.totals(counts[0], counts[1], counts[2], counts[3]);
                classes.clear();
            }
        }
        if (!any) {
            return null;
        }
        // A module that dies before its results has class lines only.
        classes.forEach(counts -> tally.totals(counts[0], counts[1], counts[2], counts[3]));
        Matcher failure =
                Pattern.compile("(?m)^\\[ERROR\\]\\s{3,}([\\w$]+)[.>]([\\w$.>\\[\\]{}() ]+?):(\\d+)\\S*\\s+(.+)$")
                        .matcher(text);
        while (failure.find()) {
            tally.failure(new TestReport.Failure(failure.group(1), failure.group(2), failure.group(1) + ".java",
                    Location.number(failure.group(3)), failure.group(4)));
        }
        return tally.report("surefire");
    }

    static @Nullable TestReport cargo(String text) {
        Pattern line = Pattern.compile("(?m)^test (.+?) \\.\\.\\. (ok|FAILED|ignored)\\b.*$"
                + "|^test result: \\w+\\. (\\d+) passed; (\\d+) failed; (\\d+) ignored;");
        Tally tally = new Tally();
        List<Outcome> binary = new ArrayList<>();
        boolean any = false;
        Matcher match = line.matcher(text);
        while (match.find()) {
            any = true;
            if (match.group(1) == null) {
                // The result of one binary, which the tests before add up to.
                int passed = Location.number(match.group(3));
                int failed = Location.number(match.group(4));
                int ignored = Location.number(match.group(5));
                tally.totals(passed + failed + ignored, failed, 0, ignored);
                binary.clear();
                continue;
            }
            Outcome outcome = match.group(2).equals("ok") ? Outcome.PASSED
                    : match.group(2).equals("FAILED") ? Outcome.FAILED : Outcome.SKIPPED;
            binary.add(outcome);
            if (outcome.bad()) {
                String section = between(text, "---- " + match.group(1) + " stdout ----",
                        "\n---- |\n\nfailures:\n|\ntest result:");
                Location where = Location.in(section, "");
                int colons = match.group(1).lastIndexOf("::");
                tally.failure(new TestReport.Failure(colons < 0 ? "" : match.group(1).substring(0, colons),
                        match.group(1).substring(colons < 0 ? 0 : colons + 2), where.file(), where.line(), section));
            }
        }
        // A binary that crashed has no result.
        binary.forEach(tally::count);
        if (!binary.isEmpty()) {
            tally.problem("The last tests have no result line, so the run ended half-way.");
        }
        return any ? tally.report("cargo") : null;
    }

    static @Nullable TestReport jest(String text) {
        Matcher total = Pattern.compile(
                "(?m)^[ \\t]*Tests:?[ \\t]+((?:\\d+ \\w+(?:, | \\| )?){1,9}?)(?:, (\\d+) total|[ \\t]+\\((\\d+)\\))[ \\t]*$")
                .matcher(text);
        if (!total.find()) {
            return null;
        }
        boolean vitest = total.group(3) != null;
        Tally tally = new Tally();
        int failed = count(total.group(1), "failed");
        int skipped = count(total.group(1), "skipped|todo|pending");
        tally.totals(Location.number(vitest ? total.group(3) : total.group(2)), failed, 0, skipped);
        Matcher failure = Pattern
                .compile(vitest ? "(?m)^[ \\t]*FAIL\\s+(\\S+) > (.+)$" : "(?m)^[ \\t]*● ((?!Console)(?:.+ › )?.+)$")
                .matcher(text);
        Matcher suite = Pattern.compile("(?m)^[ \\t]*FAIL\\s+(\\S+)").matcher(text);
        String file = suite.find() ? suite.group(1) : "";
        while (failure.find()) {
            String title = vitest ? failure.group(2) : failure.group(1);
            String body = until(text, failure.end(), "\\n\\s*● |\\n\\s*FAIL |\\n\\s*PASS |\\nTest Suites:|\\n⎯⎯");
            Location where = Location.in(body, "");
            tally.failure(
                    new TestReport.Failure(vitest ? failure.group(1) : file, title, where.file(), where.line(), body));
        }
        return tally.report(vitest ? "vitest" : "jest");
    }

    static @Nullable TestReport mocha(String text) {
        Matcher passing = Pattern.compile("(?m)^ +(\\d+) passing\\b.*$").matcher(text);
        if (!passing.find()) {
            return null;
        }
        int passed = Location.number(passing.group(1));
        int failed = first(text, "(?m)^ +(\\d+) failing\\b");
        int pending = first(text, "(?m)^ +(\\d+) pending\\b");
        Tally tally = new Tally();
        tally.totals(passed + failed + pending, failed, 0, pending);
        numbered(text.substring(passing.end()), tally);
        return tally.report("mocha");
    }

    static @Nullable TestReport bun(String text) {
        Matcher pass = Pattern.compile("(?m)^ +(\\d+) pass$").matcher(text);
        Matcher fail = Pattern.compile("(?m)^ +(\\d+) fail$").matcher(text);
        if (!pass.find() || !fail.find()) {
            return null;
        }
        int failed = Location.number(fail.group(1));
        int skipped = first(text, "(?m)^ +(\\d+) skip$") + first(text, "(?m)^ +(\\d+) todo$");
        Tally tally = new Tally();
        tally.totals(Location.number(pass.group(1)) + failed + skipped, failed, 0, skipped);
        Matcher failure = Pattern.compile("(?m)^\\(fail\\) (.+?)(?: \\[.*\\])?$").matcher(text);
        int from = 0;
        while (failure.find()) {
            String before = text.substring(from, failure.start());
            Location where = Location.in(before, "");
            tally.failure(new TestReport.Failure("", failure.group(1), where.file(), where.line(), before.strip()));
            from = failure.end();
        }
        return tally.report("bun");
    }

    static @Nullable TestReport rspec(String text) {
        Matcher total = Pattern.compile("(?m)^(\\d+) examples?, (\\d+) failures?(?:, (\\d+) pending)?"
                + "(?:, (\\d+) errors? occurred outside of examples)?$").matcher(text);
        if (!total.find()) {
            return null;
        }
        Tally tally = new Tally();
        tally.totals(Location.number(total.group(1)), Location.number(total.group(2)), 0,
                Location.number(total.group(3)));
        tally.errorsOutsideCases(Location.number(total.group(4)));
        numbered(text, tally);
        return tally.report("rspec");
    }

    static @Nullable TestReport phpunit(String text) {
        Matcher ok = Pattern.compile("(?m)^OK \\((\\d+) tests?, \\d+ assertions?\\)$").matcher(text);
        Matcher total = Pattern.compile("(?m)^Tests: (\\d+), Assertions: \\d+(.*?)\\.$").matcher(text);
        Tally tally = new Tally();
        if (total.find()) {
            String parts = total.group(2);
            tally.totals(Location.number(total.group(1)), first(parts, "Failures: (\\d+)"),
                    first(parts, "Errors: (\\d+)"),
                    first(parts, "Skipped: (\\d+)") + first(parts, "Incomplete: (\\d+)"));
        } else if (ok.find()) {
            tally.totals(Location.number(ok.group(1)), 0, 0, 0);
        } else if (!Pattern.compile("(?m)^No tests executed!$").matcher(text).find()) {
            return null;
        }
        numbered(text, tally);
        return tally.report("phpunit");
    }

    static @Nullable TestReport dotnet(String text) {
        Matcher total =
                Pattern.compile("(?m)^[ \\t]*(?:Passed|Failed|Skipped)!\\s+- Failed:\\s+(\\d+), Passed:\\s+(\\d+), "
                        + "Skipped:\\s+(\\d+), Total:\\s+(\\d+)").matcher(text);
        Tally tally = new Tally();
        boolean any = false;
        while (total.find()) {
            any = true;
            tally.totals(Location.number(total.group(4)), Location.number(total.group(1)), 0,
                    Location.number(total.group(3)));
        }
        Matcher failure = Pattern.compile("(?m)^\\s+Failed (\\S.*?) \\[.*\\]$").matcher(text);
        while (any && failure.find()) {
            String body = until(text, failure.end(), "\\n\\s+(?:Failed|Passed|Skipped) \\S.*\\[|\\n\\S");
            Location where = Location.in(body, "");
            tally.failure(new TestReport.Failure("", failure.group(1), where.file(), where.line(), body));
        }
        return any ? tally.report("dotnet") : null;
    }

    static @Nullable TestReport ctest(String text) {
        Matcher test = Pattern
                .compile("(?m)^[ \\t]*\\d+/\\d+ Test\\s+#\\d+: (.+?) \\.*\\s*(Passed|\\*{3}.+?)\\s+[\\d.]+ sec.*$")
                .matcher(text);
        Tally tally = new Tally();
        boolean any = false;
        while (test.find()) {
            any = true;
            String state = test.group(2);
            Outcome outcome = state.equals("Passed") ? Outcome.PASSED
                    : state.startsWith("***Skipped") || state.startsWith("***Not Run") ? Outcome.SKIPPED
                            : Outcome.FAILED;
            String body = outcome.bad() ? state.replace("*", "") + "\n"
                    + until(text, test.end(), "\\n\\s*Start +\\d+:|\\n\\s*\\d+/\\d+ Test|\\n\\d+% tests passed") : "";
            tally.add(outcome, "", test.group(1), Location.in(body, ""), body);
            if (state.startsWith("***Not Run") && !state.contains("Disabled")) {
                tally.problem("CTest could not run " + test.group(1) + ".");
            }
        }
        if (any && !Pattern.compile("(?m)^\\d+% tests passed").matcher(text).find()) {
            tally.problem("CTest's closing line is missing, so the run ended half-way.");
        }
        return any ? tally.report("ctest") : null;
    }

    static @Nullable TestReport gradle(String text) {
        Matcher total =
                Pattern.compile("(?m)^(\\d+) tests? completed, (\\d+) failed(?:, (\\d+) skipped)?$").matcher(text);
        Tally tally = new Tally();
        boolean any = false;
        while (total.find()) {
            any = true;
            tally.totals(Location.number(total.group(1)), Location.number(total.group(2)), 0,
                    Location.number(total.group(3)));
        }
        Matcher failure = Pattern.compile("(?m)^(\\S+) > (.+) FAILED$").matcher(text);
        while (any && failure.find()) {
            String body = until(text, failure.end(), "\\n\\n|\\n\\S");
            Matcher at = Pattern.compile("at (\\w+\\.\\w+):(\\d+)").matcher(body);
            Location where = at.find() ? new Location(at.group(1), Location.number(at.group(2)))
                    : Location.in(body, failure.group(1));
            tally.failure(new TestReport.Failure(failure.group(1), failure.group(2), where.file(), where.line(), body));
        }
        return any ? tally.report("gradle") : null;
    }

    static @Nullable TestReport go(String text) {
        Matcher line = Pattern.compile("(?m)^ *--- (PASS|FAIL|SKIP): (\\S+) \\([\\d.]+s\\)$").matcher(text);
        boolean ended = Pattern.compile("(?m)^(ok  \\t|FAIL(\\t|$)|PASS$|\\?   \\t)").matcher(text).find();
        Tally tally = new Tally();
        while (line.find()) {
            Outcome outcome = switch (line.group(1)) {
                case "PASS" -> Outcome.PASSED;
                case "SKIP" -> Outcome.SKIPPED;
                default -> Outcome.FAILED;
            };
            String body = until(text, line.end(), "\\n *--- |\\n=== |\\n(?:FAIL|PASS|ok|exit)\\b");
            tally.add(outcome, "", line.group(2), Location.in(body, ""), body);
        }
        Matcher broken = Pattern.compile("(?m)^FAIL\\t(\\S+) \\[(build|setup) failed\\]$").matcher(text);
        while (broken.find()) {
            tally.problem(broken.group(1) + ": " + broken.group(2) + " failed");
        }
        return ended && (tally.tests() > 0 || text.contains("\n--- ") || text.contains("[build failed]"))
                ? tally.report("go") : null;
    }

    /** Failures as {@code  1) title}, followed by what happened: Mocha, RSpec, PHPUnit. */
    private static void numbered(String text, Tally tally) {
        Matcher failure = Pattern.compile("(?m)^ *(\\d+)\\) (.+)$").matcher(text);
        while (failure.find()) {
            String body = until(text, failure.end(),
                    "\\n *\\d+\\) |\\nFinished in|\\nFAILURES!|\\nERRORS!|\\nFailed examples:|\\n--\\n");
            Location where = Location.in(body, "");
            if (where.file() == null && body.isBlank()) {
                continue;
            }
            String[] title = body.split("\\n\\s*\\n", 2);
            tally.failure(new TestReport.Failure("", failure.group(2).strip(), where.file(), where.line(),
                    title.length > 1 && title[0].strip().endsWith(":") ? title[1].strip() : body));
        }
    }

    private static int count(String parts, String words) {
        int sum = 0;
        Matcher match = Pattern.compile("(\\d+) (?:" + words + ")\\b").matcher(parts);
        while (match.find()) {
            sum += Location.number(match.group(1));
        }
        return sum;
    }

    private static int first(String text, String regex) {
        Matcher match = Pattern.compile(regex).matcher(text);
        return match.find() ? Location.number(match.group(1)) : 0;
    }

    private static String between(String text, String head, String endRegex) {
        int start = text.indexOf(head);
        return start < 0 ? "" : until(text, start + head.length(), endRegex);
    }

    static String until(String text, int from, String endRegex) {
        Matcher end = Pattern.compile(endRegex).matcher(text);
        return text.substring(from, end.find(from) ? end.start() : text.length()).strip();
    }
}
