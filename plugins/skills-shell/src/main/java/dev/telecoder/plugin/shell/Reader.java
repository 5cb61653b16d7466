package dev.telecoder.plugin.shell;

import dev.telecoder.plugin.shell.Node.Part;
import dev.telecoder.plugin.shell.Node.Word;
import java.util.ArrayList;
import java.util.List;

/** Reads words of a script: quotes, expansions, substitutions. For one thread. */
final class Reader {

    private static final String ENDS = " \t\n;&|()<>";
    private static final int DEEPEST = 20;

    private final String text;
    private final int depth;
    private int at;

    Reader(String text, int depth) throws NotUnderstood {
        if (depth > DEEPEST) {
            throw new NotUnderstood("it is nested too deeply");
        }
        this.text = text;
        this.depth = depth;
    }

    boolean end() {
        return at >= text.length();
    }

    char peek() {
        return end() ? '\0' : text.charAt(at);
    }

    boolean startsWith(String prefix) {
        return text.startsWith(prefix, at);
    }

    void skip(int characters) {
        at += characters;
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    int depth() {
        return depth;
    }

    /** Skips blanks, joined lines and comments, but no line end. */
    void blanks() {
        while (!end()) {
            if (peek() == ' ' || peek() == '\t' || peek() == '\r') {
                at++;
            } else if (startsWith("\\\n")) {
                at += 2;
            } else if (peek() == '#') {
                while (!end() && peek() != '\n') {
                    at++;
                }
            } else {
                return;
            }
        }
    }

    boolean atWord() {
        return !end() && (ENDS.indexOf(peek()) < 0 || startsWith("<(") || startsWith(">("));
    }

    /** The rest of the line, for a here-document. */
    String line() {
        int to = text.indexOf('\n', at);
        String line = to < 0 ? text.substring(at) : text.substring(at, to);
        at = to < 0 ? text.length() : to + 1;
        return line;
    }

    Word word() throws NotUnderstood {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        while (atWord()) {
            char c = peek();
            if (c == '\\') {
                at++;
                if (!end() && peek() != '\n') {
                    flush(plain, parts, false);
                    parts.add(new Part(Part.Kind.TEXT, String.valueOf(peek()), List.of(), true));
                }
                at++;
            } else if (c == '\'') {
                flush(plain, parts, false);
                parts.add(new Part(Part.Kind.TEXT, until('\''), List.of(), true));
            } else if (c == '"') {
                flush(plain, parts, false);
                at++;
                quoted('"', parts);
            } else if (c == '$' || c == '`') {
                flush(plain, parts, false);
                expansion(parts, false);
            } else if (startsWith("<(") || startsWith(">(")) {
                flush(plain, parts, false);
                at++;
                parts.add(new Part(Part.Kind.UNKNOWN, "", List.of(script(parenthesis())), false));
            } else {
                plain.append(c);
                at++;
            }
        }
        flush(plain, parts, false);
        return new Word(parts);
    }

    /** Reads what stands in double quotes, or a here-document, up to the end. */
    List<Part> quotedText() throws NotUnderstood {
        List<Part> parts = new ArrayList<>();
        quoted('\0', parts);
        return parts;
    }

    private void quoted(char close, List<Part> parts) throws NotUnderstood {
        StringBuilder plain = new StringBuilder();
        int before = parts.size();
        while (true) {
            if (end()) {
                if (close == '\0') {
                    break;
                }
                throw new NotUnderstood("a quote is not closed");
            }
            char c = peek();
            if (c == close) {
                at++;
                break;
            }
            if (c == '\\' && at + 1 < text.length() && "$`\"\\\n".indexOf(text.charAt(at + 1)) >= 0) {
                if (text.charAt(at + 1) != '\n') {
                    plain.append(text.charAt(at + 1));
                }
                at += 2;
            } else if (c == '$' || c == '`') {
                flush(plain, parts, true);
                expansion(parts, true);
            } else {
                plain.append(c);
                at++;
            }
        }
        flush(plain, parts, true);
        if (parts.size() == before) {
            parts.add(new Part(Part.Kind.TEXT, "", List.of(), true));
        }
    }

    private void expansion(List<Part> parts, boolean quoted) throws NotUnderstood {
        if (peek() == '`') {
            String inner = until('`').replace("\\`", "`").replace("\\$", "$").replace("\\\\", "\\");
            parts.add(new Part(Part.Kind.UNKNOWN, "", List.of(script(inner)), quoted));
        } else if (startsWith("$((")) {
            int start = at;
            at += 1;
            String inner = parenthesis();
            if (inner.startsWith("(") && inner.endsWith(")")) {
                parts.add(new Part(Part.Kind.UNKNOWN, "", inside(inner), quoted));
            } else {
                at = start + 1;
                parts.add(new Part(Part.Kind.UNKNOWN, "", List.of(script(parenthesis())), quoted));
            }
        } else if (startsWith("$(")) {
            at++;
            parts.add(new Part(Part.Kind.UNKNOWN, "", List.of(script(parenthesis())), quoted));
        } else if (startsWith("${")) {
            at += 2;
            String inner = brace();
            if (inner.endsWith("@P")) {
                throw new NotUnderstood("a variable is expanded as a prompt, which may run a command");
            }
            boolean name = inner.matches("[A-Za-z_]\\w*");
            parts.add(name ? new Part(Part.Kind.VARIABLE, inner, List.of(), quoted)
                    : new Part(Part.Kind.UNKNOWN, "", inside(inner), quoted));
        } else if (startsWith("$'") && !quoted) {
            at++;
            String inner = ansi();
            parts.add(inner.contains("\\") ? new Part(Part.Kind.UNKNOWN, "", List.of(), true)
                    : new Part(Part.Kind.TEXT, inner, List.of(), true));
        } else if (startsWith("$\"") && !quoted) {
            at++;
        } else {
            at++;
            int from = at;
            if (!end() && (Character.isLetter(peek()) || peek() == '_')) {
                while (!end() && (Character.isLetterOrDigit(peek()) || peek() == '_')) {
                    at++;
                }
                parts.add(new Part(Part.Kind.VARIABLE, text.substring(from, at), List.of(), quoted));
            } else if (!end() && "@*#?-$!0123456789".indexOf(peek()) >= 0) {
                at++;
                parts.add(new Part(Part.Kind.UNKNOWN, "", List.of(), quoted));
            } else {
                parts.add(new Part(Part.Kind.TEXT, "$", List.of(), quoted));
            }
        }
    }

    /** The scripts in an expression that is no word by itself. */
    private List<Node> inside(String expression) throws NotUnderstood {
        List<Node> scripts = new ArrayList<>();
        for (Part part : new Reader(expression, depth + 1).quotedText()) {
            scripts.addAll(part.scripts());
        }
        return scripts;
    }

    private Node script(String inner) throws NotUnderstood {
        return Parser.parse(inner, depth + 1);
    }

    private String until(char close) throws NotUnderstood {
        int from = ++at;
        while (!end() && peek() != close) {
            at += close == '`' && peek() == '\\' ? 2 : 1;
        }
        if (end()) {
            throw new NotUnderstood("a quote is not closed");
        }
        return text.substring(from, at++);
    }

    private String ansi() throws NotUnderstood {
        int from = ++at;
        while (!end() && peek() != '\'') {
            at += peek() == '\\' ? 2 : 1;
        }
        if (end()) {
            throw new NotUnderstood("a quote is not closed");
        }
        return text.substring(from, at++);
    }

    /** The text between the parenthesis here and its partner. */
    String parenthesis() throws NotUnderstood {
        return between('(', ')', ++at);
    }

    private String brace() throws NotUnderstood {
        return between('{', '}', at);
    }

    private String between(char open, char close, int from) throws NotUnderstood {
        int deep = 1;
        at = from;
        while (!end()) {
            char c = peek();
            if (c == '\\') {
                at++;
            } else if (c == '\'') {
                until('\'');
                continue;
            } else if (c == '"') {
                pass();
                continue;
            } else if (c == '#' && open == '(' && at > from && Character.isWhitespace(text.charAt(at - 1))) {
                while (!end() && peek() != '\n') {
                    at++;
                }
                continue;
            } else if (c == open) {
                deep++;
            } else if (c == close && --deep == 0) {
                return text.substring(from, at++);
            }
            at++;
        }
        throw new NotUnderstood("a '" + open + "' is not closed");
    }

    /** Passes over what stands in double quotes; it is read later, once. */
    private void pass() throws NotUnderstood {
        at++;
        while (!end() && peek() != '"') {
            if (peek() == '\\') {
                at += 2;
            } else if (startsWith("$(")) {
                at++;
                parenthesis();
            } else if (peek() == '`') {
                until('`');
            } else {
                at++;
            }
        }
        if (end()) {
            throw new NotUnderstood("a quote is not closed");
        }
        at++;
    }

    private static void flush(StringBuilder plain, List<Part> parts, boolean quoted) {
        if (!plain.isEmpty()) {
            parts.add(new Part(Part.Kind.TEXT, plain.toString(), List.of(), quoted));
            plain.setLength(0);
        }
    }
}
