package dev.telecoder.plugin.code;

import dev.telecoder.plugin.code.ReviewDiff.Shown;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells whether a part of a Python file begins inside a long string, which a diff often does not show the beginning of. Pure. */
final class Docstring {

    private static final Pattern QUOTES = Pattern.compile("\"\"\"|'''");
    /** What stands before quotes that begin a string: nothing but blanks and a prefix, or something that takes a value. */
    private static final Pattern OPENS =
            Pattern.compile("(?:.*[=(\\[{,:+%]|.*\\b(?:return|yield|in|not|and|or|print))?\\s*[rRuUbBfF]{0,2}");

    private Docstring() {}

    /** {@return the quotes to put before the lines so that they are read as what they are; empty if they begin in code} */
    static String before(List<Shown> block) {
        if (block.isEmpty() || block.getFirst().newLine() == 1) {
            return "";
        }
        String text = block.stream().map(Shown::text).collect(Collectors.joining("\n"));
        Matcher quotes = QUOTES.matcher(text);
        if (!quotes.find()) {
            return "";
        }
        String first = quotes.group();
        int count = 1;
        while (quotes.find()) {
            count += quotes.group().equals(first) ? 1 : 0;
        }
        // An even number ends where it began; of an odd one the first either opens or closes.
        return count % 2 == 0 || opens(text, text.indexOf(first)) ? "" : first;
    }

    private static boolean opens(String text, int at) {
        int start = text.lastIndexOf('\n', at) + 1;
        int end = text.indexOf('\n', at);
        String before = text.substring(start, at);
        String after = text.substring(at + 3, end < 0 ? text.length() : end);
        if (!OPENS.matcher(before).matches()) {
            return false;
        }
        String above = text.substring(0, Math.max(0, start - 1)).stripTrailing();
        return !after.isBlank() && !after.strip().matches("[)\\]},.;%].*") || above.endsWith(":")
                || !before.isBlank() && !before.strip().matches("[rRuUbBfF]{1,2}");
    }
}
