package dev.telecoder.support.version;

import java.util.ArrayList;
import java.util.List;

/**
 * Semantic Versioning 2.0.0, forgiving: a leading {@code v}, missing and further numbers, and leading zeros are taken. What
 * stands after a plus is ignored, but for Dart's packages, where it counts last.
 */
record SemverOrder(boolean buildCounts) {

    static final SemverOrder PLAIN = new SemverOrder(false);
    static final SemverOrder WITH_BUILD = new SemverOrder(true);

    /** The parts of a version. */
    record Parts(List<String> numbers, String pre, String build) {

        static Parts of(String version, boolean lettersBegin) {
            String rest = unprefixed(version);
            int plus = rest.indexOf('+');
            String build = plus < 0 ? "" : rest.substring(plus + 1);
            rest = plus < 0 ? rest : rest.substring(0, plus);
            List<String> numbers = new ArrayList<>();
            int at = 0;
            while (at < rest.length()) {
                int end = Digits.end(rest, at);
                if (end == at) {
                    break;
                }
                numbers.add(rest.substring(at, end));
                at = end;
                if (at < rest.length() - 1 && rest.charAt(at) == '.' && Digits.is(rest.charAt(at + 1))) {
                    at++;
                } else {
                    break;
                }
            }
            String pre = rest.substring(at);
            if (pre.startsWith("-") || pre.startsWith(".") && lettersBegin) {
                pre = pre.substring(1);
            }
            return new Parts(numbers, pre, build);
        }

        /** Tools write v1.2.3 and go1.2.3. */
        private static String unprefixed(String version) {
            int at = 0;
            if (version.startsWith("go") && version.length() > 2 && Digits.is(version.charAt(2))) {
                at = 2;
            }
            while (at < version.length() && (version.charAt(at) == '=' || version.charAt(at) == ' ')) {
                at++;
            }
            if (at < version.length() - 1 && (version.charAt(at) == 'v' || version.charAt(at) == 'V')) {
                at++;
            }
            return version.substring(at);
        }
    }

    int compare(String left, String right) {
        Parts a = Parts.of(left, true);
        Parts b = Parts.of(right, true);
        if (a.numbers().isEmpty() != b.numbers().isEmpty()) {
            return a.numbers().isEmpty() ? -1 : 1;
        }
        int order = numbers(a.numbers(), b.numbers());
        if (order == 0) {
            order = pre(a.pre(), b.pre());
        }
        return order == 0 && buildCounts ? build(a.build(), b.build()) : order;
    }

    static boolean prerelease(String version) {
        return !Parts.of(version, true).pre().isEmpty();
    }

    static int numbers(List<String> a, List<String> b) {
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            int order = Digits.compare(i < a.size() ? a.get(i) : "", i < b.size() ? b.get(i) : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    static int pre(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        return identifiers(a, b);
    }

    private static int build(String a, String b) {
        return a.isEmpty() || b.isEmpty() ? Boolean.compare(!a.isEmpty(), !b.isEmpty()) : identifiers(a, b);
    }

    private static int identifiers(String a, String b) {
        String[] left = a.split("\\.", -1);
        String[] right = b.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean number = Digits.all(left[i]);
            int order = number != Digits.all(right[i]) ? number ? -1 : 1
                    : number ? Digits.compare(left[i], right[i]) : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
