package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds definitions in languages of C's kind, where only the form of a statement tells: reads the body of the file and
 * of each type statement by statement, and never looks into functions. For one file.
 */
final class StatementScanner {

    private static final String ID = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
    private static final Pattern TYPE = Pattern.compile(
            ("(?:^|[\\s)>])(?<k>class|interface|@interface|enum(?:\\s+class|\\s+struct)?|record(?:\\s+struct|\\s+class)?|struct|union)"
                    + "\\s+(?:(?:__attribute__|alignas|__declspec)\\s*\\(+[^)]*\\)+\\s*)?(?:\\[\\[[^\\]]*\\]\\]\\s*)?(?:[A-Z][A-Z0-9_]+\\s+)?"
                    + "(?<n>(?:ID::)*ID)(?=\\s*(?:$|[<({:]|extends\\b|implements\\b|permits\\b|final\\b|sealed\\b|where\\b))")
                    .replace("ID", ID));
    private static final Pattern SPACE = Pattern.compile(("(?:^|\\s)(?:inline\\s+)?namespace\\s+(?<n>ID(?:(?:::|\\.)ID)*)\\s*$").replace("ID", ID));
    private static final Pattern ALIAS = Pattern.compile(("^\\s*using\\s+(?<n>ID)\\s*=").replace("ID", ID));
    private static final Pattern LAST_NAME = Pattern.compile(("(?<n>ID)\\s*(?:\\[[^\\]]*\\]\\s*)*(?::\\s*\\d+\\s*)?$").replace("ID", ID));
    private static final Pattern NAME_BEFORE = Pattern.compile(
            ("(?<w>(?:ID(?:<[^<>()]*>)?\\s*(?:::|\\.)\\s*)*)(?<n>~?ID|operator\\s*(?:\\(\\)|[^\\s\\w(]+|[\\w: ]+[*&]?))(?:<[^()=;]*>)?\\s*$").replace("ID", ID));
    private static final Pattern ANNOTATION = Pattern.compile(("@(?:ID\\.)*ID\\s*").replace("ID", ID));
    private static final Set<String> NO_FUNCTIONS = Set.of("if", "for", "while", "switch", "catch", "synchronized", "try", "do",
            "return", "sizeof", "new", "throw", "else", "case", "using", "defined", "alignas",
            "decltype", "noexcept", "assert", "static_assert", "typeof", "super", "this", "requires",
            "__attribute__", "__declspec", "__asm__", "asm", "_Static_assert", "default");
    private static final Set<String> NO_SHARP = Set.of("lock", "fixed", "foreach", "nameof", "when", "base");
    private static final Set<String> NO_STATEMENTS = Set.of("import", "package", "return", "goto", "break", "throw", "continue",
            "using", "friend", "case", "extern", "delete", "public:", "private:", "protected:", "else", "static_assert");

    private final Language language;
    private final Source source;
    private final String code;
    private final List<Definition> definitions = new ArrayList<>();
    private String prefix = "";

    StatementScanner(Language language, Source source) {
        this.language = language;
        this.source = source;
        this.code = source.code();
    }

    List<Definition> definitions() {
        body(0, code.length(), "", "", "");
        return definitions;
    }

    private void body(int from, int end, String outer, String owner, String ownerKind) {
        int head = from;
        int at = from;
        if (ownerKind.equals("enum")) {
            at = constants(from, end, outer);
            head = at;
        }
        while (at < end) {
            char c = code.charAt(at);
            if (c == '(' || c == '[') {
                at = Math.min(end, source.close(at) + 1);
            } else if (c == ';') {
                statement(head, at, outer, owner, true, at + 1);
                at++;
                head = at;
            } else if (c == ':' && language == Language.CPP && isAccess(head, at)) {
                at++;
                head = at;
            } else if (c == '}') {
                at++;
                head = at;
            } else if (c == '{') {
                int close = Math.min(end, source.close(at));
                boolean goesOn = braces(head, at, close, outer, owner);
                at = close + 1;
                head = goesOn ? head : at;
            } else {
                at++;
            }
        }
    }

