package dev.telecoder.plugin.ci;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what passing tests wrote. A test that expects a failure prints one, with its stack trace; the verdict that follows
 * tells that it meant nothing.
 */
final class Passing {

    private static final int LONGEST = 5_000;

    private static final Pattern SUREFIRE_BEGIN = Pattern.compile("^(?:\\[INFO\\] )?Running (\\S+)$");
    private static final Pattern SUREFIRE_END =
            Pattern.compile("^(?:\\[\\w+\\] )*Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+)");
    private static final Pattern GO_BEGIN = Pattern.compile("^=== (?:RUN|CONT)\\s+(\\S+)");
    private static final Pattern GO_END = Pattern.compile("^--- (PASS|FAIL|SKIP): (\\S+)");
    private static final Pattern JEST_CONSOLE = Pattern.compile("^\\s+console\\.(error|warn|log|info|debug)\\b.*$");
    private static final Pattern JEST_VERDICT = Pattern.compile("^\\s*(PASS|FAIL) \\S+");
    private static final Pattern VITEST_STDERR = Pattern.compile("^(stderr|stdout) \\| .+");
    private static final Pattern PYTEST = Pattern.compile("^\\S+::\\S+( .*)?$");
    private static final Pattern PYTEST_VERDICT =
            Pattern.compile("(?:^|.*\\s)(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\\b.*");
    private static final Pattern GTEST_BEGIN = Pattern.compile("^\\[ RUN      \\] (\\S+)");
    private static final Pattern GTEST_END = Pattern.compile("^\\[ +(OK|FAILED|SKIPPED) +\\] (\\S+)");
    private static final Pattern GRADLE_TEST =
            Pattern.compile("^(\\S.* > .*?)(?: STANDARD_(?:OUT|ERROR)| (PASSED|FAILED|SKIPPED))$");
    private static final Pattern WARNING = Pattern.compile("(?:^|\\s)(?:warning|WARNING|warn|WARN)(?:\\[\\S+])?: .*");

    private final List<LogLine> lines;
    private final BitSet harmless = new BitSet();

    private Passing(List<LogLine> lines) {
        this.lines = lines;
    }

    static BitSet in(List<LogLine> lines) {
        Passing passing = new Passing(lines);
        passing.spans();
        passing.consoles();
        passing.warnings();
        return passing.harmless;
    }

    private void spans() {
        int surefire = -1;
        int pytest = -1;
        String gradle = "";
        int gradleFrom = -1;
        Map<String, Integer> begun = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).body();
            if (text.isEmpty()) {
                continue;
            }
            Matcher found;
            if (text.contains("Running ") && SUREFIRE_BEGIN.matcher(text).find()) {
                surefire = i;
            } else if (text.contains("Tests run:") && (found = SUREFIRE_END.matcher(text)).find()) {
                if (surefire >= 0 && found.group(2).equals("0") && found.group(3).equals("0")) {
                    mark(surefire, i);
                }
                surefire = -1;
            } else if (text.startsWith("=== ") && (found = GO_BEGIN.matcher(text)).find()) {
                begun.putIfAbsent(found.group(1), i);
            } else if (text.startsWith("--- ") && (found = GO_END.matcher(text)).find()) {
                end(begun.remove(found.group(2)), i, !found.group(1).equals("FAIL"));
            } else if (text.startsWith("[ RUN ") && (found = GTEST_BEGIN.matcher(text)).find()) {
                begun.put(found.group(1), i);
            } else if (text.startsWith("[ ") && (found = GTEST_END.matcher(text)).find()) {
                end(begun.remove(found.group(2)), i, !found.group(1).equals("FAILED"));
            } else if (text.contains("::") && PYTEST.matcher(text).find() && text.contains(".py::")) {
                pytest = PYTEST_VERDICT.matcher(text).matches() ? -1 : i;
            } else if (pytest >= 0 && (found = PYTEST_VERDICT.matcher(text)).matches()) {
                end(pytest, i, !found.group(1).equals("FAILED") && !found.group(1).equals("ERROR"));
                pytest = -1;
            } else if (text.contains(" > ") && (found = GRADLE_TEST.matcher(text)).find()) {
                if (found.group(2) == null) {
                    gradle = found.group(1);
                    gradleFrom = i;
                } else {
                    end(gradle.equals(found.group(1)) ? gradleFrom : -1, i, !found.group(2).equals("FAILED"));
                    gradleFrom = -1;
                }
            }
        }
    }

    private void end(@org.jspecify.annotations.Nullable Integer from, int to, boolean passed) {
        if (from != null && from >= 0 && passed) {
            mark(from, to);
        }
    }

    private void mark(int from, int to) {
        if (to - from <= LONGEST) {
            harmless.set(from, to + 1);
        }
    }

    /** What JavaScript test runners show of the console belongs to no failure by itself. */
    private void consoles() {
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).body();
            boolean vitest = text.startsWith("std") && VITEST_STDERR.matcher(text).find();
            if (!vitest && !(text.contains("console.") && JEST_CONSOLE.matcher(text).find())) {
                continue;
            }
            int to = i + 1;
            int blanks = 0;
            while (to < lines.size() && to - i < 80 && blanks < 2 && !verdict(lines.get(to).body())) {
                String next = lines.get(to).body();
                if (!next.isBlank() && !Character.isWhitespace(next.charAt(0)) && (!vitest || blanks > 0)) {
                    break;
                }
                blanks = next.isBlank() ? blanks + 1 : 0;
                to++;
            }
            harmless.set(i, to);
        }
    }

    private static boolean verdict(String text) {
        return text.contains("●") || text.contains("✓") || text.contains("✕") || JEST_VERDICT.matcher(text).find();
    }

    /** What a compiler shows under a warning is part of the warning. */
    private void warnings() {
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).body();
            if (!text.contains("arn") && !text.contains("ARN") || !WARNING.matcher(text).find()
                    || text.contains("rror")) {
                continue;
            }
            harmless.set(i);
            for (int to = i + 1; to < lines.size() && to - i < 12; to++) {
                String next = lines.get(to).body();
                boolean frame = !next.isBlank() && (Character.isWhitespace(next.charAt(0)) || next.charAt(0) == '^'
                        || next.startsWith("-->")) && !next.contains("rror");
                if (!frame) {
                    break;
                }
                harmless.set(to);
            }
        }
    }
}
