package dev.telecoder.support.version;

/** Debian policy, 5.6.12: epoch, upstream version, revision; a tilde comes before everything, even the end. */
final class DebianOrder {

    private DebianOrder() {}

    static int compare(String left, String right) {
        int colonLeft = left.indexOf(':');
        int colonRight = right.indexOf(':');
        int order = Digits.compare(colonLeft < 0 ? "" : left.substring(0, colonLeft),
                colonRight < 0 ? "" : right.substring(0, colonRight));
        if (order != 0) {
            return order;
        }
        String a = left.substring(colonLeft + 1);
        String b = right.substring(colonRight + 1);
        int hyphenA = a.lastIndexOf('-');
        int hyphenB = b.lastIndexOf('-');
        order = part(hyphenA < 0 ? a : a.substring(0, hyphenA), hyphenB < 0 ? b : b.substring(0, hyphenB));
        return order != 0 ? order
                : part(hyphenA < 0 ? "" : a.substring(hyphenA + 1), hyphenB < 0 ? "" : b.substring(hyphenB + 1));
    }

    private static int part(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (i < a.length() && !Digits.is(a.charAt(i)) || j < b.length() && !Digits.is(b.charAt(j))) {
                int order = Integer.compare(weight(a, i), weight(b, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endA = Digits.end(a, Math.min(i, a.length()));
            int endB = Digits.end(b, Math.min(j, b.length()));
            int order = Digits.compare(a.substring(Math.min(i, a.length()), endA),
                    b.substring(Math.min(j, b.length()), endB));
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return 0;
    }

    private static int weight(String text, int at) {
        if (at >= text.length()) {
            return 0;
        }
        char c = text.charAt(at);
        return Digits.is(c) ? 0 : c == '~' ? -1 : c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ? c : c + 256;
    }
}
