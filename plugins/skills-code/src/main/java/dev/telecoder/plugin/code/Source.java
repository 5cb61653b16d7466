package dev.telecoder.plugin.code;

import java.util.Arrays;

/**
 * A source file, and the same with strings and comments blanked out, character for character.
 *
 * @param text the file
 * @param code the same length, with blanks for what is no code
 * @param starts where each line begins
 */
record Source(String text, String code, int[] starts) {

    static Source of(Language language, String text) {
        int[] starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
        int line = 1;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            starts[line++] = i + 1;
        }
        return new Source(text, new Blanking(language, text).run(), starts);
    }

    /** {@return the line of a character, from 0} */
    int line(int at) {
        int found = Arrays.binarySearch(starts, at);
        return found >= 0 ? found : -found - 2;
    }

    String textLine(int line) {
        return part(text, line);
    }

    String codeLine(int line) {
        return part(code, line);
    }

    int lines() {
        return starts.length;
    }

    private String part(String all, int line) {
        int end = line + 1 < starts.length ? starts[line + 1] - 1 : all.length();
        String part = all.substring(starts[line], end);
        return part.endsWith("\r") ? part.substring(0, part.length() - 1) : part;
    }

    /** {@return where the bracket at {@code open} is closed; the end of the file if it is not} */
    int close(int open) {
        int depth = 0;
        for (int i = open; i < code.length(); i++) {
            switch (code.charAt(i)) {
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> {
                    if (--depth == 0) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return code.length();
    }

    int skipBlanks(int from) {
        int at = from;
        while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
            at++;
        }
        return at;
    }

    char charAt(int at) {
        return at >= 0 && at < code.length() ? code.charAt(at) : '\0';
    }
}
