package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/** Finds definitions in languages that begin them with a word of their own. For one file. */
final class KeywordScanner {

    private static final Set<String> NO_NAMES = Set.of("if", "for", "while", "switch", "catch", "function", "with",
            "return",
            "await", "typeof", "super", "new", "do", "else", "delete", "void", "in", "of", "import", "require", "throw",
            "case", "yield", "default", "const", "let", "var", "class", "extends", "instanceof", "export", "from",
            "try",
            "finally", "break", "continue", "this", "null", "true", "false", "lambda", "print", "not", "and", "or",
            "async");

    private final Language language;
    private final Source source;
    private final String code;

    KeywordScanner(Language language, Source source) {
        this.language = language;
        this.source = source;
        this.code = source.code();
    }

    List<Definition> definitions() {
        var found = new ArrayList<Scope.Found>();
        var taken = new HashSet<Integer>();
        var bodies = new HashSet<Integer>();
        for (KeywordRules.Rule rule : KeywordRules.of(language)) {
            if (!rule.kind().equals("member") && !(rule.kind().equals("field") && language.script())) {
                all(rule, found, taken, bodies);
            }
        }
        if (language.script()) {
            members(found, taken);
        }
        return Scope.nest(found);
    }

    private void all(KeywordRules.Rule rule, List<Scope.Found> found, Set<Integer> taken, Set<Integer> bodies) {
        Matcher matcher = rule.pattern().matcher(code);
        while (matcher.find()) {
            String name = matcher.group("n");
            int at = matcher.start("n");
            if (NO_NAMES.contains(name) && language.script() || !taken.add(at)) {
                continue;
            }
            String within = rule.owner() && matcher.group("w") != null ? owner(matcher.group("w")) : "";
            String kind = kind(rule.kind(), name, matcher);
            int start = begin(skip(matcher.start()));
            int end = language.indented() ? indentedEnd(start, at) : braceEnd(matcher.end("n"), start);
            if (language == Language.PYTHON && kind.equals("variable") && insideBrackets(start)) {
                continue;
            }
            found.add(new Scope.Found(name.replace("`", "").replace("::", "."), within, kind, at, start, end));
            bodies.add(start);
        }
    }

    /** {@return the begin of the line, if nothing but this stands before on it} */
    private int begin(int at) {
        int line = source.starts()[source.line(at)];
        return code.substring(line, at).isBlank() ? line : at;
    }

    private int skip(int from) {
        return skip(code, from);
    }

