package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Splits code and sentences into the words they are about: of camelCase and snake_case, in a plain form. Pure. */
final class Words {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");
    private static final Pattern PART = Pattern.compile(
            "\\p{Lu}+(?=\\p{Lu}\\p{Ll})|\\p{Lu}?[\\p{Ll}\\p{Lo}]+|\\p{Lu}+|\\p{N}+");
    private static final Set<String> STOP = Set.of("a", "an", "and", "are", "as", "at", "be", "by", "do", "does", "for",
            "from", "has", "have", "how", "i", "in", "into", "is", "it", "its", "of", "on", "or", "that", "the", "their",
            "then", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "whose", "will", "with",
            "you", "code", "function", "method", "class", "find", "there", "if", "return", "returns", "all", "any", "one");

    private Words() {}

    /** {@return the words of a text, each in a plain form} */
    static List<String> of(CharSequence text) {
        var words = new ArrayList<String>();
        var word = WORD.matcher(text);
        while (word.find()) {
            var part = PART.matcher(word.group());
            int parts = 0;
            while (part.find()) {
                words.add(stem(part.group().toLowerCase(Locale.ROOT)));
                parts++;
            }
            if (parts > 1 && parts < 5) {
                words.add(word.group().replace("_", "").toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    /** {@return the words of a question, without those that every question has; all of them if none is left} */
    static List<String> ofQuery(String query) {
        List<String> all = of(query).stream().distinct().toList();
        Set<String> stop = STOP;
        List<String> telling = all.stream().filter(word -> !stop.contains(word) && (word.length() > 1 || all.size() == 1)).toList();
        return telling.isEmpty() ? all : telling;
    }

    /** {@return a piece of each word of the question as it must stand in a file that has it in any form} */
    static List<String> roots(List<String> words) {
        return words.stream().map(word -> word.length() > 3 ? word.substring(0, word.length() - 1) : word).toList();
    }

    static String stem(String word) {
        if (word.length() < 4) {
            return word;
        }
        String stem = word;
        if (stem.endsWith("ies") && stem.length() > 4) {
            return stem.substring(0, stem.length() - 3) + "y";
        }
        if (stem.endsWith("sses")) {
            return stem.substring(0, stem.length() - 2);
        }
        if (stem.endsWith("s") && !stem.endsWith("ss") && !stem.endsWith("us") && !stem.endsWith("is")) {
            stem = stem.substring(0, stem.length() - 1);
        }
        for (String end : List.of("ization", "ation", "ingly", "edly", "ing", "ed", "er", "or", "ion", "ment", "ly")) {
            int rest = stem.length() - end.length();
            if (stem.endsWith(end) && rest >= 4 || stem.endsWith(end) && rest == 3 && end.length() <= 3) {
                stem = stem.substring(0, rest);
                break;
            }
        }
        int last = stem.length() - 1;
        if (last > 2 && stem.charAt(last) == stem.charAt(last - 1) && "lsz".indexOf(stem.charAt(last)) < 0) {
            stem = stem.substring(0, last);
        }
        return stem.length() > 4 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
    }
}
