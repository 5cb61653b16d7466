package dev.telecoder.plugin.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** Makes an edit of a source, and a fault in it. Each is {@code {file, old, now, expected}}. */
final class Faults {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w{3,}");

    private final String source;
    private final Random random;
    private List<String> old = new ArrayList<>();
    private List<String> now = new ArrayList<>();
    /** For each old line whether the edit changes it. */
    private boolean[] changed = new boolean[0];
    private boolean addition;

    private Faults(String source, Random random) {
        this.source = source;
        this.random = random;
    }

    static Optional<String[]> make(String fault, String source, Random random) {
        var faults = new Faults(source, random);
        if (!faults.edit(fault.equals("ELLIPSIS") ? 8 : 3)) {
            return Optional.empty();
        }
        String oldText = String.join("\n", faults.old);
        String newText = String.join("\n", faults.now);
        boolean unique = source.indexOf(oldText) == source.lastIndexOf(oldText);
        if (fault.equals("AMBIGUOUS")) {
            return faults.ambiguous();
        }
        if (!unique || oldText.equals(newText)) {
            return Optional.empty();
        }
        String expected = source.replace(oldText, newText);
        String file = source;
        switch (fault) {
            case "LINE_ENDS" -> {
                file = source.replace("\n", "\r\n");
                expected = expected.replace("\n", "\r\n");
            }
            case "ALREADY_APPLIED" -> {
                file = expected;
                // An edit that only adds, or only takes away, can be done twice; that is not meant here.
                if (faults.addition || file.contains(oldText)) {
                    return Optional.empty();
                }
            }
            case "LINE_NUMBERS", "FENCED", "ESCAPED", "EDGE_BLANKS" -> {
                return Optional.of(faults.copied(fault, oldText, newText, expected));
            }
            case "PARTIAL_LINE" -> {
                return faults.partial();
            }
            case "FINAL_NEWLINE" -> {
                return Optional.of(new String[]{source, oldText + "\n", newText + "\n", expected});
            }
            case "TWO_FAULTS" -> {
                if (!faults.apply("TRAILING_SPACE")
                        || !faults.apply(random.nextBoolean() ? "INDENT_LESS" : "BLANK_LINE_MORE")) {
                    return Optional.empty();
                }
            }
            case "NONE" -> {}
            default -> {
                if (!faults.apply(fault)) {
                    return Optional.empty();
                }
            }
        }
        String faultyOld = String.join("\n", faults.old);
        if (!fault.equals("NONE") && !fault.equals("LINE_ENDS") && !fault.equals("ALREADY_APPLIED")
                && faultyOld.equals(oldText)) {
            return Optional.empty();
        }
        return Optional.of(new String[]{file, faultyOld, String.join("\n", faults.now), expected});
    }

    /** Takes some lines and changes one to three in the middle: another name, a line more, a line less. */
    private boolean edit(int least) {
        List<String> lines = Arrays.asList(source.split("\n", -1));
        int size = least + random.nextInt(8);
        if (lines.size() < size + 2) {
            return false;
        }
        int start = random.nextInt(lines.size() - size - 1);
        old = new ArrayList<>(lines.subList(start, start + size));
        now = new ArrayList<>(old);
        changed = new boolean[size];
        if (old.getFirst().isBlank() || old.getLast().isBlank() || words(old) < 3) {
            return false;
        }
        int at = 1 + random.nextInt(size - 2);
        switch (random.nextInt(4)) {
            case 0 -> {
                now.add(at, indent(old.get(at)) + "audit(counter" + random.nextInt(90) + ");");
                addition = true;
            }
            case 1 -> {
                if (old.get(at).isBlank()) {
                    return false;
                }
                now.remove(at);
                changed[at] = true;
            }
            default -> {
                int until = Math.min(size - 1, at + 1 + random.nextInt(2));
                for (int i = at; i < until; i++) {
                    var matcher = NAME.matcher(old.get(i));
                    if (matcher.find()) {
                        now.set(i, old.get(i).substring(0, matcher.start()) + "renamed" + random.nextInt(90)
                                + old.get(i).substring(matcher.end()));
                        changed[i] = true;
                    }
                }
            }
        }
        return !old.equals(now);
    }

