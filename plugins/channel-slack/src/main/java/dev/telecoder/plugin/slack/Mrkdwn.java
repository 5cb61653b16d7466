package dev.telecoder.plugin.slack;

import dev.telecoder.support.markdown.Mark;
import dev.telecoder.support.markdown.Markup;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.TextLine.Kind;
import dev.telecoder.support.markdown.TextRun;
import dev.telecoder.support.markdown.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes Slack's mrkdwn. It has no escape for its marks, and takes them for marks only between white space and signs: a mark
 * that would not be taken for one is left out, and a sign that would be is parted from what follows by a space of no width.
 */
final class Mrkdwn implements Markup {

    private static final String NOTHING = "\u200B";
    private static final Map<TextStyle, String> SIGNS = new EnumMap<>(
            Map.of(TextStyle.BOLD, "*", TextStyle.ITALIC, "_", TextStyle.STRIKE, "~"));

    /** The last character that was written in this line. */
    private char last = '\n';

    private Mrkdwn() {}

    static String of(List<TextLine> lines) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            TextLine line = lines.get(i);
            out.append(i > 0 ? "\n" : "");
            if (line.kind() == Kind.CODE) {
                boolean first = i == 0 || !sameFence(lines.get(i - 1), line);
                boolean end = i + 1 == lines.size() || !sameFence(line, lines.get(i + 1));
                out.append(first ? "```\n" : "").append(escaped(line.text()).replace("``", "`" + NOTHING + "`")
                        .replace("``", "`" + NOTHING + "`")).append(end ? "\n```" : "");
            } else {
                out.append(new Mrkdwn().line(line));
            }
        }
        return out.toString();
    }

    private static boolean sameFence(TextLine one, TextLine other) {
        return one.kind() == Kind.CODE && other.kind() == Kind.CODE && one.block() == other.block();
    }

    private String line(TextLine line) {
        StringBuilder lead = new StringBuilder("&gt; ".repeat(Math.min(1, line.quote())));
        if (line.depth() > 0) {
            lead.append("    ".repeat(line.depth() - 1));
            lead.append(line.marker().isEmpty() ? "    " : line.marker().equals("-") ? "• " : line.marker() + " ");
        }
        if (line.kind() == Kind.RULE) {
            return lead + "———";
        }
        String text = write(fitting(linked(line.heading() > 0 ? line.bold().runs() : line.runs())));
        return lead + (lead.isEmpty() && text.startsWith("&gt;") ? NOTHING : "") + text;
    }

    /** A link is one piece: Slack marks nothing within. */
    private static List<TextRun> linked(List<TextRun> runs) {
        List<TextRun> out = new ArrayList<>();
        for (TextRun run : runs) {
            TextRun last = out.isEmpty() ? null : out.getLast();
            if (run.link() == null) {
                out.add(run);
            } else if (last != null && run.link().equals(last.link())) {
                TextRun joined = last.withText(last.text() + run.text());
                for (TextStyle style : SIGNS.keySet()) {
                    joined = run.styles().contains(style) ? joined : joined.without(style);
                }
                out.set(out.size() - 1, joined);
            } else {
                out.add(run.without(TextStyle.CODE));
            }
        }
        return out;
    }

    /** Leaves out what Slack would not show: marks in the middle of a word, or around their own sign; code with a backtick. */
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
        String before = Character.isLetterOrDigit(last) && mark.link() == null ? NOTHING : "";
        last = '*';
        return before + (mark.link() != null ? "<" + address(mark.link()) + "|" : sign(mark));
    }

    @Override
    public String close(Mark mark) {
        last = '*';
        return mark.link() != null ? ">" : sign(mark);
    }

    private static String sign(Mark mark) {
        return Objects.requireNonNull(SIGNS.get(Objects.requireNonNull(mark.style())));
    }

    private static String address(String link) {
        return escaped(link.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E"));
    }

    @Override
    public String text(String text) {
        StringBuilder out = new StringBuilder();
        // What follows code at once would make Slack take the backticks for text.
        if (last == '`' && Character.isLetterOrDigit(text.codePointAt(0))) {
            out.append(NOTHING);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : String.valueOf(c));
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

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
