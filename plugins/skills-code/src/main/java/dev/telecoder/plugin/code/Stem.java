package dev.telecoder.plugin.code;

/** Takes the endings off English words, lightly: what is written alike shall be found alike. Pure. */
final class Stem {

    private static final char[][] ENDINGS =
            endings("ization", "ation", "ingly", "edly", "ing", "ed", "er", "or", "ion", "ment",
                    "ly");

    private Stem() {}

    /** {@return how many of the letters are left; the last of them may have changed} */
    static int of(char[] word, int given) {
        int length = given;
        if (length < 4) {
            return length;
        }
        if (length > 4 && ends(word, length, 'i', 'e', 's')) {
            word[length - 3] = 'y';
            return length - 2;
        }
        if (length > 4 && ends(word, length, 's', 'e', 's') && word[length - 4] == 's') {
            return length - 2;
        }
        if (word[length - 1] == 's' && "sui".indexOf(word[length - 2]) < 0) {
            length--;
        }
        for (char[] ending : ENDINGS) {
            int rest = length - ending.length;
            if ((rest >= 4 || rest == 3 && ending.length <= 3) && ends(word, length, ending)) {
                length = rest;
                break;
            }
        }
        char last = word[length - 1];
        if (length > 3 && last == word[length - 2] && "lsz".indexOf(last) < 0) {
            length--;
        }
        return length > 4 && word[length - 1] == 'e' ? length - 1 : length;
    }

    private static boolean ends(char[] word, int length, char... ending) {
        for (int i = 1; i <= ending.length; i++) {
            if (word[length - i] != ending[ending.length - i]) {
                return false;
            }
        }
        return true;
    }

    private static char[][] endings(String... words) {
        var endings = new char[words.length][];
        for (int i = 0; i < words.length; i++) {
            endings[i] = words[i].toCharArray();
        }
        return endings;
    }
}