    private boolean apply(String fault) {
        switch (fault) {
            case "TRAILING_SPACE" -> both(line -> line, true);
            case "INDENT_LESS" -> {
                int least = old.stream().filter(line -> !line.isBlank()).mapToInt(line -> indent(line).length()).min()
                        .orElse(0);
                int nowLeast = now.stream().filter(line -> !line.isBlank()).mapToInt(line -> indent(line).length())
                        .min().orElse(0);
                int by = Math.min(least, nowLeast);
                if (by == 0) {
                    return false;
                }
                both(line -> line.isBlank() ? line : line.substring(by), false);
            }
            case "INDENT_MORE" -> both(line -> line.isBlank() ? line : "    " + line, false);
            case "TABS_FOR_SPACES" -> {
                if (old.stream().anyMatch(line -> indent(line).length() % 4 != 0 || indent(line).contains("\t"))) {
                    return false;
                }
                both(line -> line.isBlank() ? line : "\t".repeat(indent(line).length() / 4) + line.strip(), false);
            }
            case "SMART_QUOTES" ->
                    both(line -> line.replaceAll("\"([^\"]*)\"", "\u201C$1\u201D").replace("'", "\u2019"), false);
            case "BLANK_LINE_MORE" -> {
                int at = outsideChange();
                if (at < 0) {
                    return false;
                }
                insertBlank(at);
            }
            case "BLANK_LINE_LESS" -> {
                int at = old.indexOf("");
                // Where a line is added beside the empty one, nobody could say on which side of it.
                if (at < 0 || changed[at] || addition || !now.remove("")) {
                    return false;
                }
                old.remove(at);
            }
            case "WRONG_CONTEXT" -> {
                int at = contextLine();
                if (at < 0) {
                    return false;
                }
                String right = old.get(at);
                var matcher = NAME.matcher(right);
                if (!matcher.find()) {
                    return false;
                }
                String bad = right.substring(0, matcher.start()) + "value" + right.substring(matcher.end());
                int inNow = now.indexOf(right);
                old.set(at, bad);
                now.set(inNow, bad);
            }
            case "MISSING_CONTEXT" -> {
                int at = contextLine();
                if (at <= 0 || at >= old.size() - 1 || addition) {
                    return false;
                }
                now.remove(old.get(at));
                old.remove(at);
            }
            case "ELLIPSIS" -> {
                return ellipsis();
            }
            default -> throw new IllegalArgumentException(fault);
        }
        return true;
    }

    private void both(java.util.function.UnaryOperator<String> fault, boolean blanks) {
        var marks = new boolean[old.size()];
        for (int i = 0; i < old.size(); i++) {
            String line = old.get(i);
            String bad =
                    fault.apply(line) + (blanks && random.nextInt(3) == 0 ? " ".repeat(1 + random.nextInt(3)) : "");
            marks[i] = !bad.equals(line);
            old.set(i, bad);
        }
        now.replaceAll(fault);
    }

    private void insertBlank(int at) {
        int inNow = now.indexOf(old.get(at));
        old.add(at, "");
        now.add(inNow, "");
        changed = Arrays.copyOf(changed, old.size());
    }

    /** A line that stands once in both, away from the change. */
    private int contextLine() {
        var candidates = new ArrayList<Integer>();
        for (int i = 0; i < old.size() && i < changed.length; i++) {
            String line = old.get(i);
            if (!changed[i] && line.strip().length() > 6 && Collections.frequency(old, line) == 1
                    && Collections.frequency(now, line) == 1) {
                candidates.add(i);
            }
        }
        return candidates.size() < 2 ? -1 : candidates.get(random.nextInt(candidates.size()));
    }