    private static int skip(String code, int from) {
        int at = from;
        while (at < code.length()
                && (Character.isWhitespace(code.charAt(at)) || ";{},".indexOf(code.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    private String kind(String kind, String name, Matcher matcher) {
        if (language.script() && kind.equals("variable")) {
            int value = source.skipBlanks(matcher.end("n"));
            return isFunction(value) ? "function" : name.equals(name.toUpperCase(Locale.ROOT)) ? "constant" : kind;
        }
        if (language == Language.GO && kind.equals("type")) {
            String rest = code.substring(matcher.end("n"), Math.min(code.length(), matcher.end("n") + 80)).strip();
            return rest.startsWith("struct") ? "struct" : rest.startsWith("interface") ? "interface" : kind;
        }
        return kind;
    }

    /** Whether what is assigned at {@code at}, after an optional type, is a function. */
    private boolean isFunction(int at) {
        int value = code.indexOf('=', at);
        if (source.charAt(at) == ':') {
            // The type may itself contain arrows: the assignment is the '=' that begins none.
            while (value >= 0 && (source.charAt(value + 1) == '>' || source.charAt(value + 1) == '=')) {
                value = code.indexOf('=', value + 2);
            }
        } else if (source.charAt(at) != '=') {
            return false;
        }
        if (value < 0) {
            return false;
        }
        int next = source.skipBlanks(value + 1);
        if (code.startsWith("async", next)) {
            next = source.skipBlanks(next + 5);
        }
        if (code.startsWith("function", next)) {
            return true;
        }
        if (source.charAt(next) == '<') {
            int open = code.indexOf('(', next);
            next = open < 0 ? next : open;
        }
        int after;
        if (source.charAt(next) == '(') {
            after = source.skipBlanks(source.close(next) + 1);
            if (source.charAt(after) == ':') {
                int arrow = code.indexOf("=>", after);
                int stop = code.indexOf(';', after);
                return arrow >= 0 && (stop < 0 || arrow < stop);
            }
        } else {
            after = next;
            while (Character.isJavaIdentifierPart(source.charAt(after)) && source.charAt(after) != '\0') {
                after++;
            }
            after = source.skipBlanks(after);
        }
        return code.startsWith("=>", after);
    }

    private static String owner(String path) {
        String plain = path.replace(".prototype", "");
        return plain.equals("exports") || plain.equals("module.exports") || plain.equals("this") ? "" : plain;
    }

    private int braceEnd(int from, int start) {
        int line = source.line(from);
        int at = from;
        while (at < code.length()) {
            char c = code.charAt(at);
            if (c == '(' || c == '[') {
                at = source.close(at);
            } else if (c == '{') {
                int end = source.close(at);
                // Such as a type { } before the body of a Go function; what follows on the line belongs to it too.
                int next = source.skipBlanks(end + 1);
                if (source.charAt(next) == '{' && source.line(next) == source.line(end)) {
                    at = next;
                    continue;
                }
                return Math.min(code.length(), end + 1);
            } else if (c == ';') {
                return at + 1;
            } else if (c == '\n' && source.line(at) > line && nextBegins(at, start)) {
                return at;
            } else if (c == '\n' && source.line(at) == line && nextBegins(at, start)) {
                return at;
            } else if (c == '}') {
                return at;
            }
            at++;
        }
        return code.length();
    }

    /** Whether the next line, not deeper than the definition, begins something else. */
    private boolean nextBegins(int lineFeed, int start) {
        int next = source.skipBlanks(lineFeed);
        if (next >= code.length()) {
            return true;
        }
        char c = code.charAt(next);
        return width(source.starts()[source.line(next)]) <= width(start) && "{}).:=&|+-?>".indexOf(c) < 0
                && !startsWhere(next);
    }

    private boolean startsWhere(int at) {
        return code.startsWith("where", at) || code.startsWith("extends", at) || code.startsWith("implements", at);
    }

    private int indentedEnd(int start, int at) {
        int width = width(start);
        int line = source.line(at);
        // A signature may go over several lines.
        for (int i = at; i < code.length() && (code.charAt(i) != '\n' || source.line(i) < line); i++) {
            if (code.charAt(i) == '(' || code.charAt(i) == '[') {
                i = Math.min(code.length() - 1, source.close(i));
                line = Math.max(line, source.line(i));
            }
        }
        int last = line;
        for (int i = line + 1; i < source.lines(); i++) {
            String text = source.codeLine(i);
            if (text.isBlank()) {
                continue;
            }
            if (width(source.starts()[i]) <= width) {
                if (language == Language.RUBY && text.strip().startsWith("end")) {
                    last = i;
                }
                break;
            }
            last = i;
        }
        return last + 1 < source.lines() ? source.starts()[last + 1] : code.length();
    }

    private boolean insideBrackets(int start) {
        // A keyword argument on a line of its own looks like an assignment.
        int line = source.line(start);
        for (int i = line - 1; i >= 0 && i >= line - 40; i--) {
            String text = source.codeLine(i).stripTrailing();
            if (text.isBlank()) {
                continue;
            }
            if (width(source.starts()[i]) < width(start)) {
                return text.endsWith("(") || text.endsWith("[") || text.endsWith("{") || text.endsWith(",");
            }
        }
        return false;
    }

    private int width(int lineStart) {
        int width = 0;
        for (int i = lineStart; i < code.length() && (code.charAt(i) == ' ' || code.charAt(i) == '\t'); i++) {
            width += code.charAt(i) == '\t' ? 8 : 1;
        }
        return width;
    }

    private void members(List<Scope.Found> found, Set<Integer> taken) {
        var rules = KeywordRules.of(language);
        for (Braces.Body body : Braces.bodies(source, found)) {
            for (KeywordRules.Rule rule : rules) {
                if (rule.kind().equals("member") || rule.kind().equals("field") && body.ofClass()) {
                    members(rule, body, found, taken);
                }
            }
        }
    }

    private void members(KeywordRules.Rule rule, Braces.Body body, List<Scope.Found> found, Set<Integer> taken) {
        Matcher matcher = rule.pattern().matcher(body.code());
        while (matcher.find()) {
            String name = matcher.group("n");
            int at = body.start() + matcher.start("n");
            if (NO_NAMES.contains(name) || taken.contains(at)) {
                continue;
            }
            int start = begin(body.start() + skip(body.code(), matcher.start()));
            boolean method = rule.kind().equals("member");
            int end = braceEnd(at + name.length(), start);
            if (method) {
                int close = source.close(code.indexOf('(', at));
                int next = source.skipBlanks(close + 1);
                boolean hasBody = source.charAt(next) == '{' || source.charAt(next) == ':' && end < code.length();
                if (!hasBody && !(body.ofClass()
                        && (source.charAt(next) == ';' || source.line(next) > source.line(close)))) {
                    continue;
                }
                if (!body.ofClass() && source.charAt(next) != '{') {
                    continue;
                }
            }
            taken.add(at);
            boolean arrow = !method && isFunction(source.skipBlanks(at + name.length()));
            found.add(new Scope.Found(name, "", method || arrow ? "method" : "field", at, start,
                    Math.max(end, at + name.length())));
        }
    }
}
