package dev.telecoder.support.version;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Conan 2: items between dots, compared as numbers where both are, trailing zeros left out; then pre-release and build. */
final class ConanOrder {

    private ConanOrder() {}

    static int compare(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int order = items(before(before(a, '+'), '-'), before(before(b, '+'), '-'));
        if (order == 0) {
            order = part(after(before(a, '+'), '-'), after(before(b, '+'), '-'), 1);
        }
        return order != 0 ? order : part(after(a, '+'), after(b, '+'), -1);
    }

    private static int part(String a, String b, int absent) {
        if (a.isEmpty() || b.isEmpty()) {
            return absent * Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        return items(a, b);
    }

    private static int items(String a, String b) {
        List<String> left = list(a);
        List<String> right = list(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            String l = left.get(i);
            String r = right.get(i);
            int order = Digits.all(l) && Digits.all(r) ? Digits.compare(l, r) : l.compareTo(r);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static List<String> list(String text) {
        List<String> items = new ArrayList<>(Arrays.asList(text.split("\\.", -1)));
        while (!items.isEmpty() && Digits.all(items.getLast()) && Digits.zero(items.getLast())) {
            items.removeLast();
        }
        return items;
    }

    private static String before(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String after(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? "" : text.substring(at + 1);
    }
}
