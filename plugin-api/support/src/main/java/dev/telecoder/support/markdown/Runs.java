package dev.telecoder.support.markdown;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tidies the runs of a line. */
final class Runs {

    private Runs() {}

    /**
     * Marks begin and end at what can be seen, since no platform shows bold space, and some refuse it or take the mark for
     * text. Neighbours that look the same become one. White space at the ends goes.
     */
    static List<TextRun> tidy(List<TextRun> runs) {
        List<TextRun> pieces = new ArrayList<>();
        for (TextRun run : runs) {
            split(run, pieces);
        }
        List<TextRun> out = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            TextRun piece = pieces.get(i);
            TextRun dressed = Visible.isIn(piece.text()) ? piece
                    : between(seen(pieces, i, -1), seen(pieces, i, 1), piece.text());
            if (!out.isEmpty() && out.getLast().looksLike(dressed)) {
                out.set(out.size() - 1, dressed.withText(out.getLast().text() + dressed.text()));
            } else {
                out.add(dressed);
            }
        }
        strip(out);
        return out;
    }

    private static void split(TextRun run, List<TextRun> pieces) {
        String text = run.text();
        int begin = 0;
        while (begin < text.length() && !Visible.is(text.codePointAt(begin))) {
            begin += Character.charCount(text.codePointAt(begin));
        }
        int end = text.length();
        // What joins to the last character that can be seen, such as a variation selector, stays with it.
        while (end > begin && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        for (String piece : List.of(text.substring(0, begin), text.substring(begin, end), text.substring(end))) {
            if (!piece.isEmpty()) {
                pieces.add(run.withText(piece));
            }
        }
    }

    private static @Nullable TextRun seen(List<TextRun> pieces, int from, int step) {
        for (int i = from + step; i >= 0 && i < pieces.size(); i += step) {
            if (Visible.isIn(pieces.get(i).text())) {
                return pieces.get(i);
            }
        }
        return null;
    }

    private static TextRun between(@Nullable TextRun before, @Nullable TextRun after, String text) {
        if (before == null || after == null) {
            return TextRun.plain(text);
        }
        Set<TextStyle> styles = new HashSet<>(before.styles());
        styles.retainAll(after.styles());
        styles.remove(TextStyle.CODE);
        return new TextRun(text, styles, Objects.equals(before.link(), after.link()) ? before.link() : null);
    }

    private static void strip(List<TextRun> runs) {
        while (!runs.isEmpty() && runs.getFirst().text().isBlank()) {
            runs.removeFirst();
        }
        while (!runs.isEmpty() && runs.getLast().text().isBlank()) {
            runs.removeLast();
        }
        if (!runs.isEmpty()) {
            runs.set(0, runs.getFirst().withText(runs.getFirst().text().stripLeading()));
            runs.set(runs.size() - 1, runs.getLast().withText(runs.getLast().text().stripTrailing()));
        }
    }
}
