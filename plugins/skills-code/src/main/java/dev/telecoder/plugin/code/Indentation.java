package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How the indentation of a snippet becomes the one of the file: by a constant offset, or from one unit to another. */
final class Indentation {

    static final Indentation SAME = new Indentation(indent -> indent, "");

    private final UnaryOperator<String> mapping;
    private final String first;

    private Indentation(UnaryOperator<String> mapping, String first) {
        this.mapping = mapping;
        this.first = first;
    }

    /**
     * A line of the snippet and the line of the file that it stands for.
     *
     * @param old the snippet's
     * @param file the file's
     */
    record Pair(String old, String file) {}

    /**
     * Finds the mapping.
     *
     * @param pairs the lines that are known to be the same, the first one of the snippet first
     * @param now the new lines, which must be mapped too
     * @return empty if the two are not indented alike in any simple way
     */
    static Optional<Indentation> between(List<Pair> pairs, List<String> now) {
        var known = pairs.stream()
                .filter(pair -> !pair.old().isBlank())
                .map(pair -> new Pair(indent(pair.old()), indent(pair.file())))
                .toList();
        if (known.stream().allMatch(pair -> pair.old().equals(pair.file()))) {
            return Optional.of(SAME);
        }
        if (alreadyLikeFile(pairs, known, now)) {
            return Optional.of(SAME);
        }
        var all = mapping(known, now);
        if (all.isPresent()) {
            return Optional.of(new Indentation(all.get(), ""));
        }
        // A snippet that begins in the middle of its first line has no indentation there.
        if (known.size() > 1 && known.getFirst().old().isEmpty()
                && known.stream().skip(1).noneMatch(pair -> pair.old().isEmpty())) {
            return mapping(known.subList(1, known.size()), now.isEmpty() ? now : now.subList(1, now.size()))
                    .map(rest -> new Indentation(rest, known.getFirst().file()));
        }
        return Optional.empty();
    }

    /** {@return the new line, indented as the file is} */
    String apply(String line, int index) {
        if (line.isBlank()) {
            return line;
        }
        String indent = indent(line);
        if (index == 0 && indent.isEmpty() && !first.isEmpty()) {
            return first + line;
        }
        return mapping.apply(indent) + line.substring(indent.length());
    }

    static String indent(String line) {
        int end = 0;
        while (end < line.length() && Punctuation.plain(line.substring(end, end + 1)).isBlank()) {
            end++;
        }
        return line.substring(0, end);
    }

    /** The model may have got the old text wrong and the new one right. */
    private static boolean alreadyLikeFile(List<Pair> pairs, List<Pair> known, List<String> now) {
        boolean likeOld = pairs.stream().anyMatch(pair -> !pair.old().isBlank()
                && !indent(pair.old()).equals(indent(pair.file())) && now.contains(pair.old()));
        if (likeOld) {
            return false;
        }
        int old = known.stream().mapToInt(pair -> pair.old().length()).min().orElse(0);
        int file = known.stream().mapToInt(pair -> pair.file().length()).min().orElse(0);
        int wanted =
                now.stream().filter(line -> !line.isBlank()).mapToInt(line -> indent(line).length()).min().orElse(old);
        return old != file && wanted == file && wanted != old;
    }

    private static Optional<UnaryOperator<String>> mapping(List<Pair> known, List<String> now) {
        var deeper = known.stream()
                .filter(pair -> !pair.file().endsWith(pair.old()))
                .findAny().isEmpty()
                        ? common(known.stream().map(p -> p.file().substring(0, p.file().length() - p.old().length()))
                                .toList())
                        : Optional.<String>empty();
        if (deeper.isPresent()) {
            String prefix = deeper.get();
            int unit = unit(now);
            boolean tabs = !prefix.isEmpty() && prefix.chars().allMatch(c -> c == '\t');
            Set<String> seen = known.stream().map(Pair::old).collect(Collectors.toSet());
            return Optional.of(indent -> prefix + (tabs && spaces(indent) && !seen.contains(indent)
                    ? "\t".repeat(indent.length() / unit) + " ".repeat(indent.length() % unit) : indent));
        }
        var shallower = known.stream().allMatch(pair -> pair.old().endsWith(pair.file()))
                ? common(known.stream().map(p -> p.old().substring(0, p.old().length() - p.file().length())).toList())
                : Optional.<String>empty();
        if (shallower.isPresent()) {
            String prefix = shallower.get();
            return Optional.of(indent -> indent.startsWith(prefix) ? indent.substring(prefix.length()) : "");
        }
        return linear(known, now).or(() -> table(known, now));
    }

