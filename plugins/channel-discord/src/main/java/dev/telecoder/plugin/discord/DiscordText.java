package dev.telecoder.plugin.discord;

import dev.telecoder.support.markdown.Mark;
import dev.telecoder.support.markdown.Markup;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.TextLine.Kind;
import dev.telecoder.support.markdown.TextRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes Discord's Markdown: each sign of it in the text is escaped, but not in addresses, which Discord finds itself. */
final class DiscordText implements Markup {

    private static final String NOTHING = "\u200B";
    private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s<>]+");
    private static final Pattern SIGN = Pattern.compile("[\\\\*_~`|<>\\[\\]@:#]");
    /** What at the beginning of a line makes a heading, a list or a quote of it. */
    private static final Pattern BEGINNING = Pattern.compile("^(?:[#+-]|(\\d+)(?=[.)](?:\\s|$)))");

    private boolean inLink;

    private DiscordText() {}

    static String of(List<TextLine> lines) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            TextLine line = lines.get(i);
            out.append(i > 0 ? "\n" : "");
            if (line.kind() == Kind.CODE) {
                boolean first = i == 0 || !sameFence(lines.get(i - 1), line);
                boolean end = i + 1 == lines.size() || !sameFence(line, lines.get(i + 1));
                out.append(first ? "```" + line.language() + "\n" : "")
                        .append(line.text().replace("``", "`" + NOTHING + "`").replace("``", "`" + NOTHING + "`"))
                        .append(end ? "\n```" : "");
            } else {
                out.append(new DiscordText().line(line));
            }
        }
        return out.toString();
    }

    private static boolean sameFence(TextLine one, TextLine other) {
        return one.kind() == Kind.CODE && other.kind() == Kind.CODE && one.block() == other.block();
    }

    private String line(TextLine line) {
        StringBuilder lead = new StringBuilder(line.quote() > 0 ? "> " : "");
        if (line.depth() > 0) {
            lead.append("  ".repeat(line.depth() - 1)).append(line.marker().isEmpty() ? "  " : line.marker() + " ");
        }
        if (line.kind() == Kind.RULE) {
            return lead + "———";
        }
        if (line.heading() > 0 && line.heading() <= 3 && line.quote() == 0 && line.depth() == 0) {
            return "#".repeat(line.heading()) + " " + write(shown(line.runs()));
        }
        List<TextRun> runs = shown(line.heading() > 0 ? line.bold().runs() : line.runs());
        String text = write(runs);
        Matcher beginning = BEGINNING.matcher(text);
        if (!beginning.find()) {
            return lead + text;
        }
        return lead + (beginning.group(1) == null ? "\\" + text
                : beginning.group(1) + "\\" + text.substring(beginning.end()));
    }

    /** Discord shows no link whose text looks like an address; then the address stands for itself. */
    private static List<TextRun> shown(List<TextRun> runs) {
        List<TextRun> out = new ArrayList<>();
        for (TextRun run : runs) {
            if (run.link() == null || !run.text().contains("://")) {
                out.add(run);
            } else {
                out.add(run.withoutLink());
                if (!run.link().equals(run.text())) {
                    out.add(TextRun.plain(" (" + run.link() + ")"));
                }
            }
        }
        return out;
    }

    @Override
    public String open(Mark mark) {
        if (mark.link() != null) {
            inLink = true;
            return "[";
        }
        return sign(mark);
    }

    @Override
    public String close(Mark mark) {
        if (mark.link() != null) {
            inLink = false;
            return "](" + address(mark.link()) + ")";
        }
        return sign(mark);
    }

    private static String sign(Mark mark) {
        return switch (Objects.requireNonNull(mark.style())) {
            case BOLD -> "**";
            case ITALIC -> "*";
            case STRIKE -> "~~";
            case CODE -> "`";
        };
    }

    private static String address(String link) {
        return link.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
                .replace("*", "%2A").replace("~", "%7E").replace("|", "%7C").replace("`", "%60");
    }

    @Override
    public String text(String text) {
        StringBuilder out = new StringBuilder();
        Matcher web = WEB.matcher(text);
        int at = 0;
        while (!inLink && web.find()) {
            out.append(escaped(text.substring(at, web.start())));
            out.append(address(web.group()).replace("%28", "(").replace("%29", ")").replace("[", "%5B")
                    .replace("]", "%5D").replace("\\", "%5C"));
            at = web.end();
        }
        return out.append(escaped(text.substring(at))).toString();
    }

    private static String escaped(String text) {
        return SIGN.matcher(text).replaceAll("\\\\$0");
    }

    @Override
    public String code(String code) {
        int longest = 0;
        int here = 0;
        for (char c : code.toCharArray()) {
            here = c == '`' ? here + 1 : 0;
            longest = Math.max(longest, here);
        }
        if (longest == 0) {
            return "`" + code + "`";
        }
        // A fence begins with three; so many are told apart instead.
        String inside = longest < 2 ? code : code.replace("``", "`" + NOTHING + "`").replace("``", "`" + NOTHING + "`");
        return "`` " + inside + " ``";
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
