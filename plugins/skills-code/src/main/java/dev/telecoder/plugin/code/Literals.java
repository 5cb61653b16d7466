package dev.telecoder.plugin.code;

import org.jspecify.annotations.Nullable;

/**
 * Finds where strings and comments of the various languages end. Pure.
 *
 * @param text the file
 */
record Literals(String text) {

    /** {@return behind the end of a string that begins at {@code at}; {@code hole} begins code inside of it} */
    int stringEnd(int at, char quote, boolean manyLines, @Nullable String hole) {
        int i = at + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                i += 2;
            } else if (c == quote) {
                return i + 1;
            } else if (c == '\n' && !manyLines) {
                return i;
            } else if (hole != null && text.startsWith(hole, i) && !text.startsWith("{{", i)) {
                i = holeEnd(i + hole.length());
            } else {
                i++;
            }
        }
        return text.length();
    }

    /** {@return behind the end of a string in three quotes} */
    int tripleEnd(int at, String three, boolean escapes) {
        int i = at + 3;
        while (i < text.length() && !text.startsWith(three, i)) {
            i += escapes && text.charAt(i) == '\\' ? 2 : 1;
        }
        i = Math.min(text.length(), i + 3);
        while (i < text.length() && text.charAt(i) == three.charAt(0) && !escapes) {
            i++;
        }
        return i;
    }

    /** {@return behind the end of a string in which a quote is written twice} */
    int doubledEnd(int at) {
        int i = at + 1;
        while (i < text.length()) {
            if (text.charAt(i) == '"') {
                if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    i++;
                } else {
                    return i + 1;
                }
            }
            i++;
        }
        return text.length();
    }

    /** {@return behind the end of a comment between slashes and stars} */
    int commentEnd(int at, boolean nested) {
        int depth = 0;
        for (int i = at; i < text.length() - 1; i++) {
            if (text.charAt(i) == '/' && text.charAt(i + 1) == '*' && (depth == 0 || nested)) {
                depth++;
                i++;
            } else if (text.charAt(i) == '*' && text.charAt(i + 1) == '/') {
                i++;
                if (--depth == 0) {
                    return i + 1;
                }
            }
        }
        return text.length();
    }

    private int holeEnd(int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            } else if (c == '"' || c == '\'' || c == '`') {
                int end = text.indexOf(c, i + 1);
                if (end < 0 || end - i > 2_000) {
                    return i;
                }
                i = end;
            }
        }
        return text.length();
    }
}
