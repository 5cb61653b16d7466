package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern SPACE =
            Pattern.compile(("(?:^|\\s)(?:inline\\s+)?namespace\\s+(?<n>ID(?:(?:::|\\.)ID)*)\\s*$").replace("ID", ID));
    private static final Pattern ALIAS = Pattern.compile(("^\\s*using\\s+(?<n>ID)\\s*=").replace("ID", ID));
    private static final Pattern LAST_NAME =
            Pattern.compile(("(?<n>ID)\\s*(?:\\[[^\\]]*\\]\\s*)*(?::\\s*\\d+\\s*)?$").replace("ID", ID));
    private static final Pattern ANONYMOUS = Pattern.compile("(?:typedef\\s+)?(?:struct|union|enum|class)");
    private static final Pattern BRACED_MEMBER = Pattern.compile("(?s).*\\)[^)]*:(?!:).*[\\p{L}\\p{N}_>]");
    private static final Pattern PROPERTY = Pattern.compile("(?s).*\\S\\s+[\\w.]+");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Set<String> TYPE_WORDS = Set.of("class", "interface", "enum", "record", "struct", "union");
    private static final Set<String> NO_STATEMENTS =
            Set.of("import", "package", "return", "goto", "break", "throw", "continue",
                    "using", "friend", "case", "extern", "delete", "public:", "private:", "protected:", "else",
                    "static_assert");

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
        String flat = Heads.flat(text);
        if (Heads.equalsSign(flat) >= 0 && !flat.contains("operator")) {
            return true;
        }
        Matcher space = SPACE.matcher(flat);
        if (flat.contains("namespace") && space.find()) {
            String name = space.group("n").replace("::", ".");
            if (language == Language.CPP) {
                add(name, outer, "namespace", head + space.start("n"), head, close + 1, false);
            }
            body(open + 1, close, outer + name + ".", "", "namespace");
            return false;
        }
        if (flat.isBlank() && language == Language.CPP || flat.strip().equals("extern")
                || flat.strip().equals("namespace")) {
            body(open + 1, close, outer, owner, "namespace");
            return false;
        }
        boolean function = Heads.function(language, flat) != null;
        Matcher type = TYPE.matcher(flat);
        boolean c = language == Language.C || language == Language.CPP;
        if (mayBeType(flat) && type.find() && !(c && function)) {
            String kind = type.group("k").split("\\s")[0].replace("@interface", "annotation");
            String name = type.group("n").replace("::", ".");
            add(name, outer, kind, head + type.start("n"), head, close + 1, false);
            body(open + 1, close, outer + name + ".", name.substring(name.lastIndexOf('.') + 1), kind);
            return c;
        }
        if (c && ANONYMOUS.matcher(flat.strip()).matches()) {
            return true;
        }
        if (function) {
            if (c && BRACED_MEMBER.matcher(text.strip()).matches() && !text.strip().endsWith("noexcept")) {
                // A member set with braces in the list before the body of a constructor.
                return true;
            }
            statement(head, open, outer, owner, false, close + 1);
            return false;
        }
        if (language == Language.CSHARP && PROPERTY.matcher(flat.strip()).matches()) {
            value(text, head, outer, close + 1, "property");
        }
        return false;
    }

    private void statement(int head, int end, String outer, String owner, boolean semicolon, int until) {
        String text = code.substring(head, end);
        String flat = Heads.flat(text);
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
        if (text.indexOf('}') >= 0 && text.substring(text.lastIndexOf('}') + 1).isBlank() && mayBeType(flat)
                && type.find()) {
            // The end of a type that was seen when its braces were; no name follows.
            return;
        }
        type.reset();
        if (semicolon && language == Language.CSHARP && type.find() && type.group("k").startsWith("record")) {
            add(type.group("n"), outer, "record", head + type.start("n"), head, until, false);
            return;
        }
        Heads.Named named = Heads.function(language, flat);
        if (named != null) {
            boolean constructor = named.name().equals(owner) || named.within().equals(named.name());
            boolean typed = named.typed() || named.name().startsWith("~") || !named.within().isEmpty();
            if (!constructor && !typed) {
                return;
            }
            boolean c = language == Language.C || language == Language.CPP;
            boolean prototype = c && semicolon && !flat.replace(" ", "").endsWith("=default");
            String kind =
                    constructor ? "constructor" : owner.isEmpty() && named.within().isEmpty() ? "function" : "method";
            add(named.name(), outer + (named.within().isEmpty() ? "" : named.within() + "."), kind, head + named.at(),
                    head,
                    until, prototype);
            return;
        }
        Matcher alias = ALIAS.matcher(flat);
        if (alias.find()) {
            add(alias.group("n"), outer, "type", head + alias.start("n"), head, until, false);
        } else if (semicolon) {
            value(text, head, outer, until,
                    flat.strip().startsWith("typedef") ? "type" : owner.isEmpty() ? "variable" : "field");
        }
    }

    /** Fields, variables, a typedef: in each part between commas the last name before the value. */
    private void value(String text, int head, String outer, int until, String kind) {
        String flat = Heads.withoutAnnotations(language, Heads.flat(text));
        int from = 0;
        boolean first = true;
        for (int comma = Heads.nextComma(flat, 0); from <= flat.length(); comma = Heads.nextComma(flat, from)) {
            String part = flat.substring(from, comma);
            int value = Heads.equalsSign(part);
            int arrow = part.indexOf("=>");
            String left = value >= 0 ? part.substring(0, value) : arrow >= 0 ? part.substring(0, arrow) : part;
            String words = left.strip();
            Matcher name = LAST_NAME.matcher(left.stripTrailing());
            boolean typed = words.contains(" ") || words.contains("\n") || words.contains("\t");
            boolean statement = NO_STATEMENTS.contains(Heads.firstWord(words));
            if (first && (!typed || statement) || words.endsWith(")") || !name.find()) {
                return;
            }
            String whole = first ? words : flat;
            boolean constant = kind.equals("field") && whole.contains("static") && whole.contains("final")
                    || whole.contains("constexpr") || whole.startsWith("const ") && kind.equals("field");
            add(name.group("n"), outer, constant ? "constant" : kind, head + from + name.start("n"), head, until,
                    false);
            first = false;
            from = comma + 1;
        }
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
        String plain = SPACES.matcher(name.substring(name.lastIndexOf('.') + 1)).replaceAll(" ");
        definitions.add(new Definition(plain, prefix + outer + name, kind, at, source.skipBlanks(head), end, declared));
    }

    private static boolean mayBeType(String flat) {
        return TYPE_WORDS.stream().anyMatch(flat::contains);
    }

    private boolean isAccess(int head, int at) {
        String word = code.substring(head, at).strip();
        return word.equals("public") || word.equals("private") || word.equals("protected");
    }
}
