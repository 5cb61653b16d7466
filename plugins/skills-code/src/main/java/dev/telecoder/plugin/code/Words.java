package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Splits code and sentences into the words they are about: of camelCase and snake_case, in a plain form. An index knows a
 * word by the hash of its plain form. Pure; written by hand, since whole repositories go through it.
 */
final class Words {

    private static final int LONGEST = 64;
    private static final Set<String> STOP = new HashSet<>(
            of("""
            a an and are as at be by do does for from has have how i in into is it its of on or that the their then this to was \
            we were what when where which who whose will with you code function method class find there if return all any one whether given specified such so may must can not \
            but been being only than otherwise would should use used using also no each every some other same tells says"""));

    private Words() {}

    /** Takes a word in its plain form. */
    private interface Sink {
        void word(char[] letters, int length);
    }

    /** {@return the words of a text, each in a plain form} */
    static List<String> of(CharSequence text) {
        var words = new ArrayList<String>();
        scan(text, 0, text.length(), (letters, length) -> words.add(new String(letters, 0, length)));
        return words;
    }

    /** Tells the hash of each word of a part of a text. */
    static void hashes(CharSequence text, int from, int to, IntConsumer sink) {
        scan(text, from, to, (letters, length) -> {
            int hash = 0;
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + letters[i];
            }
            sink.accept(hash);
        });
    }

    /** {@return the words of a question, without those that every question has; all of them if none is left} */
    static List<String> ofQuery(String query) {
        List<String> all = of(query).stream().distinct().toList();
        List<String> telling =
                all.stream().filter(word -> !STOP.contains(word) && (word.length() > 1 || all.size() == 1)).toList();
        return telling.isEmpty() ? all : telling;
    }

    /** {@return a piece of each word of the question as it must stand in a file that has it in any form} */
    static List<String> roots(List<String> words) {
        return words.stream().map(word -> word.length() > 3 ? word.substring(0, word.length() - 1) : word).toList();
    }

    private static void scan(CharSequence text, int from, int to, Sink sink) {
        var letters = new char[LONGEST];
        int at = from;
        while (at < to) {
            if (!isPart(text.charAt(at))) {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < to && isPart(text.charAt(end))) {
                end++;
            }
            word(text, at, end, letters, sink);
            at = end;
        }
    }

    private static void word(CharSequence text, int from, int to, char[] letters, Sink sink) {
        int parts = 0;
        int at = from;
        while (at < to) {
            int end = partEnd(text, at, to);
            if (end > at) {
                int length = Math.min(LONGEST, end - at);
                for (int i = 0; i < length; i++) {
                    letters[i] = lower(text.charAt(at + i));
                }
                sink.word(letters, Stem.of(letters, length));
                parts++;
            }
            at = Math.max(end, at + 1);
        }
        if (parts > 1 && parts < 5 && to - from <= LONGEST) {
            int length = 0;
            for (int i = from; i < to; i++) {
                if (text.charAt(i) != '_') {
                    letters[length++] = lower(text.charAt(i));
                }
            }
            sink.word(letters, length);
        }
    }

    /** {@return where the part of a name that begins here ends: a number, letters, or capitals up to the next word} */
    private static int partEnd(CharSequence text, int from, int to) {
        char first = text.charAt(from);
        if (first == '_' || first == '$') {
            return from;
        }
        int end = from + 1;
        if (isDigit(first)) {
            while (end < to && isDigit(text.charAt(end))) {
                end++;
            }
            return end;
        }
        boolean capital = isUpper(first);
        while (capital && end < to && isUpper(text.charAt(end))) {
            end++;
        }
        if (capital && end - from > 1) {
            return end < to && isLower(text.charAt(end)) ? end - 1 : end;
        }
        while (end < to && isLower(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPart(char c) {
        return c < 128 ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$'
                : Character.isLetterOrDigit(c);
    }

    private static boolean isUpper(char c) {
        return c < 128 ? c >= 'A' && c <= 'Z' : Character.isUpperCase(c);
    }

    private static boolean isLower(char c) {
        return c < 128 ? c >= 'a' && c <= 'z' : Character.isLetter(c) && !Character.isUpperCase(c);
    }

    private static boolean isDigit(char c) {
        return c < 128 ? c >= '0' && c <= '9' : Character.isDigit(c);
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c < 128 ? c : Character.toLowerCase(c);
    }
}
