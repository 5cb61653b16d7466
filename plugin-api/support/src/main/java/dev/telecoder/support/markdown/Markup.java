package dev.telecoder.support.markdown;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a platform writes the runs of a line. {@link #write} opens and closes the marks so that they nest.
 *
 * @since 1.0
 */
public interface Markup {

    /**
     * Opens a mark.
     *
     * @param mark the mark; never that of code
     * @return what stands before the text
     */
    String open(Mark mark);

    /**
     * Closes a mark.
     *
     * @param mark the mark; never that of code
     * @return what stands behind the text
     */
    String close(Mark mark);

    /**
     * Writes text, so that nothing in it is taken for a mark.
     *
     * @param text the text
     * @return as the platform wants it
     */
    String text(String text);

    /**
     * Writes code.
     *
     * @param code the code
     * @return as the platform wants it, with its marks
     */
    String code(String code);

    /** {@return whether code stands in no other mark; then such a mark ends before it and begins anew behind it} */
    boolean codeStandsAlone();

    /** {@return what stands between a mark that ends and one that begins at the same place; may be empty} */
    String joint();

    /**
     * Writes the runs of a line.
     *
     * @param runs the runs
     * @return the line as the platform wants it
     */
    default String write(List<TextRun> runs) {
        StringBuilder out = new StringBuilder();
        List<Mark> open = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            TextRun run = runs.get(i);
            List<Mark> wanted = marks(run);
            int kept = 0;
            while (kept < open.size() && wanted.contains(open.get(kept))) {
                kept++;
            }
            boolean closed = open.size() > kept;
            for (int at = open.size() - 1; at >= kept; at--) {
                out.append(close(open.remove(at)));
            }
            int here = i;
            List<Mark> missing = wanted.stream().filter(mark -> !open.contains(mark))
                    .sorted(Comparator.comparingInt((Mark mark) -> -lasts(runs, here, mark))).toList();
            if (closed && (!missing.isEmpty() || run.isCode())) {
                out.append(joint());
            }
            missing.forEach(mark -> {
                out.append(open(mark));
                open.add(mark);
            });
            out.append(run.isCode() ? code(run.text()) : text(run.text()));
        }
        for (int at = open.size() - 1; at >= 0; at--) {
            out.append(close(open.get(at)));
        }
        return out.toString();
    }

    private int lasts(List<TextRun> runs, int from, Mark mark) {
        int length = 0;
        while (from + length < runs.size() && marks(runs.get(from + length)).contains(mark)) {
            length++;
        }
        return length;
    }

    private List<Mark> marks(TextRun run) {
        List<Mark> marks = new ArrayList<>();
        if (run.isCode() && codeStandsAlone()) {
            return marks;
        }
        if (run.link() != null) {
            marks.add(new Mark(null, run.link()));
        }
        for (TextStyle style : TextStyle.values()) {
            if (style != TextStyle.CODE && run.styles().contains(style)) {
                marks.add(new Mark(style, null));
            }
        }
        return marks;
    }
}
