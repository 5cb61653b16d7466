package dev.telecoder.support.version;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PEP 440. What is no such version comes before all that are, in the order of setuptools of old. */
final class PythonOrder {

    private static final Pattern VERSION = Pattern.compile("v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)"
            + "(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preno>[0-9]+)?)?"
            + "(?:-(?<postno1>[0-9]+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postno2>[0-9]+)?)?"
            + "(?:[-_.]?(?<dev>dev)[-_.]?(?<devno>[0-9]+)?)?(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?");
    private static final Pattern LEGACY_PART = Pattern.compile("\\d+|[a-z]+|\\.|-|[^\\da-z.-]+");

    /** A version, so that each part can be compared; {@code null} for a part that is not there. */
    private record Parsed(String epoch, List<String> release, @Nullable String pre, String preNumber,
            @Nullable String post, @Nullable String dev, @Nullable String local) {

        static @Nullable Parsed of(String version) {
            Matcher m = VERSION.matcher(version.toLowerCase(Locale.ROOT));
            if (!m.matches()) {
                return null;
            }
            List<String> release = new ArrayList<>(Arrays.asList(m.group("release").split("\\.")));
            while (!release.isEmpty() && Digits.zero(release.getLast())) {
                release.removeLast();
            }
            String pre = m.group("pre");
            boolean post = m.group("post") != null || m.group("postno1") != null;
            return new Parsed(text(m.group("epoch")), release, pre == null ? null : letter(pre),
                    text(m.group("preno")),
                    post ? text(m.group("postno1")) + text(m.group("postno2")) : null,
                    m.group("dev") == null ? null : text(m.group("devno")), m.group("local"));
        }

        private static String text(@Nullable String group) {
            return group == null ? "" : group;
        }

        private static String letter(String word) {
            return switch (word) {
                case "alpha" -> "a";
                case "beta" -> "b";
                case "c", "pre", "preview" -> "rc";
                default -> word;
            };
        }

        /** 0: a development release of a release itself; 2: none, a final release. */
        int stage() {
            return pre != null ? 1 : post == null && dev != null ? 0 : 2;
        }
    }

    private PythonOrder() {}

    static boolean prerelease(String version) {
        Parsed parsed = Parsed.of(version);
        return parsed == null || parsed.pre() != null || parsed.dev() != null;
    }

    static int compare(String left, String right) {
        Parsed a = Parsed.of(left);
        Parsed b = Parsed.of(right);
        if (a == null || b == null) {
            return a != null ? 1 : b != null ? -1 : legacy(left, right);
        }
        int order = Digits.compare(a.epoch(), b.epoch());
        if (order == 0) {
            order = SemverOrder.numbers(a.release(), b.release());
        }
        if (order == 0) {
            order = Integer.compare(a.stage(), b.stage());
        }
        if (order == 0 && a.pre() != null && b.pre() != null) {
            order = a.pre().compareTo(b.pre());
            order = order != 0 ? order : Digits.compare(a.preNumber(), b.preNumber());
        }
        if (order == 0) {
            order = optional(a.post(), b.post(), -1);
        }
        if (order == 0) {
            order = optional(a.dev(), b.dev(), 1);
        }
        return order == 0 ? local(a.local(), b.local()) : order;
    }

    /** Compares numbers that may be missing; {@code absent} tells how a missing one compares with one that is there. */
    private static int optional(@Nullable String a, @Nullable String b, int absent) {
        return a == null ? b == null ? 0 : absent : b == null ? -absent : Digits.compare(a, b);
    }

    private static int local(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return Boolean.compare(a != null, b != null);
        }
        String[] left = a.split("[-_.]");
        String[] right = b.split("[-_.]");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean number = Digits.all(left[i]);
            int order = number != Digits.all(right[i]) ? number ? 1 : -1
                    : number ? Digits.compare(left[i], right[i]) : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int legacy(String a, String b) {
        List<String> left = legacyParts(a);
        List<String> right = legacyParts(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static List<String> legacyParts(String version) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = LEGACY_PART.matcher(version.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String part = switch (matcher.group()) {
                case "pre", "preview", "rc" -> "c";
                case "-" -> "final-";
                case "dev" -> "@";
                default -> matcher.group();
            };
            if (part.equals(".")) {
                continue;
            }
            String word = Digits.all(part) ? "0".repeat(Math.max(0, 8 - part.length())) + part : "*" + part;
            if (word.startsWith("*")) {
                while (word.compareTo("*final") < 0 && !parts.isEmpty() && parts.getLast().equals("*final-")) {
                    parts.removeLast();
                }
                while (!parts.isEmpty() && parts.getLast().equals("00000000")) {
                    parts.removeLast();
                }
            }
            parts.add(word);
        }
        parts.add("*final");
        return parts;
    }
}
