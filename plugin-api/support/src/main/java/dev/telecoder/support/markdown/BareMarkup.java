package dev.telecoder.support.markdown;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The marks of chats that have {@code *bold*}, {@code _italic_} and {@code ~struck~}, no escape for them, and take them
 * for marks only between white space and signs, as Slack and WhatsApp do. A mark that would not be taken for one is left
 * out, and a sign that would be is parted from what follows by a space of no width. An instance writes one line; for one
 * thread.
 *
 * @since 1.0
 */
public abstract class BareMarkup implements Markup {

    /** A space of no width. */
    protected static final String NOTHING = "\u200B";

    private static final Map<TextStyle, String> SIGNS = new EnumMap<>(
            Map.of(TextStyle.BOLD, "*", TextStyle.ITALIC, "_", TextStyle.STRIKE, "~"));

    /** The last character that was written in this line. */
    private char last = '\n';

    /** For the platform's own. */
    protected BareMarkup() {}

    /**
     * Writes lines, code between fences.
     *
     * @param lines the lines
     * @param line makes what writes a line
     * @return the text of a message
     */
    protected static String write(List<TextLine> lines, Supplier<? extends BareMarkup> line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            TextLine now = lines.get(i);
            BareMarkup writer = line.get();
            out.append(i > 0 ? "\n" : "");
            if (now.kind() == TextLine.Kind.CODE) {
                boolean first = i == 0 || !sameFence(lines.get(i - 1), now);
                boolean end = i + 1 == lines.size() || !sameFence(now, lines.get(i + 1));
                String code = writer.escaped(now.text()).replace("``", "`" + NOTHING + "`")
                        .replace("``", "`" + NOTHING + "`");
                out.append(first ? "```\n" : "").append(code).append(end ? "\n```" : "");
            } else {
                out.append(writer.line(now));
            }
        }
        return out.toString();
    }

    private static boolean sameFence(TextLine one, TextLine other) {
        return one.kind() == TextLine.Kind.CODE && other.kind() == TextLine.Kind.CODE && one.block() == other.block();
    }

    private String line(TextLine line) {
        StringBuilder lead = new StringBuilder(escaped("> ").repeat(Math.min(1, line.quote())));
        if (line.depth() > 0) {
            lead.append("    ".repeat(line.depth() - 1));
            lead.append(line.marker().isEmpty() ? "    " : line.marker().equals("-") ? "• " : line.marker() + " ");
        }
        if (line.kind() == TextLine.Kind.RULE) {
            return lead + "———";
        }
        String text = write(fitting(linked(line.heading() > 0 ? line.bold().runs() : line.runs())));
        return lead + (lead.isEmpty() && beginsBlock(text) ? NOTHING : "") + text;
    }

    /**
     * Writes characters that mean something to the platform as those that show them.
     *
     * @param text the text
     * @return the same, if there are none
     */
    protected abstract String escaped(String text);

    /**
     * Tells whether a line would be taken for a quote or an item.
     *
     * @param text the line as it is written
     * @return whether it would
     */
    protected abstract boolean beginsBlock(String text);

    /**
     * Prepares runs that have links.
     *
     * @param runs the runs of a line
     * @return runs whose links can be written
     */
    protected abstract List<TextRun> linked(List<TextRun> runs);

    /**
     * Opens a link that {@link #linked} left.
     *
     * @param address where it leads
     * @return what stands before its text
     */
    protected String openLink(String address) {
        return "";
    }

    /** {@return what stands behind the text of a link} */
    protected String closeLink() {
        return "";
    }

    /** Leaves out what would not be shown: marks within a word, or around their own sign; code with a backtick. */
    private static List<TextRun> fitting(List<TextRun> runs) {
        List<TextRun> out = new ArrayList<>();
        runs.forEach(run -> out.add(run.isCode() && run.text().contains("`") ? run.without(TextStyle.CODE) : run));
        SIGNS.forEach((style, sign) -> {
            for (int i = 0; i < out.size();) {
                int end = i;
                StringBuilder text = new StringBuilder();
                while (end < out.size() && out.get(end).styles().contains(style)) {
                    text.append(out.get(end).text());
                    end++;
                }
                boolean shown = !text.toString().contains(sign) && !isWord(i == 0 ? null : out.get(i - 1), true)
                        && !isWord(end == out.size() ? null : out.get(end), false);
                for (int at = i; !shown && at < end; at++) {
                    out.set(at, out.get(at).without(style));
                }
                i = end + 1;
            }
        });
        return out;
    }

    private static boolean isWord(@Nullable TextRun run, boolean atItsEnd) {
        if (run == null || run.text().isEmpty()) {
            return false;
        }
        int point = atItsEnd ? run.text().codePointBefore(run.text().length()) : run.text().codePointAt(0);
        return Character.isLetterOrDigit(point);
    }

    @Override
    public String open(Mark mark) {
        String link = mark.link();
        String before = Character.isLetterOrDigit(last) && link == null ? NOTHING : "";
        last = '*';
        return before + (link != null ? openLink(link) : sign(mark));
    }

    @Override
    public String close(Mark mark) {
        last = '*';
        return mark.link() != null ? closeLink() : sign(mark);
    }

    private static String sign(Mark mark) {
        return Objects.requireNonNull(SIGNS.get(Objects.requireNonNull(mark.style())));
    }

    @Override
    public String text(String text) {
        StringBuilder out = new StringBuilder();
        // What follows code at once would make the backticks text.
        if (last == '`' && Character.isLetterOrDigit(text.codePointAt(0))) {
            out.append(NOTHING);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(escaped(String.valueOf(c)));
            boolean opens = c == '`' || "*_~".indexOf(c) >= 0 && !Character.isLetterOrDigit(last)
                    && i + 1 < text.length() && text.charAt(i + 1) != ' ';
            if (opens) {
                out.append(NOTHING);
            }
            last = c;
        }
        if (last == '`') {
            last = ' ';
        }
        return out.toString();
    }

    @Override
    public String code(String code) {
        String before = Character.isLetterOrDigit(last) ? NOTHING : "";
        last = '`';
        return before + "`" + escaped(code) + "`";
    }

    @Override
    public boolean codeStandsAlone() {
        return false;
    }

    @Override
    public String joint() {
        return NOTHING;
    }
}
