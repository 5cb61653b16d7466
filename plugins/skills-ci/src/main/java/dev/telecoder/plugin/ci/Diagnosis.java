package dev.telecoder.plugin.ci;

import dev.telecoder.api.json.JsonValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From a log to the cause, without a model.
 *
 * @param job the job that failed; empty if the log does not say
 * @param step the step that failed; empty if the log does not say
 * @param kinds what the telling lines are about, the most frequent first
 * @param ranges first and last line of what is shown, numbered as in the log, from 1
 * @param failingTests the tests that failed
 * @param suspects places in the repository that the telling lines name, as {@code file:line}
 * @param lines how many lines the log has
 * @param ends whether the log says that a job gave up
 * @param output what the model reads, with the telling lines as they are in the log
 */
record Diagnosis(String job, String step, List<String> kinds, List<int[]> ranges, List<String> failingTests,
        List<String> suspects, int lines, boolean ends, String output) {

    private static final List<String> UNTOLD = List.of("generic", "end", "noise", "diff");

    /** How many lines from the end a tool's last word may stand. */
    private static final int LAST = 60;
    /** What build tools say last when they fail, where no service wrote around it. */
    private static final Pattern GAVE_UP = Pattern.compile("\\bBUILD (?:FAILURE|FAILED)\\b|^FAIL(?:\\s|$)"
            + "|^npm (?:ERR!|error)(?:\\s|$)|^make(?:\\[\\d+])?: \\*\\*\\* |^error: could not compile|^ELIFECYCLE\\b"
            + "|^=+ .*\\b[1-9]\\d* (?:failed|errors?)\\b.* =+$|^(?:\\w*Error|SyntaxError|Traceback)\\b|^Build FAILED\\b");

    static Diagnosis of(List<LogLine> lines, Path workspace, int maxChars) {
        if (lines.isEmpty()) {
            return new Diagnosis("", "", List.of(), List.of(), List.of(), List.of(), 0, false,
                    cut("The log is empty.", maxChars));
        }
        Steps steps = Steps.of(lines);
        Salience.Found found = Salience.of(lines, steps);
        Step failed = found.failed();
        String job = failed == null ? "" : failed.job();
        String step = failed == null ? "" : failed.name();
        List<String> tests = FailingTests.in(lines);
        List<String> suspects = Suspects.in(lines, found.scores(), workspace);
        List<String> kinds = kinds(found);
        boolean ends = found.ends() || !tests.isEmpty() || lines.stream().skip(Math.max(0, lines.size() - LAST))
                .anyMatch(line -> GAVE_UP.matcher(line.body()).find());
        int total = lines.getLast().number();
        String head = head(job, step, kinds, tests, total, ends, maxChars);
        Excerpt excerpt = Excerpt.of(lines, found.scores(), maxChars - head.length() - 1);
        String output = cut(excerpt.text().isEmpty() ? head : head + "\n" + excerpt.text(), maxChars);
        return new Diagnosis(job, step, kinds, excerpt.ranges(), tests, suspects, total, ends, output);
    }

    private static List<String> kinds(Salience.Found found) {
        Map<String, Double> kinds = new LinkedHashMap<>();
        for (int i = 0; i < found.scores().length; i++) {
            @Nullable String kind = found.kinds()[i];
            if (kind != null && found.scores()[i] > 50 && !UNTOLD.contains(kind)) {
                kinds.merge(kind, found.scores()[i], Double::sum);
            }
        }
        return kinds.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey).limit(3).toList();
    }

    private static String head(String job, String step, List<String> kinds, List<String> tests, int total, boolean ends,
            int maxChars) {
        StringBuilder head = new StringBuilder();
        head.append(job.isEmpty() ? "" : "Job: " + job + ". ").append(step.isEmpty() ? "" : "Step: " + step + ". ");
        head.append(ends ? "" : "The log does not say that it failed. ").append(total).append(" lines");
        head.append(kinds.isEmpty() ? "." : "; it looks like: " + String.join(", ", kinds) + ".");
        if (!tests.isEmpty()) {
            head.append("\nFailing tests (").append(tests.size()).append("): ")
                    .append(tests.stream().limit(8).collect(Collectors.joining(", ")))
                    .append(tests.size() > 8 ? " …" : "");
        }
        int most = Math.max(40, maxChars / 12);
        int line = head.indexOf("\n");
        return head.length() > most && line > 0 && maxChars < 2_000 ? cut(head.substring(0, line), most)
                : cut(head.toString(), most);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, Math.max(0, most));
    }

    JsonValue data(String source) {
        return JsonValue.object().put("job", job).put("step", step)
                .put("ranges", ranges.stream().map(range -> JsonValue.array(List.of(range[0], range[1]))).toList())
                .put("failing_tests", failingTests).put("suspects", suspects).put("kinds", kinds).put("lines", lines)
                .put("failed", ends).put("source", source).build();
    }
}
