package dev.telecoder.support.markdown;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** Makes runs of what a block says. It does not recurse, since emphasis may nest as deep as a text is long. For one thread, once. */
final class InlineWalk {

    /** Longer addresses are shown instead of hidden behind a text: they would not fit into a message with it. */
    private static final int LONGEST_LINK = 1_000;

    private static final Pattern WEB = Pattern.compile("(?i)https?://[^/?#\\s:@][^\\s]*");
    private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>");
    private static final Pattern UNSAFE = Pattern.compile("[\\s\"<>\\\\^`{|}\\p{Cntrl}]");

    private final List<List<TextRun>> lines = new ArrayList<>();
    private final Map<TextStyle, Integer> styles = new EnumMap<>(TextStyle.class);
    private final Deque<Open> links = new ArrayDeque<>();
    private final boolean oneLine;
    private List<TextRun> line = new ArrayList<>();
    private int shown;

    /** A link whose text is not over. */
    private record Open(String target, @Nullable String web, int shownBefore, StringBuilder text) {}

    private InlineWalk(boolean oneLine) {
        this.oneLine = oneLine;
    }

    /** Each line of a paragraph, also where the source only wraps: who writes in a chat means the end of a line. */
    static List<List<TextRun>> lines(Node parent) {
        return new InlineWalk(false).walk(parent);
    }

    /** All in one line. */
    static List<TextRun> line(Node parent) {
        List<List<TextRun>> all = new InlineWalk(true).walk(parent);
        return all.isEmpty() ? List.of() : all.getFirst();
    }

    private List<List<TextRun>> walk(Node parent) {
        Node node = parent.getFirstChild();
        while (node != null) {
            enter(node);
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                continue;
            }
            leave(node);
            while (node.getNext() == null && node.getParent() != parent) {
                node = node.getParent();
                leave(node);
            }
            node = node.getNext();
        }
        flush();
        return lines;
    }

    private void enter(Node node) {
        switch (node) {
            case Text text -> add(text.getLiteral(), false);
            case Code code -> add(code.getLiteral(), true);
            case StrongEmphasis strong -> styles.merge(TextStyle.BOLD, 1, Integer::sum);
            case Emphasis emphasis -> styles.merge(TextStyle.ITALIC, 1, Integer::sum);
            case Strikethrough strike -> styles.merge(TextStyle.STRIKE, 1, Integer::sum);
            case Link link -> open(link.getDestination());
            case Image image -> open(image.getDestination());
            case HtmlInline html -> html(html.getLiteral());
            case SoftLineBreak soft -> end();
            case HardLineBreak hard -> end();
            default -> {
                // Has children, or shows nothing.
            }
        }
    }

    private void leave(Node node) {
        switch (node) {
            case StrongEmphasis strong -> styles.merge(TextStyle.BOLD, -1, Integer::sum);
            case Emphasis emphasis -> styles.merge(TextStyle.ITALIC, -1, Integer::sum);
            case Strikethrough strike -> styles.merge(TextStyle.STRIKE, -1, Integer::sum);
            case Link link -> close();
            case Image image -> close();
            default -> {
                // Nothing ends.
            }
        }
    }

    private void open(String destination) {
        links.push(new Open(oneLine(destination), web(destination), shown, new StringBuilder()));
    }

    /** A link that shows nothing shows where it leads; so does one that a platform would not follow. */
    private void close() {
        Open link = links.getFirst();
        String target = link.target().strip();
        boolean says = shown > link.shownBefore();
        if (!says && Visible.isIn(target)) {
            add(target, false);
        }
        links.pop();
        String text = link.text().toString().strip();
        if (says && link.web() == null && Visible.isIn(target) && !target.equals(text)
                && !target.equals("mailto:" + text)) {
            add(" (" + target + ")", false);
        }
    }

    /** The address of a web page, with what no platform takes in one escaped; {@code null} if it is something else. */
    private static @Nullable String web(String destination) {
        String target = Visible.clean(destination).strip();
        if (!WEB.matcher(target).matches()) {
            return null;
        }
        Matcher unsafe = UNSAFE.matcher(target);
        String safe = unsafe.replaceAll(found -> "%" + String.format("%02X", (int) found.group().charAt(0)));
        return safe.length() > LONGEST_LINK ? null : safe;
    }

    private void html(String literal) {
        if (BREAK.matcher(literal).matches()) {
            end();
        } else if (!literal.startsWith("<!--")) {
            add(literal, false);
        }
    }

    private void add(String literal, boolean code) {
        String text = oneLine(literal);
        if (text.isEmpty()) {
            return;
        }
        EnumSet<TextStyle> now = EnumSet.noneOf(TextStyle.class);
        styles.forEach((style, times) -> {
            if (times > 0) {
                now.add(style);
            }
        });
        if (code) {
            now.add(TextStyle.CODE);
        }
        // The outermost: no platform nests links.
        line.add(new TextRun(text, now, links.isEmpty() ? null : links.getLast().web()));
        if (Visible.isIn(text)) {
            shown++;
        }
        if (!links.isEmpty()) {
            links.getFirst().text().append(text);
        }
    }

    static String oneLine(String text) {
        return Visible.clean(text).replace('\n', ' ').replace('\t', ' ');
    }

    private void end() {
        if (!oneLine) {
            flush();
        } else if (!line.isEmpty()) {
            line.add(TextRun.plain(" "));
        }
    }

    private void flush() {
        List<TextRun> tidy = Runs.tidy(line);
        if (!tidy.isEmpty()) {
            lines.add(tidy);
        }
        line = new ArrayList<>();
    }
}