    private int outsideChange() {
        int at = contextLine();
        return at > 0 && !changed[at - 1] && !addition ? at : -1;
    }

    /** Leaves out lines before the change or after it. */
    private boolean ellipsis() {
        int first = 0;
        while (first < old.size() && first < now.size() && old.get(first).equals(now.get(first))) {
            first++;
        }
        int tail = 0;
        while (tail < old.size() - first && tail < now.size() - first
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        boolean before = first >= 4;
        if (!before && tail < 4) {
            return false;
        }
        int from = before ? 1 : old.size() - tail + 1;
        int until = before ? first - 1 : old.size() - 1;
        if (until - from < 2 || old.get(from - 1).strip().length() < 4 || old.get(until).strip().length() < 4) {
            return false;
        }
        String dots = indent(old.get(from)) + (random.nextBoolean() ? "..." : "// ... existing code ...");
        int shift = before ? 0 : now.size() - old.size();
        replace(old, from, until, dots);
        replace(now, from + shift, until + shift, dots);
        return true;
    }

    private static void replace(List<String> lines, int from, int until, String by) {
        lines.subList(from, until).clear();
        lines.add(from, by);
    }

    /** The same lines twice in the file, with a fault in the edit half of the time. */
    private Optional<String[]> ambiguous() {
        String block = String.join("\n", old);
        String file = source + (source.endsWith("\n") ? "" : "\n") + block + "\n";
        String faulty = block;
        if (random.nextBoolean()) {
            both(line -> line, true);
            faulty = String.join("\n", old);
        }
        return Optional.of(new String[]{file, faulty, String.join("\n", now), ""});
    }

    /** With what copying puts around a text. */
    private String[] copied(String fault, String oldText, String newText, String expected) {
        int first = 1 + source.substring(0, source.indexOf(oldText)).split("\n", -1).length - 1;
        return switch (fault) {
            case "FENCED" -> new String[]{source, "```\n" + oldText + "\n```", "```\n" + newText + "\n```", expected};
            case "ESCAPED" -> new String[]{source, escaped(oldText), escaped(newText), expected};
            case "EDGE_BLANKS" -> new String[]{source, "\n" + oldText + "\n\n", "\n" + newText + "\n\n", expected};
            default -> {
                String mark = List.of(": ", "\t", "|", "\u2192").get(random.nextInt(4));
                yield new String[]{source, numbered(oldText, first, mark), random.nextBoolean() ? newText
                        : numbered(newText, first, mark), expected};
            }
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t");
    }

    private static String numbered(String text, int first, String mark) {
        var numbered = new ArrayList<String>();
        for (String line : text.split("\n", -1)) {
            numbered.add("%5d".formatted(first + numbered.size()) + mark + line);
        }
        return String.join("\n", numbered);
    }

    /** Begins and ends inside of lines. */
    private Optional<String[]> partial() {
        String oldText = String.join("\n", old);
        String newText = String.join("\n", now);
        int from = Math.min(3 + random.nextInt(5), Math.min(old.getFirst().length(), now.getFirst().length()));
        int end = Math.min(1 + random.nextInt(4), Math.min(old.getLast().length(), now.getLast().length()));
        if (!old.getFirst().startsWith(now.getFirst().substring(0, from))
                || !old.getLast().endsWith(now.getLast().substring(now.getLast().length() - end))) {
            return Optional.empty();
        }
        String cut = oldText.substring(from, oldText.length() - end);
        if (source.indexOf(cut) != source.lastIndexOf(cut)) {
            return Optional.empty();
        }
        return Optional.of(new String[]{source, cut, newText.substring(from, newText.length() - end),
                source.replace(oldText, newText)});
    }

    private static long words(List<String> lines) {
        return lines.stream().filter(line -> line.strip().length() > 4).count();
    }

    private static String indent(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
