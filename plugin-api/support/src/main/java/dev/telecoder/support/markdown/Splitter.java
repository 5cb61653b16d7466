package dev.telecoder.support.markdown;

import dev.telecoder.support.markdown.TextLine.Kind;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Divides lines into messages. For one thread. */
final class Splitter {

    /** In chars. A family of four takes eleven; more is play, and may be cut. */
    private static final int LONGEST_CHARACTER = 64;

    /** No platform's message is longer, in chars. */
    private static final int LONGEST_MESSAGE = 1 << 16;

    private final List<TextLine> lines;
    private final Predicate<List<TextLine>> fits;

    Splitter(List<TextLine> lines, Predicate<List<TextLine>> fits) {
        this.lines = new ArrayList<>(lines);
        this.fits = fits;
    }

    List<List<TextLine>> split() {
        List<List<TextLine>> parts = new ArrayList<>();
        int from = 0;
        while (from < lines.size()) {
            TextLine first = lines.get(from);
            if (first.kind() == Kind.BLANK) {
                from++;
            } else if (!fits.test(List.of(first))) {
                int end = cut(first);
                add(parts, List.of(first.until(end)));
                lines.set(from, rest(first, end));
            } else {
                int count = fitting(from);
                int end = from + count == lines.size() ? lines.size() : goodEnd(from, from + count);
                add(parts, lines.subList(from, end));
                from = end;
            }
        }
        return parts;
    }

    private static void add(List<List<TextLine>> parts, List<TextLine> part) {
        int end = part.size();
        while (end > 0 && part.get(end - 1).kind() == Kind.BLANK) {
            end--;
        }
        List<TextLine> kept = List.copyOf(part.subList(0, end));
        if (kept.stream().anyMatch(line -> Visible.isIn(line.text()) || line.kind() == Kind.RULE)) {
            parts.add(kept);
        }
    }

    private static TextLine rest(TextLine line, int end) {
        int begin = end;
        String text = line.text();
        while (line.kind() == Kind.TEXT && begin < text.length() && text.charAt(begin) == ' ') {
            begin++;
        }
        return line.from(begin);
    }

    /** How many lines fit; at least one does. */
    private int fitting(int from) {
        int left = lines.size() - from;
        int good = 1;
        int bad = left + 1;
        for (int next = 2; next <= left; next = Math.min(left, next * 2)) {
            if (!fits.test(lines.subList(from, from + next))) {
                bad = next;
                break;
            }
            good = next;
            if (next == left) {
                return left;
            }
        }
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            if (fits.test(lines.subList(from, from + middle))) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    /** A break between two blocks, if that leaves no message half empty; not right after a heading. */
    private int goodEnd(int from, int end) {
        int all = size(from, end);
        for (int at = end; at > from && size(from, at) * 2 > all; at--) {
            boolean between = at < lines.size() && lines.get(at).kind() == Kind.BLANK
                    || lines.get(at - 1).kind() == Kind.BLANK;
            if (between && !endsWithHeading(from, at)) {
                return at;
            }
        }
        int at = end;
        while (at > from + 1 && endsWithHeading(from, at)) {
            at--;
        }
        return at > from + 1 || !endsWithHeading(from, at) ? at : end;
    }

    private boolean endsWithHeading(int from, int end) {
        int last = end - 1;
        while (last > from && lines.get(last).kind() == Kind.BLANK) {
            last--;
        }
        return lines.get(last).heading() > 0;
    }

    private int size(int from, int end) {
        int size = 0;
        for (TextLine line : lines.subList(from, end)) {
            size += line.text().length() + 1;
        }
        return size;
    }

    /** Where to cut a line that is too long for a message. */
    private int cut(TextLine line) {
        TextLine head = line.until(LONGEST_MESSAGE);
        String text = head.text();
        int good = 0;
        int bad = text.length();
        while (bad - good > 1) {
            int middle = (good + bad) >>> 1;
            if (fits.test(List.of(head.until(middle)))) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        if (line.kind() == Kind.TEXT) {
            int space = text.lastIndexOf(' ', good);
            if (space > good / 2) {
                return space;
            }
        }
        return Math.max(wholeCharacters(text, good), Character.charCount(text.codePointAt(0)));
    }

    private static int wholeCharacters(String text, int end) {
        // From the beginning, which is that of a character: flags are pairs, and whose half one is shows only from there.
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(0, Math.min(text.length(), end + LONGEST_CHARACTER)));
        int whole = end == 0 || characters.isBoundary(end) ? end : characters.preceding(end);
        if (whole <= 0 && end > 0) {
            return Character.isHighSurrogate(text.charAt(end - 1)) && end > 1 ? end - 1 : end;
        }
        return whole;
    }
}
