package dev.telecoder.plugin.code;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sees the syntax errors that edits make: brackets that do not fit, and in Python blocks that do not. It does not see all;
 * what it says of a file that was right before the edit is so. Pure.
 */
final class Syntax {

    private static final Pattern OPENS = Pattern.compile(
            "(?:async[ \\t]+)?(?:def|class|if|elif|for|while|with|except|else|try|finally)\\b.*", Pattern.DOTALL);

    private final Source source;
    /** For each line whether it begins inside a string. */
    private final boolean[] inside;

    private Syntax(Source source) {
        this.source = source;
        this.inside = new boolean[source.lines() + 1];
    }

    /**
     * Something that is no program.
     *
     * @param line from 1
     * @param message what is wrong
     */
    record Problem(int line, String message) {}

    /** {@return the first thing wrong with a file, if it is in a language that is known} */
    static Optional<Problem> problem(String path, String text) {
        // Ruby has too many ways to write a text for brackets to be counted.
        return Language.of(path).filter(language -> language != Language.RUBY).flatMap(language -> {
            var syntax = new Syntax(Source.of(language, text));
            Optional<Problem> brackets = syntax.brackets();
            return brackets.isEmpty() && language == Language.PYTHON ? syntax.blocks() : brackets;
        });
    }

    private Optional<Problem> brackets() {
        Deque<Integer> open = new ArrayDeque<>();
        String code = source.code();
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                open.push(i);
            } else if (c == ')' || c == ']' || c == '}') {
                char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
                if (open.isEmpty()) {
                    return problem(i, "'" + c + "' closes nothing");
                }
                int from = open.pop();
                if (code.charAt(from) != wanted) {
                    return problem(i, "'" + c + "' does not close the '" + code.charAt(from) + "' of line "
                            + (source.line(from) + 1));
                }
            }
        }
        return open.isEmpty() ? Optional.empty()
                : problem(open.peek(), "'" + code.charAt(open.peek()) + "' is never closed");
    }

    private Optional<Problem> problem(int at, String message) {
        return Optional.of(new Problem(source.line(at) + 1, message));
    }

    /** Python: a block begins with a colon, is deeper, and ends where an outer one was. */
    private Optional<Problem> blocks() {
        strings();
        Deque<Integer> levels = new ArrayDeque<>(List.of(0));
        boolean expected = false;
        for (int line = 0; line < source.lines(); line++) {
            String text = source.textLine(line);
            String code = source.codeLine(line);
            boolean words = !code.isBlank() || expected && !text.isBlank() && !text.stripLeading().startsWith("#");
            if (!words) {
                continue;
            }
            int width = width(text);
            if (expected) {
                if (width <= levels.element()) {
                    return Optional.of(new Problem(line + 1, "an indented block is expected"));
                }
                levels.push(width);
            } else if (width > levels.element()) {
                return Optional.of(new Problem(line + 1, "this line is indented without a reason"));
            }
            while (width < levels.element()) {
                levels.pop();
            }
            if (width != levels.element()) {
                return Optional.of(new Problem(line + 1, "this indentation fits no block"));
            }
            int last = lastOfStatement(line);
            String statement = source.code().substring(source.starts()[line],
                    last + 1 < source.lines() ? source.starts()[last + 1] : source.code().length()).strip();
            expected = statement.endsWith(":");
            if (!expected && OPENS.matcher(statement).matches() && !hasColon(statement)) {
                return Optional.of(new Problem(line + 1, "':' is expected"));
            }
            line = last;
        }
        return expected ? Optional.of(new Problem(source.lines(), "an indented block is expected")) : Optional.empty();
    }

    /** Brackets, backslashes and strings over several lines hold a statement together. */
    private int lastOfStatement(int first) {
        int depth = 0;
        for (int line = first; line < source.lines(); line++) {
            String code = source.codeLine(line);
            for (int i = 0; i < code.length(); i++) {
                char c = code.charAt(i);
                depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
            }
            boolean goesOn = depth > 0 || code.stripTrailing().endsWith("\\") || inside[line + 1];
            if (!goesOn) {
                return line;
            }
        }
        return source.lines() - 1;
    }

    /** Marks the lines that begin inside a string: what stands there is no statement of its own. */
    private void strings() {
        String text = source.text();
        int line = 0;
        String end = "";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                // A plain string goes over a line end only after a backslash.
                end = end.length() == 1 && (i == 0 || text.charAt(i - 1) != '\\') ? "" : end;
                inside[line] = !end.isEmpty();
            } else if (!end.isEmpty()) {
                if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) != '\n') {
                    i++;
                } else if (text.startsWith(end, i)) {
                    i += end.length() - 1;
                    end = "";
                }
            } else if (c == '#') {
                int next = text.indexOf('\n', i);
                i = next < 0 ? text.length() : next - 1;
            } else if (c == '"' || c == '\'') {
                String three = String.valueOf(c).repeat(3);
                end = text.startsWith(three, i) ? three : String.valueOf(c);
                i += end.length() - 1;
            }
        }
    }

    private static boolean hasColon(String statement) {
        int depth = 0;
        for (int i = 0; i < statement.length(); i++) {
            char c = statement.charAt(i);
            depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
            if (c == ':' && depth == 0 && (i + 1 == statement.length() || statement.charAt(i + 1) != '=')) {
                return true;
            }
        }
        return false;
    }

    private static int width(String line) {
        int width = 0;
        for (int i = 0; i < line.length()
                && (line.charAt(i) == ' ' || line.charAt(i) == '\t' || line.charAt(i) == '\f'); i++) {
            width = line.charAt(i) == '\f' ? 0 : line.charAt(i) == '\t' ? (width / 8 + 1) * 8 : width + 1;
        }
        return width;
    }
}
