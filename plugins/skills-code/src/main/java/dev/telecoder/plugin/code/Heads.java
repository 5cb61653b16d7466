package dev.telecoder.plugin.code;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a statement in a language of C's kind: what stands before its braces or its semicolon, with what is
 * inside braces blanked. Most heads are read by hand, letter by letter; regular expressions only see the odd ones. Pure.
 */
final class Heads {

    private static final String ID = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
    private static final Pattern NAME_BEFORE = Pattern.compile(
            ("(?<w>(?:ID(?:<[^<>()]*>)?\\s*(?:::|\\.)\\s*)*)(?<n>~?ID|operator\\s*(?:\\(\\)|[^\\s\\w(]+|[\\w: ]+[*&]?))"
                    + "(?:<[^()=;]*>)?\\s*$").replace("ID", ID));
    private static final Pattern ANNOTATION = Pattern.compile(("@(?:ID\\.)*ID\\s*").replace("ID", ID));
    private static final Pattern TEMPLATE = Pattern.compile("\\btemplate\\s*<[^>]*>");
    private static final Set<String> NO_FUNCTIONS =
            Set.of("if", "for", "while", "switch", "catch", "synchronized", "try", "do",
                    "return", "sizeof", "new", "throw", "else", "case", "using", "defined", "alignas",
                    "decltype", "noexcept", "assert", "static_assert", "typeof", "super", "this", "requires",
                    "__attribute__", "__declspec", "__asm__", "asm", "_Static_assert", "default");
    private static final Set<String> NO_SHARP = Set.of("lock", "fixed", "foreach", "nameof", "when", "base");
    private static final Set<String> NO_TYPES =
            Set.of("new", "return", "throw", "else", "case", "goto", "await", "typedef", "using");
    private static final Set<String> MODIFIERS =
            Set.of("public", "private", "protected", "static", "final", "explicit", "inline",
                    "virtual", "constexpr", "internal", "abstract");

    private Heads() {}

    /**
     * A head read as that of a function.
     *
     * @param name its name
     * @param within what the head itself names as its surroundings; or empty
     * @param typed whether something that may be a type stands before it
     * @param at where in the head the name stands
     */
    record Named(String name, String within, boolean typed, int at) {}

    private record Name(String name, String within, int at, int begin) {}

    /** {@return the head as that of a function: a name, its parameters, and something before it that may be a type} */
    static @Nullable Named function(Language language, String head) {
        if (head.indexOf('(') < 0) {
            return null;
        }
        String flat = withoutAnnotations(language, head);
        for (int open = flat.indexOf('('); open >= 0; open = flat.indexOf('(', open + 1)) {
            int close = matching(flat, open);
            Name name = nameBefore(flat, open);
            boolean none = name == null || NO_FUNCTIONS.contains(name.name())
                    || language == Language.CSHARP && NO_SHARP.contains(name.name());
            if (name == null || none) {
                open = close;
                continue;
            }
            String left = flat.substring(0, name.begin()).strip();
            String rest = flat.substring(Math.min(flat.length(), close + 1)).strip();
            boolean goesOn = !rest.isEmpty() && ".,;[+*/?-".indexOf(rest.charAt(0)) >= 0 && !rest.startsWith("->")
                    && !rest.startsWith("[[");
            if (goesOn || equalsSign(left) >= 0 || left.endsWith(".") || NO_TYPES.contains(lastWord(left))) {
                return null;
            }
            return new Named(name.name(), name.within(), typed(left), name.at());
        }
        return null;
    }

    private static @Nullable Name nameBefore(String flat, int open) {
        int end = open;
        while (end > 0 && Character.isWhitespace(flat.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && Character.isJavaIdentifierPart(flat.charAt(start - 1))) {
            start--;
        }
        int before = start;
        while (before > 0 && Character.isWhitespace(flat.charAt(before - 1))) {
            before--;
        }
        boolean plain = start < end && Character.isJavaIdentifierStart(flat.charAt(start))
                && (before == 0 || ":.~".indexOf(flat.charAt(before - 1)) < 0);
        boolean odd = flat.indexOf("operator") >= 0;
        if (plain && !odd) {
            return new Name(flat.substring(start, end), "", start, start);
        }
        if (!odd && (end == 0 || start == end && flat.charAt(end - 1) != '>')) {
            return null;
        }
        Matcher name = NAME_BEFORE.matcher(flat).region(0, open);
        if (!name.find()) {
            return null;
        }
        String within = name.group("w").replaceAll("<[^>]*>", "").replaceAll("\\s", "").replace("::", ".");
        within = within.endsWith(".") ? within.substring(0, within.length() - 1) : within;
        return new Name(name.group("n"), within, name.start("n"), name.start("w"));
    }

    private static boolean typed(String left) {
        String words = left.contains("template") ? TEMPLATE.matcher(left).replaceAll(" ") : left;
        int at = 0;
        while (at < words.length()) {
            int end = at;
            while (end < words.length() && !Character.isWhitespace(words.charAt(end))) {
                end++;
            }
            if (end > at && !MODIFIERS.contains(words.substring(at, end))) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** Blanks out annotations and attributes, whose arguments look like parameters. */
    static String withoutAnnotations(Language language, String flat) {
        if (language == Language.JAVA && flat.indexOf('@') >= 0) {
            return withoutJavaAnnotations(flat);
        }
        if (language != Language.CSHARP || flat.indexOf('[') < 0) {
            return flat;
        }
        char[] plain = flat.toCharArray();
        int at = 0;
        while (at < plain.length && (Character.isWhitespace(plain[at]) || plain[at] == '[')) {
            int end = plain[at] == '[' ? flat.indexOf(']', at) : at;
            if (end < 0) {
                break;
            }
            Arrays.fill(plain, at, end + 1, ' ');
            at = end + 1;
        }
        return new String(plain);
    }

    private static String withoutJavaAnnotations(String flat) {
        char[] plain = flat.toCharArray();
        Matcher annotation = ANNOTATION.matcher(flat);
        while (annotation.find()) {
            boolean type = flat.startsWith("@interface", annotation.start());
            int end = annotation.end() < flat.length() && flat.charAt(annotation.end()) == '('
                    ? Math.min(flat.length(), matching(flat, annotation.end()) + 1) : annotation.end();
            if (!type) {
                Arrays.fill(plain, annotation.start(), end, ' ');
            }
        }
        return new String(plain);
    }

    /** The same text with what is inside braces blanked. */
    static String flat(String text) {
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

    /** {@return where the next comma outside of brackets is; the end if there is none} */
    static int nextComma(String text, int from) {
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
                default -> {}
            }
        }
        return text.length();
    }

    /** {@return where a value is assigned; -1 if none is} */
    static int equalsSign(String text) {
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

    static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && "(<".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end);
    }

    private static String lastWord(String text) {
        int start = text.length();
        while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start);
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
}
