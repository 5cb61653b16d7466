package dev.telecoder.support.report;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What pytest and unittest print. */
final class PythonText {

    private static final Pattern PYTEST_SUMMARY = Pattern.compile(
            "(?m)^=* *((?:\\d+ (?:failed|passed|skipped|errors?|xfailed|xpassed|deselected|warnings?|rerun|subtests \\w+)"
                    + "(?:, )?){1,12}|no tests ran) in [\\d.:]+ ?s.*$");
    private static final Pattern COUNT = Pattern.compile("(\\d+) ([a-z]+)");
    private static final Pattern PYTEST_SHORT =
            Pattern.compile("(?m)^(FAILED|ERROR) (\\S+?\\.py(?:::\\S.*?)?)(?: - (.*))?$");
    private static final Pattern PYTEST_SECTION =
            Pattern.compile("(?m)^_{3,} (?:ERROR (?:at \\w+ of|collecting) )?(.+?) _{3,}$");
    private static final Pattern RAN = Pattern.compile("(?m)^Ran (\\d+) tests? in [\\d.]+s$");
    private static final Pattern VERDICT = Pattern.compile("(?m)^(OK|FAILED|NO TESTS RAN)(?: \\((.*)\\))?$");
    private static final Pattern HEADER = Pattern.compile("(?m)^={60,}\\n(FAIL|ERROR|UNEXPECTED SUCCESS): (.+)$");

    private PythonText() {}

    static @Nullable TestReport pytest(String text) {
        Matcher summary = PYTEST_SUMMARY.matcher(text);
        Map<String, Integer> counts = new HashMap<>();
        boolean any = false;
        while (summary.find()) {
            any = true;
            counts.clear();
            Matcher count = COUNT.matcher(summary.group(1));
            while (count.find()) {
                counts.merge(count.group(2).replaceAll("^errors$", "error"), Location.number(count.group(1)),
                        Integer::sum);
            }
        }
        if (!any) {
            return null;
        }
        Tally tally = new Tally();
        int failed = counts.getOrDefault("failed", 0);
        int errors = counts.getOrDefault("error", 0);
        int skipped = counts.getOrDefault("skipped", 0) + counts.getOrDefault("xfailed", 0);
        int passed = counts.getOrDefault("passed", 0) + counts.getOrDefault("xpassed", 0);
        tally.totals(failed + errors + skipped + passed, failed, errors, skipped);
        Map<String, String> sections = sections(text);
        Matcher line = PYTEST_SHORT.matcher(text);
        while (line.find()) {
            String[] id = line.group(2).split("::", 2);
            String name = id.length > 1 ? id[1] : id[0];
            String words = line.group(3) == null ? "" : line.group(3);
            String section = sections.getOrDefault(name.replace("::", "."), "");
            Location where = Location.in(section, "");
            String message = section.isEmpty() ? words : words.isEmpty() || section.contains(words) ? section
                    : words + "\n" + section;
            tally.failure(new TestReport.Failure(id[0], name, where.file() == null ? id[0] : where.file(), where.line(),
                    message));
        }
        if (!line.reset().find()) {
            sections.forEach((name, body) -> {
                Location where = Location.in(body, "");
                tally.failure(new TestReport.Failure("", name, where.file(), where.line(), body));
            });
        }
        return tally.report("pytest");
    }

    private static Map<String, String> sections(String text) {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher head = PYTEST_SECTION.matcher(text);
        Pattern end = Pattern.compile("(?m)^(_{3,} .+ _{3,}|={3,}.*={3,})$");
        while (head.find()) {
            Matcher next = end.matcher(text);
            int stop = next.find(head.end()) ? next.start() : text.length();
            sections.merge(head.group(1), text.substring(head.end(), stop).strip(), (one, other) -> one + "\n" + other);
        }
        return sections;
    }

    static @Nullable TestReport unittest(String text) {
        Matcher ran = RAN.matcher(text);
        int tests = 0;
        boolean any = false;
        Tally tally = new Tally();
        Map<String, Integer> verdict = new HashMap<>();
        boolean more = true;
        while (ran.find()) {
            any = true;
            tests += Location.number(ran.group(1));
            Matcher last = VERDICT.matcher(text);
            more = more && last.find(ran.end());
            if (more && last.group(2) != null) {
                for (String part : last.group(2).split(", ")) {
                    String[] pair = part.split("=");
                    if (pair.length == 2) {
                        verdict.merge(pair[0], Location.number(pair[1]), Integer::sum);
                    }
                }
            }
        }
        if (!any) {
            return null;
        }
        Map<String, Outcome> bad = new LinkedHashMap<>();
        int headers = 0;
        int outsideTests = 0;
        Matcher header = HEADER.matcher(text);
        while (header.find()) {
            headers++;
            // Subtests of one test repeat its name, with their parameters behind it; the case is the test.
            Matcher parts = Pattern.compile("^(\\S+)(?: \\(([^)]*)\\))?(.*)$").matcher(header.group(2));
            String name = parts.matches() ? parts.group(1) : header.group(2);
            String suite = parts.matches() && parts.group(2) != null ? parts.group(2) : "";
            Outcome outcome = header.group(1).equals("ERROR") ? Outcome.ERROR : Outcome.FAILED;
            String key = name + " " + suite + (parts.matches() && parts.group(3).isBlank() ? " #" + headers : "");
            if (bad.merge(key, outcome, Outcome::worst) == outcome && name.matches("(setUp|tearDown)(Class|Module)")) {
                outsideTests++;
            }
            String body = body(text, header.end());
            Location where = Location.in(body, "");
            // Since 3.11 the class in brackets ends with the name of the test.
            String owner = suite.endsWith("." + name) ? suite.substring(0, suite.length() - name.length() - 1) : suite;
            tally.failure(new TestReport.Failure(owner, name, where.file(), where.line(), body));
        }
        int failed = (int) bad.values().stream().filter(outcome -> outcome == Outcome.FAILED).count();
        int errors = (int) bad.values().stream().filter(outcome -> outcome == Outcome.ERROR).count();
        if (headers == 0) {
            failed = verdict.getOrDefault("failures", 0);
            errors = verdict.getOrDefault("errors", 0);
        }
        if (!Pattern.compile("(?m)^UNEXPECTED SUCCESS: ").matcher(text).find()) {
            failed += verdict.getOrDefault("unexpected successes", 0);
        }
        int skipped = verdict.getOrDefault("skipped", 0) + verdict.getOrDefault("expected failures", 0);
        tally.totals(Math.max(tests + outsideTests, failed + errors + skipped), failed, errors, skipped);
        return tally.report("unittest");
    }

    private static String body(String text, int from) {
        Matcher end = Pattern.compile("(?m)^(={60,}|-{60,}\\nRan \\d+ tests?.*)$").matcher(text);
        String body = text.substring(from, end.find(from) ? end.start() : text.length()).strip();
        return body.replaceFirst("(?s)^.*?-{60,}\\n", "").strip();
    }
}