    /** Handles a pair of braces; says whether the statement goes on behind it. */
    private boolean braces(int head, int open, int close, String outer, String owner) {
        String text = code.substring(head, open);
        String flat = flat(text);
        if (topLevel(flat, '=') && !flat.contains("operator")) {
            return true;
        }
        Matcher space = SPACE.matcher(flat);
        if (space.find()) {
            String name = space.group("n").replace("::", ".");
            if (language == Language.CPP) {
                add(name, outer, "namespace", head + space.start("n"), head, close + 1, false);
                body(open + 1, close, outer + name + ".", "", "namespace");
            } else {
                body(open + 1, close, outer + name + ".", "", "namespace");
            }
            return false;
        }
        if (flat.isBlank() && language == Language.CPP || flat.strip().equals("extern") || flat.strip().equals("namespace")) {
            body(open + 1, close, outer, owner, "namespace");
            return false;
        }
        boolean function = function(flat) != null;
        Matcher type = TYPE.matcher(flat);
        boolean c = language == Language.C || language == Language.CPP;
        if (type.find() && !(c && function)) {
            String kind = type.group("k").split("\\s")[0].replace("@interface", "annotation");
            String name = type.group("n").replace("::", ".");
            add(name, outer, kind, head + type.start("n"), head, close + 1, false);
            body(open + 1, close, outer + name + ".", name.substring(name.lastIndexOf('.') + 1), kind);
            return c;
        }
        if (c && flat.strip().matches("(?s)(typedef\\s+)?(struct|union|enum|class)")) {
            return true;
        }
        if (function) {
            if (c && text.strip().matches("(?s).*\\)[^)]*:(?!:).*[\\p{L}\\p{N}_>]") && !text.strip().endsWith("noexcept")) {
                // A member set with braces in the list before the body of a constructor.
                return true;
            }
            statement(head, open, outer, owner, false, close + 1);
            return false;
        }
        if (language == Language.CSHARP && flat.strip().matches("(?s).*\\S\\s+[\\w.]+")) {
            value(text, head, outer, close + 1, "property");
        }
        return false;
    }

    private void statement(int head, int end, String outer, String owner, boolean semicolon, int until) {
        String text = code.substring(head, end);
        String flat = flat(text);
        if (flat.isBlank()) {
            return;
        }
        if (semicolon && language == Language.CSHARP && flat.strip().startsWith("namespace ")) {
            prefix = flat.strip().substring(10).strip() + ".";
            return;
        }
        if (semicolon && language == Language.JAVA && flat.strip().startsWith("package ")) {
            prefix = flat.strip().substring(8).strip() + ".";
            return;
        }
        Matcher type = TYPE.matcher(flat);
        if (text.indexOf('}') >= 0 && text.substring(text.lastIndexOf('}') + 1).isBlank() && type.find()) {
            // The end of a type that was seen when its braces were; no name follows.
            return;
        }
        type.reset();
        if (semicolon && language == Language.CSHARP && type.find() && type.group("k").startsWith("record")) {
            add(type.group("n"), outer, "record", head + type.start("n"), head, until, false);
            return;
        }
        Named named = function(flat);
        if (named != null) {
            boolean constructor = named.name().equals(owner) || named.within().equals(named.name());
            boolean typed = !named.before().isBlank() || named.name().startsWith("~") || !named.within().isEmpty();
            if (!constructor && !typed) {
                return;
            }
            boolean c = language == Language.C || language == Language.CPP;
            boolean prototype = c && semicolon && !flat.replace(" ", "").endsWith("=default");
            String kind = constructor ? "constructor" : owner.isEmpty() && named.within().isEmpty() ? "function" : "method";
            add(named.name(), outer + (named.within().isEmpty() ? "" : named.within() + "."), kind, head + named.at(), head,
                    until, prototype);
            return;
        }
        Matcher alias = ALIAS.matcher(flat);
        if (alias.find()) {
            add(alias.group("n"), outer, "type", head + alias.start("n"), head, until, false);
        } else if (semicolon) {
            value(text, head, outer, until, flat.strip().startsWith("typedef") ? "type" : owner.isEmpty() ? "variable" : "field");
        }
    }

    /** Fields, variables, a typedef: in each part between commas the last name before the value. */
    private void value(String text, int head, String outer, int until, String kind) {
        String flat = withoutAnnotations(flat(text));
        int from = 0;
        boolean first = true;
        for (int comma = nextComma(flat, 0); from <= flat.length(); comma = nextComma(flat, from)) {
            String part = flat.substring(from, comma);
            int value = equalsSign(part);
            int arrow = part.indexOf("=>");
            String left = value >= 0 ? part.substring(0, value) : arrow >= 0 ? part.substring(0, arrow) : part;
            String words = left.strip();
            Matcher name = LAST_NAME.matcher(left.stripTrailing());
            boolean typed = words.contains(" ") || words.contains("\n") || words.contains("\t");
            boolean statement = NO_STATEMENTS.contains(words.split("[\\s(<]", 2)[0]);
            if (first && (!typed || statement) || words.endsWith(")") || !name.find()) {
                return;
            }
            String whole = first ? words : flat;
            boolean constant = kind.equals("field") && whole.contains("static") && whole.contains("final")
                    || whole.contains("constexpr") || whole.startsWith("const ") && kind.equals("field");
            add(name.group("n"), outer, constant ? "constant" : kind, head + from + name.start("n"), head, until, false);
            first = false;
            from = comma + 1;
        }
    }

    private static int nextComma(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(', '[', '<' -> depth++;
                case ')', ']', '>' -> depth--;
                case ',' -> {
                    if (depth <= 0) {
                        return i;
                    }
                }
                default -> { }
            }
        }
        return text.length();
    }

