package dev.telecoder.plugin.telegram;

import dev.telecoder.support.markdown.Mark;
import dev.telecoder.support.markdown.Markup;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.TextLine.Kind;
import dev.telecoder.support.markdown.TextRun;
import dev.telecoder.support.markdown.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message in the HTML that Telegram reads: code stands in no other mark and no other mark in it, quotes do not nest.
 *
 * @param text the HTML
 * @param plain the same after Telegram has read it
 * @param entities how many marks it has
 */
record TelegramHtml(String text, String plain, int entities) {

    /** Telegram makes a mention of it wherever it stands, but in code and in links. */
    private static final Pattern MENTION = Pattern.compile("(?<![\\p{L}\\p{N}_])@[A-Za-z0-9_]{2,}");

    static TelegramHtml of(List<TextLine> lines) {
        Writer writer = new Writer();
        for (int i = 0; i < lines.size();) {
            TextLine first = lines.get(i);
            int end = i + 1;
            while (end < lines.size() && together(first, lines.get(end))) {
                end++;
            }
            writer.group(lines.subList(i, end));
            i = end;
        }
        return new TelegramHtml(writer.html.toString(), writer.plain.toString(), writer.entities);
    }

    private static boolean together(TextLine first, TextLine other) {
        return first.kind() == Kind.CODE ? other.kind() == Kind.CODE && other.block() == first.block()
                : other.kind() != Kind.CODE && first.quote() > 0 == other.quote() > 0;
    }

    /** Writes both texts beside each other. */
    private static final class Writer implements Markup {

        private final StringBuilder html = new StringBuilder();
        private final StringBuilder plain = new StringBuilder();
        private int entities;

        private void group(List<TextLine> lines) {
            if (!plain.isEmpty()) {
                html.append('\n');
                plain.append('\n');
            }
            TextLine first = lines.getFirst();
            if (first.kind() == Kind.CODE) {
                fence(lines, first.language());
                return;
            }
            if (first.quote() > 0) {
                entities++;
                html.append("<blockquote>");
            }
            for (int i = 0; i < lines.size(); i++) {
                if (i > 0) {
                    html.append('\n');
                    plain.append('\n');
                }
                line(lines.get(i));
            }
            if (first.quote() > 0) {
                html.append("</blockquote>");
            }
        }

        private void fence(List<TextLine> lines, String language) {
            entities++;
            html.append("<pre>").append(language.isEmpty() ? "" : "<code class=\"language-" + language + "\">");
            for (int i = 0; i < lines.size(); i++) {
                String line = (i > 0 ? "\n" : "") + lines.get(i).text();
                html.append(escaped(line));
                plain.append(line);
            }
            html.append(language.isEmpty() ? "" : "</code>").append("</pre>");
        }

        private void line(TextLine line) {
            StringBuilder lead = new StringBuilder("> ".repeat(Math.max(0, line.quote() - 1)));
            if (line.depth() > 0) {
                lead.append("  ".repeat(line.depth() - 1));
                lead.append(line.marker().isEmpty() ? "  " : line.marker().equals("-") ? "• " : line.marker() + " ");
            }
            if (line.kind() == Kind.RULE) {
                lead.append("———");
            }
            html.append(escaped(lead.toString()));
            plain.append(lead);
            html.append(write(runs(line.heading() > 0 ? line.bold() : line)));
            plain.append(line.text());
        }

        /** In links nothing is code, and what would become a mention is. */
        private static List<TextRun> runs(TextLine line) {
            List<TextRun> runs = new ArrayList<>();
            for (TextRun run : line.runs()) {
                TextRun single = run.link() != null ? run.without(TextStyle.CODE) : run;
                if (single.link() != null || single.isCode()) {
                    runs.add(single);
                    continue;
                }
                Matcher mention = MENTION.matcher(single.text());
                int at = 0;
                while (mention.find()) {
                    if (mention.start() > at) {
                        runs.add(single.withText(single.text().substring(at, mention.start())));
                    }
                    runs.add(single.withText(mention.group()).with(TextStyle.CODE));
                    at = mention.end();
                }
                if (at < single.text().length()) {
                    runs.add(single.withText(single.text().substring(at)));
                }
            }
            return runs;
        }

        @Override
        public String open(Mark mark) {
            entities++;
            return mark.link() != null ? "<a href=\"" + escaped(mark.link()) + "\">" : "<" + tag(mark) + ">";
        }

        @Override
        public String close(Mark mark) {
            return mark.link() != null ? "</a>" : "</" + tag(mark) + ">";
        }

        private static String tag(Mark mark) {
            return switch (Objects.requireNonNull(mark.style())) {
                case BOLD -> "b";
                case ITALIC -> "i";
                case STRIKE -> "s";
                case CODE -> "code";
            };
        }

        @Override
        public String text(String text) {
            return escaped(text);
        }

        @Override
        public String code(String code) {
            entities++;
            return "<code>" + escaped(code) + "</code>";
        }

        @Override
        public boolean codeStandsAlone() {
            return true;
        }

        @Override
        public String joint() {
            return "";
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
        }
    }
}
