package dev.telecoder.platform.memory;

import java.util.Arrays;
import java.util.List;

/** Takes the endings off English words as the index does: Porter's algorithm. Pure. */
final class Porter {

    private record Rule(String ending, String instead) {}

    private static final List<Rule> SECOND =
            rules("ational ate tional tion enci ence anci ance izer ize bli ble alli al"
                    + " entli ent eli e ousli ous ization ize ation ate ator ate alism al iveness ive fulness ful ousness ous"
                    + " aliti al iviti ive biliti ble logi log");
    private static final List<Rule> THIRD = rules("icate ic ative - alize al iciti ic ical ic ful - ness -");
    private static final List<Rule> FOURTH =
            rules("al - ance - ence - er - ic - able - ible - ant - ement - ment - ent -"
                    + " ion - ou - ism - ate - iti - ous - ive - ize -");
    private static final int LONGEST = 64;

    private Porter() {}

    /** {@return the stem of a word in lower case; the word itself if it is short, very long, or not of plain letters} */
    static String stem(String word) {
        if (word.length() < 3 || word.length() > LONGEST || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return word;
        }
        return last(fourth(replaced(replaced(y(first(plural(word))), SECOND), THIRD)));
    }

    private static List<Rule> rules(String table) {
        String[] words = table.split(" ");
        Rule[] rules = new Rule[words.length / 2];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = new Rule(words[2 * i], words[2 * i + 1].equals("-") ? "" : words[2 * i + 1]);
        }
        // The longest ending that fits is the one that counts.
        Arrays.sort(rules, (a, b) -> b.ending().length() - a.ending().length());
        return List.of(rules);
    }

    private static String plural(String word) {
        if (word.endsWith("sses") || word.endsWith("ies")) {
            return cut(word, 2);
        }
        return word.endsWith("s") && !word.endsWith("ss") ? cut(word, 1) : word;
    }

    private static String first(String word) {
        if (word.endsWith("eed")) {
            return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        String stem = word.endsWith("ed") ? cut(word, 2) : word.endsWith("ing") ? cut(word, 3) : word;
        if (stem.length() == word.length() || !hasVowel(stem)) {
            return word;
        }
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        int end = stem.length() - 1;
        if (end > 0 && stem.charAt(end) == stem.charAt(end - 1) && !isVowel(stem, end)
                && "lsz".indexOf(stem.charAt(end)) < 0) {
            return cut(stem, 1);
        }
        return measure(stem) == 1 && isShort(stem) ? stem + "e" : stem;
    }

    private static String y(String word) {
        return word.endsWith("y") && hasVowel(cut(word, 1)) ? cut(word, 1) + "i" : word;
    }

    private static String replaced(String word, List<Rule> rules) {
        for (Rule rule : rules) {
            if (word.endsWith(rule.ending())) {
                String stem = cut(word, rule.ending().length());
                return measure(stem) > 0 ? stem + rule.instead() : word;
            }
        }
        return word;
    }

    private static String fourth(String word) {
        for (Rule rule : FOURTH) {
            if (word.endsWith(rule.ending())) {
                String stem = cut(word, rule.ending().length());
                boolean fits = !rule.ending().equals("ion") || stem.endsWith("s") || stem.endsWith("t");
                return measure(stem) > 1 && fits ? stem : word;
            }
        }
        return word;
    }

    private static String last(String word) {
        String stem = word;
        if (word.endsWith("e")) {
            String rest = cut(word, 1);
            int measure = measure(rest);
            stem = measure > 1 || measure == 1 && !isShort(rest) ? rest : word;
        }
        return stem.endsWith("ll") && measure(stem) > 1 ? cut(stem, 1) : stem;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }

    private static boolean isVowel(String word, int at) {
        char c = word.charAt(at);
        return "aeiou".indexOf(c) >= 0 || c == 'y' && at > 0 && !isVowel(word, at - 1);
    }

    private static boolean hasVowel(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (isVowel(word, i)) {
                return true;
            }
        }
        return false;
    }

    /** {@return how often consonants follow vowels} */
    private static int measure(String word) {
        int measure = 0;
        for (int i = 1; i < word.length(); i++) {
            measure += isVowel(word, i - 1) && !isVowel(word, i) ? 1 : 0;
        }
        return measure;
    }

    /** {@return whether it ends in consonant, vowel, consonant, the last not w, x or y} */
    private static boolean isShort(String word) {
        int end = word.length() - 1;
        return end >= 2 && !isVowel(word, end) && isVowel(word, end - 1) && !isVowel(word, end - 2)
                && "wxy".indexOf(word.charAt(end)) < 0;
    }
}
