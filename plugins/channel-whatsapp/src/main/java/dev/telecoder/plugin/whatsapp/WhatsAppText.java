package dev.telecoder.plugin.whatsapp;

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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the marks of WhatsApp, which has no escape for them and takes them for marks only between white space and signs: a mark
 * that would not be taken for one is left out, and a sign that would be is parted from what follows by a space of no width.
 * There are no links but addresses that stand there.
 */
final class WhatsAppText implements Markup {

    private static final String NOTHING = "\u200B";
    private static final Map<TextStyle, String> SIGNS = new EnumMap<>(
            Map.of(TextStyle.BOLD, "*", TextStyle.ITALIC, "_", TextStyle.STRIKE, "~"));

    /** What WhatsApp takes for a quote or an item at the beginning of a line. */
    private static final Pattern LEAD = Pattern.compile("(>|[-*]|\\d+\\.)(\\s|$)");

    /** The last character that was written in this line. */
    private char last = '\n';

    private WhatsAppText() {}

    static String of(List<TextLine> lines) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            TextLine line = lines.get(i);
            out.append(i > 0 ? "\n" : "");
            if (line.kind() == Kind.CODE) {
                boolean first = i == 0 || !sameFence(lines.get(i - 1), line);
                boolean end = i + 1 == lines.size() || !sameFence(line, lines.get(i + 1));
                out.append(first ? "```\n" : "").append(line.text().replace("``", "`" + NOTHING + "`")
                        .replace("``", "`" + NOTHING + "`")).append(end ? "\n```" : "");
            } else {
                out.append(new WhatsAppText().line(line));
            }
        }
        return out.toString();
    }

    private static boolean sameFence(TextLine one, TextLine other) {
        return one.kind() == Kind.CODE && other.kind() == Kind.CODE && one.block() == other.block();
    }

    private String line(TextLine line) {
        StringBuilder lead = new StringBuilder("> ".repeat(Math.min(1, line.quote())));
        if (line.depth() > 0) {
            lead.append("    ".repeat(line.depth() - 1));
            lead.append(line.marker().isEmpty() ? "    " : line.marker().equals("-") ? "• " : line.marker() + " ");
        }
        if (line.kind() == Kind.RULE) {
            return lead + "———";
        }
        String text = write(fitting(linked(line.heading() > 0 ? line.bold().runs() : line.runs())));
        return lead + (lead.isEmpty() && LEAD.matcher(text).lookingAt() ? NOTHING : "") + text;
    }

    /** WhatsApp hides no address behind a text; it stands behind it. */
    private static List<TextRun> linked(List<TextRun> runs) {
        List<TextRun> out = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < runs.size(); i++) {
            TextRun run = runs.get(i);
            String link = run.link();
            if (link == null) {
                out.add(run);
                continue;
            }
            text.append(run.text());
            out.add(run.withoutLink());
            boolean over = i + 1 == runs.size() || !link.equals(runs.get(i + 1).link());
            if (over) {
                if (!text.toString().strip().equals(link)) {
                    out.add(TextRun.plain(" (" + link + ")"));
                }
                text.setLength(0);
            }
        }
        return out;
    }

    /** Leaves out what WhatsApp would not show: marks in the middle of a word, or around their own sign; code with a backtick. */
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
        String before = Character.isLetterOrDigit(last) ? NOTHING : "";
        last = '*';
        return before + sign(mark);
    }

    @Override
    public String close(Mark mark) {
        last = '*';
        return sign(mark);
    }

    private static String sign(Mark mark) {
        return Objects.requireNonNull(SIGNS.get(Objects.requireNonNull(mark.style())));
    }

    @Override
    public String text(String text) {
        StringBuilder out = new StringBuilder();
        // What follows code at once would make WhatsApp take the backticks for text.
        if (last == '`' && Character.isLetterOrDigit(text.codePointAt(0))) {
            out.append(NOTHING);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c);
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
        return before + "`" + code + "`";
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
