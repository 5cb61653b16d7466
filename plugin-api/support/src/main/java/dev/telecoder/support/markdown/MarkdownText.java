package dev.telecoder.support.markdown;

import java.util.List;
import java.util.function.Predicate;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;

/**
 * Markdown (CommonMark with GitHub's tables and strikethrough) as lines of styled text. For any thread.
 *
 * @since 1.0
 */
public final class MarkdownText {

    /** How deep blocks may nest; what is deeper is text. More is no document, and would end the stack. */
    private static final int DEEPEST = 24;

    private static final Parser PARSER = Parser.builder().maxOpenBlockParsers(DEEPEST)
            .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create())).build();

    private MarkdownText() {}

    /**
     * Reads a text.
     *
     * @param markdown the text
     * @return its lines, from top to bottom; empty if it shows nothing
     */
    public static List<TextLine> lines(String markdown) {
        List<TextLine> lines = new LineWalk().walk(PARSER.parse(Visible.clean(markdown)));
        return lines.stream().anyMatch(line -> Visible.isIn(line.text())) ? lines : List.of();
    }

    /**
     * Divides lines into messages: between blocks if that leaves no message half empty, else between lines, within a line
     * only where it does not fit into a message by itself, and then between words if it can be. No character of several
     * code points is cut.
     *
     * @param lines the lines
     * @param fits whether these lines are not too long for one message; fewer of them, or a shorter one, are not longer
     * @return the lines of each message
     */
    public static List<List<TextLine>> parts(List<TextLine> lines, Predicate<List<TextLine>> fits) {
        return new Splitter(lines, fits).split();
    }
}