    private static Optional<String> common(List<String> prefixes) {
        return prefixes.stream().distinct().count() == 1 ? Optional.of(prefixes.getFirst()) : Optional.empty();
    }

    /** One width for another, such as four spaces for a tab, from a base that may differ. */
    private static Optional<UnaryOperator<String>> linear(List<Pair> known, List<String> now) {
        boolean pure = known.stream().allMatch(pair -> pure(pair.old()) && pure(pair.file()));
        if (!pure || kinds(known.stream().map(Pair::old).toList()) > 1
                || kinds(known.stream().map(Pair::file).toList()) > 1) {
            return Optional.empty();
        }
        Map<Integer, Integer> widths = new LinkedHashMap<>();
        for (Pair pair : known) {
            Integer other = widths.putIfAbsent(pair.old().length(), pair.file().length());
            if (other != null && other != pair.file().length()) {
                return Optional.empty();
            }
        }
        var olds = new ArrayList<>(widths.keySet());
        int low = olds.getFirst();
        int lowFile = Objects.requireNonNull(widths.get(low));
        int run;
        int rise;
        if (olds.size() > 1) {
            run = olds.get(1) - low;
            rise = Objects.requireNonNull(widths.get(olds.get(1))) - lowFile;
        } else {
            run = low;
            rise = lowFile;
        }
        if (run == 0 || rise == 0 || (long) run * rise < 0) {
            return Optional.empty();
        }
        for (var width : widths.entrySet()) {
            if ((long) (width.getValue() - lowFile) * run != (long) (width.getKey() - low) * rise) {
                return Optional.empty();
            }
        }
        boolean tabs = known.stream().anyMatch(pair -> pair.file().indexOf('\t') >= 0);
        String blank = tabs ? "\t" : " ";
        boolean whole = now.stream().filter(line -> !line.isBlank())
                .allMatch(line -> pure(indent(line)) && (indent(line).length() - low) * rise % run == 0
                        && lowFile + (indent(line).length() - low) * rise / run >= 0);
        int from = low;
        return whole
                ? Optional.of(indent -> blank.repeat(Math.max(0, lowFile + (indent.length() - from) * rise / run)))
                : Optional.empty();
    }

    /** No rule, but each indentation of the snippet always stands for the same one of the file. */
    private static Optional<UnaryOperator<String>> table(List<Pair> known, List<String> now) {
        var table = new HashMap<String, String>();
        for (Pair pair : known) {
            String other = table.putIfAbsent(pair.old(), pair.file());
            if (other != null && !other.equals(pair.file())) {
                return Optional.empty();
            }
        }
        boolean covers = now.stream().filter(line -> !line.isBlank()).allMatch(line -> table.containsKey(indent(line)));
        return covers && known.size() > 1
                ? Optional.of(indent -> Objects.requireNonNull(table.get(indent)))
                : Optional.empty();
    }

    private static int unit(List<String> now) {
        int unit = 0;
        for (String line : now) {
            int width = line.isBlank() ? 0 : indent(line).length();
            while (width != 0) {
                int rest = unit % width;
                unit = width;
                width = rest;
            }
        }
        return unit == 0 ? 4 : unit;
    }

    private static boolean spaces(String indent) {
        return !indent.isEmpty() && indent.chars().allMatch(c -> c == ' ');
    }

    private static boolean pure(String indent) {
        return indent.chars().distinct().count() <= 1;
    }

    private static long kinds(List<String> indents) {
        return indents.stream().filter(indent -> !indent.isEmpty()).map(indent -> indent.charAt(0)).distinct().count();
    }
}
