package dev.telecoder.plugin.code;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blanks out strings, comments and preprocessor lines, so that what is left is code alone. For one text. */
final class Blanking {

    private static final Pattern HEREDOC =
            Pattern.compile("<<[~-]?([\"'`]?)([A-Z_][A-Za-z0-9_]*)\\1|<<<[ \\t]*([\"']?)(\\w+)\\3");
    private static final Pattern BEFORE_REGEX = Pattern.compile(
            "(?:^|[(,=:\\[!&|?{};~+\\-*%<>^\\n]|\\b(?:return|typeof|case|in|of|do|else|if|unless|when|and|or|not|while|until))\\s*$");

    private final Language language;
    private final String text;
    private final char[] code;
    private final Literals literals;
    private int at;

    Blanking(Language language, String text) {
        this.language = language;
        this.text = text;
        this.code = text.toCharArray();
        this.literals = new Literals(text);
    }

    String run() {
        if (language == Language.PHP) {
            int open = text.indexOf("<?");
            blankTo(open < 0 ? text.length() : open + 2);
        }
        while (at < text.length()) {
            step();
        }
        return new String(code);
    }

    private void step() {
        char c = text.charAt(at);
        if (language.slashComments() && c == '/' && next(1) == '/') {
            blankTo(lineEnd(at));
        } else if (language.slashComments() && c == '/' && next(1) == '*') {
            blankTo(literals.commentEnd(at, language.nestedComments()));
        } else if (language.hashComments() && c == '#' && !(language == Language.PHP && next(1) == '[')) {
            blankTo(lineEnd(at));
        } else if (language == Language.RUBY && c == '=' && lineBegins() && text.startsWith("=begin", at)) {
            int end = text.indexOf("\n=end", at);
            blankTo(end < 0 ? text.length() : lineEnd(end + 1));
        } else if (language.preprocessed() && c == '#' && firstOfLine()) {
            blankTo(directiveEnd());
        } else if (language == Language.PHP && c == '?' && next(1) == '>') {
            int open = text.indexOf("<?", at);
            blankTo(open < 0 ? text.length() : open + 2);
        } else if (c == '<' && (language == Language.RUBY || language == Language.PHP) && heredoc()) {
            return;
        } else if (c == '"' || c == '\'' || c == '`') {
            quote(c);
        } else if (c == '/' && (language.script() || language == Language.RUBY) && regexMayBegin()) {
            regex();
        } else if (language == Language.RUBY && c == '%' && percent()) {
            return;
        } else {
            at++;
        }
    }

    private void quote(char c) {
        boolean prefixed = at > 0;
        char before = prefixed ? text.charAt(at - 1) : '\0';
        switch (language) {
            case RUST -> {
                if (c == '\'' && !(next(1) == '\\' || next(2) == '\'')) {
                    at++;
                } else if (c == '"' && (before == 'r' || before == '#') && rawRust()) {
                    return;
                } else {
                    blankTo(literals.stringEnd(at, c, true, null));
                }
            }
            case GO -> blankTo(c == '`' ? after(text.indexOf('`', at + 1), 1) : literals.stringEnd(at, c, false, null));
            case CPP, C -> {
                if (c == '\'' && Character.isLetterOrDigit(before) && Character.isDigit(before)) {
                    at++;
                } else if (c == '"' && before == 'R') {
                    int open = text.indexOf('(', at);
                    String end = ")" + (open < 0 ? "" : text.substring(at + 1, open)) + "\"";
                    blankTo(after(text.indexOf(end, at + 1), end.length()));
                } else if (c == '`') {
                    at++;
                } else {
                    blankTo(literals.stringEnd(at, c, false, null));
                }
            }
            case PYTHON -> {
                String three = String.valueOf(c).repeat(3);
                blankTo(text.startsWith(three, at) ? literals.tripleEnd(at, three, true)
                        : c == '`' ? at + 1 : literals.stringEnd(at, c, false, null));
            }
            case JAVA, KOTLIN ->
                    blankTo(text.startsWith("\"\"\"", at) ? literals.tripleEnd(at, "\"\"\"", language == Language.JAVA)
                            : c == '`' ? lineOr(text.indexOf('`', at + 1))
                                    : literals.stringEnd(at, c, false, language == Language.KOTLIN ? "${" : null));
            case CSHARP -> {
                if (text.startsWith("\"\"\"", at)) {
                    blankTo(literals.tripleEnd(at, "\"\"\"", false));
                } else if (c == '"' && (before == '@' || before == '$' && at > 1 && text.charAt(at - 2) == '@')) {
                    blankTo(literals.doubledEnd(at));
                } else {
                    blankTo(c == '`' ? at + 1 : literals.stringEnd(at, c, false, before == '$' ? "{" : null));
                }
            }
            case JAVASCRIPT, TYPESCRIPT -> blankTo(literals.stringEnd(at, c, c == '`', c == '`' ? "${" : null));
            case RUBY -> blankTo(literals.stringEnd(at, c, true, c == '\'' ? null : "#{"));
            case PHP -> blankTo(literals.stringEnd(at, c, true, null));
        }
    }

