package dev.telecoder.support.version;

import java.util.ArrayList;
import java.util.List;

/** Plain numbers between dots or hyphens, compared one by one; of two that begin alike, the longer one is later (CRAN, Hackage). */
final class NumberListOrder {

    private NumberListOrder() {}

    static int compare(String left, String right) {
        List<String> a = parts(left);
        List<String> b = parts(right);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = Digits.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static List<String> parts(String version) {
        List<String> numbers = new ArrayList<>();
        for (String part : version.split("[.-]", -1)) {
            if (!Digits.all(part)) {
                break;
            }
            numbers.add(part);
        }
        return numbers;
    }
}
