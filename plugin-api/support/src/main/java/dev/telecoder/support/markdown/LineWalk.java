package dev.telecoder.support.markdown;

import dev.telecoder.support.markdown.TextLine.Kind;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;

/** Makes lines of a document. For one thread, once. */
final class LineWalk {

    private final List<TextLine> lines = new ArrayList<>();
    private int block;
    private int quote;
    private int depth;
    /** What stands before the next line of text: the item it begins. */
    private String marker = "";
    /** Whether an empty line comes before the next one. */
    private boolean gap;

    List<TextLine> walk(Node document) {
        blocks(document, false);
        return lines;
    }

    private void blocks(Node parent, boolean tight) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            if (child.getPrevious() != null && !tight) {
                gap = true;
            }
            block++;
            block(child, tight);
        }
    }

    private void block(Node node, boolean tight) {
        switch (node) {
            case Heading heading -> text(InlineWalk.line(heading), heading.getLevel());
            case Paragraph paragraph -> InlineWalk.lines(paragraph).forEach(line -> text(line, 0));
            case BlockQuote quoted -> {
                quote++;
                blocks(quoted, false);
                quote--;
            }
            case ListBlock list -> items(list);
            case FencedCodeBlock fence -> code(fence.getLiteral(), language(fence.getInfo()));
            case IndentedCodeBlock code -> code(code.getLiteral(), "");
            case HtmlBlock html -> html(html.getLiteral());
            case ThematicBreak rule -> add(new TextLine(Kind.RULE, block, 0, quote, depth, "", "", List.of()));
            case TableBlock table -> code(TableText.of(table), "");
            case LinkReferenceDefinition definition -> {
                // Shows nothing.
            }
            default -> {
                if (node instanceof Block) {
                    blocks(node, tight);
                }
            }
        }
    }

    private void items(ListBlock list) {
        Integer start = list instanceof OrderedList ordered ? ordered.getMarkerStartNumber() : null;
        int number = start == null ? 1 : start;
        boolean numbered = !(list instanceof BulletList);
        depth++;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            if (item.getPrevious() != null && !list.isTight()) {
                gap = true;
            }
            block++;
            marker = numbered ? number++ + "." : "-";
            boolean empty = item.getFirstChild() == null;
            if (empty || !(item.getFirstChild() instanceof Paragraph || item.getFirstChild() instanceof Heading
                    || item.getFirstChild() instanceof ListBlock)) {
                text(List.of(), 0);
            }
            blocks(item, list.isTight());
            marker = "";
        }
        depth--;
    }

    private void text(List<TextRun> runs, int heading) {
        if (runs.isEmpty() && marker.isEmpty()) {
            return;
        }
        add(new TextLine(Kind.TEXT, block, heading, quote, depth, marker, "", runs));
        marker = "";
    }

    private void code(String literal, String language) {
        if (!Visible.isIn(literal)) {
            return;
        }
        // Again: a reference such as &#1; in a table is resolved only by now.
        String code = Visible.clean(literal);
        for (String line : (code.endsWith("\n") ? code.substring(0, code.length() - 1) : code).split("\n", -1)) {
            add(new TextLine(Kind.CODE, block, 0, quote, depth, "", language, List.of(TextRun.plain(line))));
        }
    }

    private static String language(String info) {
        String first = info.strip().split("\\s", 2)[0];
        return first.matches("[A-Za-z0-9_+#.-]{1,32}") ? first : "";
    }

    /** Shown as it stands: to leave tags out would change what was said. What a comment says was not for showing. */
    private void html(String literal) {
        for (String line : literal.replaceAll("(?s)<!--.*?(-->|$)", "").split("\n")) {
            text(Runs.tidy(List.of(TextRun.plain(InlineWalk.oneLine(line)))), 0);
        }
    }

    private void add(TextLine line) {
        if (gap && !lines.isEmpty()) {
            int quoted = Math.min(quote, lines.getLast().quote());
            lines.add(new TextLine(Kind.BLANK, block, 0, quoted, 0, "", "", List.of()));
        }
        gap = false;
        lines.add(line);
    }
}
