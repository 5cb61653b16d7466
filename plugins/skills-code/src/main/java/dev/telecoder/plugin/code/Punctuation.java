package dev.telecoder.plugin.code;

import java.util.HashMap;
import java.util.Map;

/** The typographic characters that models and editors put in place of plain ones, each of one character. Pure. */
final class Punctuation {

    private static final Map<Character, Character> PLAIN = plainOnes();

    private Punctuation() {}

    static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return mapped(text, PLAIN);
            }
        }
        return text;
    }

    /**
     * Writes a new text the way the file does: where the old text has a typographic character and the file the plain
     * one in its place, the new text gets the plain one too.
     */
    static String likeFile(String text, String old, String file) {
        var wrong = new HashMap<Character, Character>();
        for (int i = 0; i < old.length(); i++) {
            char plain = PLAIN.getOrDefault(old.charAt(i), old.charAt(i));
            if (plain != old.charAt(i) && file.indexOf(old.charAt(i)) < 0) {
                wrong.put(old.charAt(i), plain);
                // Quotes come in pairs, of which the old text may show only one.
                PLAIN.forEach((special, same) -> {
                    if (same == plain && (plain == '"' || plain == '\'') && file.indexOf(special) < 0) {
                        wrong.put(special, plain);
                    }
                });
            }
        }
        return wrong.isEmpty() ? text : mapped(text, wrong);
    }

    private static String mapped(String text, Map<Character, Character> map) {
        var changed = new StringBuilder(text);
        for (int i = 0; i < changed.length(); i++) {
            Character other = map.get(changed.charAt(i));
            if (other != null) {
                changed.setCharAt(i, other);
            }
        }
        return changed.toString();
    }

    private static Map<Character, Character> plainOnes() {
        var plain = new HashMap<Character, Character>();
        put(plain, '\'', "\u2018\u2019\u201A\u201B\u2032\u00B4\u02BC");
        put(plain, '"', "\u201C\u201D\u201E\u201F\u2033");
        put(plain, '-', "\u2010\u2011\u2012\u2013\u2014\u2015\u2212");
        put(plain, ' ', "\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000");
        return Map.copyOf(plain);
    }

    private static void put(Map<Character, Character> map, char plain, String specials) {
        for (char special : specials.toCharArray()) {
            map.put(special, plain);
        }
    }
}
