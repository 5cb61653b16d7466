package dev.telecoder.support.version;

/** RPM: epoch, version and release, each by rpmvercmp, with the tilde for what comes before and the caret for what follows. */
final class RpmOrder {

    private RpmOrder() {}

    static int compare(String left, String right) {
        int colonLeft = epochEnd(left);
        int colonRight = epochEnd(right);
        int order = Digits.compare(colonLeft < 0 ? "" : left.substring(0, colonLeft),
                colonRight < 0 ? "" : right.substring(0, colonRight));
        if (order != 0) {
            return order;
        }
        String a = left.substring(colonLeft + 1);
        String b = right.substring(colonRight + 1);
        int hyphenA = a.indexOf('-');
        int hyphenB = b.indexOf('-');
        order = part(hyphenA < 0 ? a : a.substring(0, hyphenA), hyphenB < 0 ? b : b.substring(0, hyphenB));
        return order != 0 ? order
                : part(hyphenA < 0 ? "" : a.substring(hyphenA + 1), hyphenB < 0 ? "" : b.substring(hyphenB + 1));
    }

    private static int epochEnd(String version) {
        int colon = version.indexOf(':');
        return colon < 0 || colon > 0 && !Digits.all(version.substring(0, colon)) ? -1 : colon;
    }

    private static int part(String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            i = skip(a, i);
            j = skip(b, j);
            char c = i < a.length() ? a.charAt(i) : 0;
            char d = j < b.length() ? b.charAt(j) : 0;
            if (c == '~' || d == '~') {
                if (c != d) {
                    return c == '~' ? -1 : 1;
                }
                i++;
                j++;
                continue;
            }
            if (c == '^' || d == '^') {
                if (c != d) {
                    return c == 0 ? -1 : d == 0 ? 1 : c == '^' ? -1 : 1;
                }
                i++;
                j++;
                continue;
            }
            if (c == 0 || d == 0) {
                break;
            }
            boolean number = Digits.is(c);
            int endA = run(a, i, number);
            int endB = run(b, j, number);
            if (endB == j) {
                return number ? 1 : -1;
            }
            String one = a.substring(i, endA);
            String two = b.substring(j, endB);
            int order = number ? Digits.compare(one, two) : one.compareTo(two);
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return Boolean.compare(i < a.length(), j < b.length());
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && !Digits.is(text.charAt(at)) && !letter(text.charAt(at)) && text.charAt(at) != '~'
                && text.charAt(at) != '^') {
            at++;
        }
        return at;
    }

    private static int run(String text, int from, boolean number) {
        int at = from;
        while (at < text.length() && (number ? Digits.is(text.charAt(at)) : letter(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
