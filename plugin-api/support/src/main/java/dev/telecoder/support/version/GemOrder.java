package dev.telecoder.support.version;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** RubyGems: numbers and words; a word comes before any number, and zeros before a word or the end do not count. */
final class GemOrder {

    private static final Pattern SEGMENT = Pattern.compile("[0-9]+|[a-zA-Z]+");

    private GemOrder() {}

    static int compare(String left, String right) {
        List<String> a = segments(left);
        List<String> b = segments(right);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            String one = i < a.size() ? a.get(i) : "0";
            String two = i < b.size() ? b.get(i) : "0";
            boolean number = Digits.all(one);
            int order = number != Digits.all(two) ? number ? 1 : -1
                    : number ? Digits.compare(one, two) : one.compareTo(two);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<String> segments(String version) {
        String plain = version.startsWith("v") ? version.substring(1) : version;
        List<String> all = SEGMENT.matcher(plain.replace("-", ".pre.")).results().map(MatchResult::group).toList();
        int word = 0;
        while (word < all.size() && Digits.all(all.get(word))) {
            word++;
        }
        List<String> canonical = new ArrayList<>(all.subList(0, word));
        dropZeros(canonical);
        List<String> words = new ArrayList<>(all.subList(word, all.size()));
        dropZeros(words);
        canonical.addAll(words);
        return canonical;
    }

    private static void dropZeros(List<String> segments) {
        while (!segments.isEmpty() && Digits.all(segments.getLast()) && Digits.zero(segments.getLast())) {
            segments.removeLast();
        }
    }
}