    /** Kotlin writes odd names between backticks; they are code. */
    private int lineOr(int end) {
        at = end < 0 ? at + 1 : end + 1;
        return at;
    }

    private boolean rawRust() {
        int hashes = 0;
        while (at - 1 - hashes >= 0 && text.charAt(at - 1 - hashes) == '#') {
            hashes++;
        }
        if (at - 1 - hashes < 0 || text.charAt(at - 1 - hashes) != 'r') {
            return false;
        }
        String end = "\"" + "#".repeat(hashes);
        blankTo(after(text.indexOf(end, at + 1), end.length()));
        return true;
    }

    private boolean heredoc() {
        Matcher matcher = HEREDOC.matcher(text).region(at, Math.min(text.length(), at + 80));
        if (!matcher.lookingAt()) {
            return false;
        }
        String word = matcher.group(2) == null ? matcher.group(4) : matcher.group(2);
        Matcher end = Pattern.compile("(?m)^[ \\t]*" + Pattern.quote(word) + "\\b").matcher(text);
        if (!end.find(lineEnd(at))) {
            return false;
        }
        int begin = lineEnd(at);
        at = matcher.end();
        // The rest of the line is code; what follows it, up to the word, is text.
        for (int i = begin; i < end.end(); i++) {
            if (code[i] != '\n') {
                code[i] = ' ';
            }
        }
        while (at < begin) {
            at++;
        }
        at = Math.max(at, end.end());
        return true;
    }

    private boolean percent() {
        Matcher matcher = Pattern.compile("%[wWiIqQr]?([\\[({<|!/])").matcher(text).region(at, text.length());
        if (!matcher.lookingAt() || text.charAt(at + 1) == ' ') {
            return false;
        }
        char open = matcher.group(1).charAt(0);
        char close = switch (open) {
            case '[' -> ']';
            case '(' -> ')';
            case '{' -> '}';
            case '<' -> '>';
            default -> open;
        };
        int end = text.indexOf(close, matcher.end());
        if (end < 0 || matcher.end() - at == 2 && (open == '|' || open == '/' || open == '<' || open == '!')) {
            return false;
        }
        blankTo(end + 1);
        return true;
    }

    private boolean regexMayBegin() {
        return BEFORE_REGEX.matcher(text).region(Math.max(0, at - 60), at).find() && next(1) != ' ' && next(1) != '=';
    }

    private void regex() {
        boolean inClass = false;
        for (int i = at + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            } else if (c == '/' && !inClass) {
                blankTo(i + 1);
                return;
            }
        }
        at++;
    }

    private int directiveEnd() {
        int end = lineEnd(at);
        while (end < text.length() && text.substring(Math.max(0, end - 2), end).strip().endsWith("\\")) {
            end = lineEnd(end + 1);
        }
        return end;
    }

    private boolean lineBegins() {
        return at == 0 || text.charAt(at - 1) == '\n';
    }

    private boolean firstOfLine() {
        int i = at - 1;
        while (i >= 0 && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i--;
        }
        return i < 0 || text.charAt(i) == '\n';
    }

    private int after(int found, int length) {
        return found < 0 ? text.length() : found + length;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private char next(int by) {
        return at + by < text.length() ? text.charAt(at + by) : '\0';
    }

    private void blankTo(int end) {
        int until = Math.min(end, text.length());
        for (; at < until; at++) {
            if (code[at] != '\n') {
                code[at] = ' ';
            }
        }
    }
}
