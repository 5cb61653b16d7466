package dev.telecoder.support.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A place in a source file, taken from the stack trace or the words of a failed test.
 *
 * @param file as the text says it; {@code null} if unknown
 * @param line counted from 1; 0 if unknown
 */
record Location(@Nullable String file, int line) {

    private static final int MAX_TEXT = 20_000;
    private static final int MAX_LINE = 1_000;

    static final Location UNKNOWN = new Location(null, 0);

    private static final Pattern JAVA_FRAME = Pattern.compile(
            "^[ \\t]*at (?:[\\w.$-]+(?:@[\\w.$-]+)?/{1,2})?([\\w.$]+)\\.[\\w$<>]+\\(([\\w$-]+\\.(?:java|kt|groovy|scala)):(\\d+)\\)",
            Pattern.MULTILINE);
    private static final Pattern PYTHON_FRAME = Pattern.compile("File \"([^\"<>]+)\", line (\\d+)");
    private static final Pattern PYTEST_LINE = Pattern.compile("^([^\\s:]+\\.py):(\\d+): ", Pattern.MULTILINE);
    /** The other ways to name a place, the telling ones first. */
    private static final List<Pattern> OTHERS = List.of(
            Pattern.compile("panicked at (?:'.*', )?([^\\s:,]+\\.rs):(\\d+)"),
            Pattern.compile(" in (\\S[^\\n:]*?(?::\\\\[^\\n:]*)?\\.(?:cs|fs|vb)):line (\\d+)"),
            Pattern.compile("^[ \\t]*at .*?\\(?(?:file://)?((?:[A-Za-z]:)?[^\\s():]+\\.[cm]?[jt]sx?):(\\d+)",
                    Pattern.MULTILINE),
            Pattern.compile("(?:^|[ (])(?:file://)?((?:/|\\./)[^\\s():]+\\.[cm]?[jt]sx?):(\\d+):\\d+",
                    Pattern.MULTILINE),
            Pattern.compile("^[ \\t]*(?:# )?(\\S+\\.rb):(\\d+):in ", Pattern.MULTILINE),
            Pattern.compile("^[ \\t]*(\\S+\\.php):(\\d+)\\s*$", Pattern.MULTILINE),
            Pattern.compile("^[ \\t]*(\\S+\\.go):(\\d+): ", Pattern.MULTILINE),
            Pattern.compile("\\bat (\\S+?) line (\\d+)"),
            Pattern.compile("((?:[A-Za-z]:)?[\\w./\\\\-]+\\.[A-Za-z]{1,5}):(\\d+)"));
    private static final Pattern FOREIGN = Pattern.compile(
            "node_modules/|node:internal|internal/|site-packages/|dist-packages/|/unittest/|/_pytest/|/gems/|/vendor/"
                    + "|/rustc/|lib/python\\d|/usr/lib/|/usr/local/go/");

    /**
     * Finds the place a failure is about.
     *
     * @param text a stack trace or message
     * @param className the class of the test, whose own frames come first; empty if there is none
     */
    static Location in(String words, String className) {
        String text = bounded(words);
        Location java = javaFrame(text, className);
        if (java != null) {
            return java;
        }
        Location python = last(PYTHON_FRAME, text);
        Location pytest = last(PYTEST_LINE, text);
        if (pytest != null || python != null) {
            return pytest != null ? pytest : python;
        }
        for (Pattern pattern : OTHERS) {
            Location found = first(pattern, text);
            if (found != null) {
                return found;
            }
        }
        return UNKNOWN;
    }

    /** {@return the text without the rest of endless lines, and without its middle; no frame of ours stands there} */
    private static String bounded(String text) {
        String some = text.length() <= 2 * MAX_TEXT ? text
                : text.substring(0, MAX_TEXT) + "\n" + text.substring(text.length() - MAX_TEXT);
        return some.lines().filter(line -> !line.isBlank())
                .map(line -> line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE))
                .collect(Collectors.joining("\n"));
    }

    private static @Nullable Location javaFrame(String text, String className) {
        Location first = null;
        Matcher frame = JAVA_FRAME.matcher(text);
        while (frame.find()) {
            String owner = frame.group(1);
            String outer = owner.contains("$") ? owner.substring(0, owner.indexOf('$')) : owner;
            int dot = outer.lastIndexOf('.');
            String folder = dot < 0 ? "" : outer.substring(0, dot).replace('.', '/') + "/";
            Location here = new Location(folder + frame.group(2), number(frame.group(3)));
            if (!className.isEmpty() && (outer.equals(className) || className.startsWith(outer + "$")
                    || outer.endsWith("." + className))) {
                return here;
            }
            if (first == null
                    && !outer.matches("(java|jdk|sun|junit|org\\.(junit|assertj|hamcrest|opentest4j|testng|mockito"
                            + "|gradle|apache\\.maven)|kotlin|com\\.google\\.common\\.truth)\\..*")) {
                first = here;
            }
        }
        return first;
    }

    private static @Nullable Location first(Pattern pattern, String text) {
        Location foreign = null;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Location here = new Location(plain(matcher.group(1)), number(matcher.group(2)));
            if (!FOREIGN.matcher(matcher.group(1)).find()) {
                return here;
            }
            foreign = foreign == null ? here : foreign;
        }
        return foreign;
    }

    private static @Nullable Location last(Pattern pattern, String text) {
        Location own = null;
        Location foreign = null;
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            Location here = new Location(plain(matcher.group(1)), number(matcher.group(2)));
            if (FOREIGN.matcher(matcher.group(1)).find()) {
                foreign = here;
            } else {
                own = here;
            }
        }
        return own != null ? own : foreign;
    }

    /** {@return a path such as {@code file:///a/b.js} without its scheme} */
    static String plain(String path) {
        return path.startsWith("file://") ? path.substring("file://".length()) : path;
    }

    static int number(@Nullable String digits) {
        if (digits == null) {
            return 0;
        }
        try {
            return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Double.parseDouble(digits.strip().replace(",", ""))));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