    /** Blanks out annotations and attributes, whose arguments look like parameters. */
    private String withoutAnnotations(String flat) {
        char[] plain = flat.toCharArray();
        if (language == Language.JAVA) {
            Matcher annotation = ANNOTATION.matcher(flat);
            while (annotation.find()) {
                boolean type = flat.startsWith("@interface", annotation.start());
                int end = annotation.end() < flat.length() && flat.charAt(annotation.end()) == '('
                        ? Math.min(flat.length(), matching(flat, annotation.end()) + 1) : annotation.end();
                if (!type) {
                    Arrays.fill(plain, annotation.start(), end, ' ');
                }
            }
        } else if (language == Language.CSHARP) {
            int at = 0;
            while (at < plain.length && (Character.isWhitespace(plain[at]) || plain[at] == '[')) {
                int end = plain[at] == '[' ? flat.indexOf(']', at) : at;
                if (end < 0) {
                    break;
                }
                Arrays.fill(plain, at, end + 1, ' ');
                at = end + 1;
            }
        }
        return new String(plain);
    }

    private record Named(String name, String within, String before, int at) {}

    /** Reads a head as that of a function: a name, its parameters, and something before it that may be a type. */
    private @Nullable Named function(String head) {
        String flat = withoutAnnotations(head);
        for (int open = flat.indexOf('('); open >= 0; open = flat.indexOf('(', open + 1)) {
            int close = matching(flat, open);
            String before = flat.substring(0, open);
            Matcher name = NAME_BEFORE.matcher(before);
            if (!name.find()) {
                open = close;
                continue;
            }
            String plain = name.group("n");
            boolean word = NO_FUNCTIONS.contains(plain) || language == Language.CSHARP && NO_SHARP.contains(plain);
            if (word) {
                open = close;
                continue;
            }
            String left = before.substring(0, name.start("w"));
            if (topLevel(left, '=') || left.stripTrailing().endsWith(".") || left.strip().matches("(?s)(.*\\s)?(new|return|throw|else|case|goto|await|typedef|using)")) {
                return null;
            }
            String rest = flat.substring(Math.min(flat.length(), close + 1)).strip();
            if (!rest.isEmpty() && rest.matches("(?s)[.,;\\[+*/?-].*") && !rest.startsWith("->") && !rest.startsWith("[[")) {
                return null;
            }
            String within = name.group("w").replaceAll("<[^>]*>", "").replaceAll("\\s", "").replace("::", ".");
            within = within.endsWith(".") ? within.substring(0, within.length() - 1) : within;
            String modifiers = left.replaceAll("\\b(?:public|private|protected|static|final|explicit|inline|virtual|constexpr|internal|abstract|template\\s*<[^>]*>)\\b", "");
            String owner = within.substring(within.lastIndexOf('.') + 1);
            boolean constructor = owner.equals(plain) && !within.isEmpty();
            return new Named(plain, within, modifiers.strip(), name.start("n"));
        }
        return null;
    }

    private int constants(int from, int end, String outer) {
        int at = from;
        boolean wanted = true;
        while (at < end && code.charAt(at) != ';') {
            char c = code.charAt(at);
            if (c == '(' || c == '[' || c == '{') {
                at = source.close(at);
            } else if (c == ',') {
                wanted = true;
            } else if (c == '=' || c == '@') {
                wanted = c == '@' && wanted;
                if (c == '@') {
                    while (Character.isJavaIdentifierPart(source.charAt(at + 1)) || source.charAt(at + 1) == '.') {
                        at++;
                    }
                }
            } else if (wanted && Character.isJavaIdentifierStart(c)) {
                int stop = at;
                while (stop < end && Character.isJavaIdentifierPart(code.charAt(stop))) {
                    stop++;
                }
                add(code.substring(at, stop), outer, "constant", at, at, stop, false);
                wanted = false;
                at = stop - 1;
            }
            at++;
        }
        return Math.min(end, at + 1);
    }

    private void add(String name, String outer, String kind, int at, int head, int end, boolean declared) {
        String plain = name.substring(name.lastIndexOf('.') + 1).replaceAll("\\s+", " ");
        definitions.add(new Definition(plain, prefix + outer + name, kind, at, source.skipBlanks(head), end, declared));
    }

    private boolean isAccess(int head, int at) {
        String word = code.substring(head, at).strip();
        return word.equals("public") || word.equals("private") || word.equals("protected");
    }

    /** The same text with what is inside brackets of parameters of annotations kept, but nested braces blanked. */
    private static String flat(String text) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        char[] flat = text.toCharArray();
        int depth = 0;
        for (int i = 0; i < flat.length; i++) {
            if (flat[i] == '{') {
                depth++;
            }
            boolean close = flat[i] == '}';
            if (depth > 0 && flat[i] != '\n') {
                flat[i] = ' ';
            }
            if (close) {
                depth--;
            }
        }
        return new String(flat);
    }

    private static int matching(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean topLevel(String text, char wanted) {
        return wanted == '=' ? equalsSign(text) >= 0 : text.indexOf(wanted) >= 0;
    }

    private static int equalsSign(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == '=' && depth == 0) {
                char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
                char before = i > 0 ? text.charAt(i - 1) : ' ';
                if (next != '=' && next != '>' && "=!<>+-*/".indexOf(before) < 0) {
                    return i;
                }
            }
        }
        return -1;
    }
}
