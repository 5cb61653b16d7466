package dev.telecoder.support.version;

/** Numbers of any length, as digits. */
final class Digits {

    private Digits() {}

    static boolean is(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean all(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!is(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** {@return the end of the run of digits that begins there} */
    static int end(String text, int from) {
        int at = from;
        while (at < text.length() && is(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Compares two runs of digits as the numbers they are; an empty one is 0. */
    static int compare(String left, String right) {
        String a = stripped(left);
        String b = stripped(right);
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    static boolean zero(String digits) {
        return stripped(digits).isEmpty();
    }

    private static String stripped(String digits) {
        int at = 0;
        while (at < digits.length() && digits.charAt(at) == '0') {
            at++;
        }
        return digits.substring(at);
    }
}
