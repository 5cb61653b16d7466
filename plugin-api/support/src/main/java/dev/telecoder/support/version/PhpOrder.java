package dev.telecoder.support.version;

import java.util.List;

/**
 * Packagist, by PHP's version_compare, as OSV orders it too. Separators at the end, with which PHP gives no order at all, are
 * left out.
 */
final class PhpOrder {

    private static final List<List<String>> FORMS = List.of(List.of("dev"), List.of("alpha", "a"), List.of("beta", "b"),
            List.of("RC", "rc"), List.of("#"), List.of("pl", "p"));
    private static final String NUMBER = "#N#";

    private PhpOrder() {}

    static int compare(String left, String right) {
        return canonical(unprefixed(left), unprefixed(right));
    }

    static boolean prerelease(String version) {
        return version.matches(".*(dev|alpha|beta|rc|\\da|\\db|-a|-b).*");
    }

    private static String unprefixed(String version) {
        int end = version.length();
        while (end > 0 && !word(version.charAt(end - 1))) {
            end--;
        }
        int begin = end > 1 && (version.charAt(0) == 'v' || version.charAt(0) == 'V') ? 1 : 0;
        return version.substring(begin, end);
    }

    private static int canonical(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(!left.isEmpty(), !right.isEmpty());
        }
        String[] a = (left.startsWith("#") ? left : dotted(left)).split("\\.", -1);
        String[] b = (right.startsWith("#") ? right : dotted(right)).split("\\.", -1);
        int i = 0;
        while (goesOn(a, i) && goesOn(b, i)) {
            int order = part(a[i], b[i]);
            if (order != 0) {
                return order;
            }
            i++;
        }
        if (i < a.length) {
            return !a[i].isEmpty() && Digits.is(a[i].charAt(0)) ? 1 : canonical(rest(a, i), NUMBER);
        }
        if (i < b.length) {
            return !b[i].isEmpty() && Digits.is(b[i].charAt(0)) ? -1 : canonical(NUMBER, rest(b, i));
        }
        return 0;
    }

    private static boolean goesOn(String[] parts, int at) {
        return at < parts.length && !(at == parts.length - 1 && parts[at].isEmpty());
    }

    private static String rest(String[] parts, int from) {
        return String.join(".", List.of(parts).subList(from, parts.length));
    }

    private static int part(String a, String b) {
        boolean numberA = Digits.end(a, 0) > 0;
        boolean numberB = Digits.end(b, 0) > 0;
        return numberA && numberB ? Digits.compare(a.substring(0, Digits.end(a, 0)), b.substring(0, Digits.end(b, 0)))
                : Integer.compare(form(numberA ? NUMBER : a), form(numberB ? NUMBER : b));
    }

    private static int form(String word) {
        for (int i = 0; i < FORMS.size(); i++) {
            if (FORMS.get(i).stream().anyMatch(word::startsWith)) {
                return i;
            }
        }
        return -1;
    }

    private static String dotted(String version) {
        StringBuilder out = new StringBuilder().append(version.charAt(0));
        char last = version.charAt(0);
        for (int i = 1; i < version.length(); i++) {
            char c = version.charAt(i);
            boolean separator = special(c);
            boolean turn = other(last) && !special(last) && Digits.is(c) || Digits.is(last) && other(c);
            boolean word = word(c);
            if ((separator || turn || !word) && out.charAt(out.length() - 1) != '.') {
                out.append('.');
            }
            if (!separator && (turn || word)) {
                out.append(c);
            }
            last = c;
        }
        return out.toString();
    }

    private static boolean word(char c) {
        return Digits.is(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean special(char c) {
        return c == '-' || c == '_' || c == '+';
    }

    private static boolean other(char c) {
        return !Digits.is(c) && c != '.';
    }
}
