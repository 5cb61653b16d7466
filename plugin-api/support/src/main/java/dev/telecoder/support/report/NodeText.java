package dev.telecoder.support.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Node's own test runner prints for people (its {@code spec} reporter). */
final class NodeText {

    private NodeText() {}

    static @Nullable TestReport spec(String text) {
        if (!Pattern.compile("(?m)^ℹ tests \\d+$").matcher(text).find()) {
            return null;
        }
        Tally tally = new Tally();
        int failed = number(text, "fail") + number(text, "cancelled");
        int skipped = number(text, "skipped") + number(text, "todo");
        tally.totals(number(text, "tests"), failed, 0, skipped);
        int start = text.indexOf("✖ failing tests:");
        if (start >= 0) {
            failures(text.substring(start + "✖ failing tests:".length()), tally);
        }
        return tally.report("node");
    }

    private static void failures(String text, Tally tally) {
        Matcher failure = Pattern.compile("(?m)^test at (.+?):(\\d+):\\d+\\n✖ (.+?)(?: \\([\\d.]+ms\\))?( # TODO.*)?$")
                .matcher(text);
        while (failure.find()) {
            if (failure.group(4) != null) {
                continue;
            }
            String body = ConsoleText.until(text, failure.end(), "\\n\\s*test at .+:\\d+:\\d+\\n");
            Location traced = Location.in(body, "");
            String file = failure.group(1);
            // The trace names the assertion, the headline only where the test begins.
            Location where = traced.file() != null && (traced.file().equals(file) || traced.file().endsWith("/" + file))
                    ? traced : new Location(file, Location.number(failure.group(2)));
            tally.failure(new TestReport.Failure(file, failure.group(3), where.file(), where.line(), body));
        }
    }

    private static int number(String text, String word) {
        Matcher match = Pattern.compile("(?m)^ℹ " + word + " (\\d+)$").matcher(text);
        int sum = 0;
        while (match.find()) {
            sum += Location.number(match.group(1));
        }
        return sum;
    }
}
