package dev.telecoder.plugin.linear;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.MarkdownText;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.TextLine.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Comments on Linear, which are Markdown: what was said goes there as it is, unless it is too long for one comment. Safe for use by
 * many threads.
 */
@Extension
public final class LinearFormat implements MessageFormat {

    /** Linear names no limit; nobody reads longer ones. */
    static final int LONGEST = 50_000;

    /** Linear makes a mention of somebody of the address of a profile, wherever it stands. */
    private static final Pattern PROFILE = Pattern.compile("(?i)(linear\\.app/[^/\\s]+/)(profiles/)");
    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final Pattern SIGN = Pattern.compile("[\\\\`*_{}\\[\\]()<>#+.!|~&-]");

    @Override
    public String channel() {
        return LinearChannel.ID;
    }

    @Override
    public List<Part> render(String markdown) {
        List<TextLine> lines = MarkdownText.lines(markdown);
        if (lines.isEmpty()) {
            return List.of();
        }
        String whole = mentionsNobody(clean(markdown));
        if (whole.length() <= LONGEST) {
            return List.of(part(whole, lines));
        }
        return MarkdownText.parts(lines, some -> written(some).length() <= LONGEST).stream()
                .map(some -> part(written(some), some)).toList();
    }

    private static Part part(String body, List<TextLine> lines) {
        return new Part(JsonValue.object().put("body", body).build(),
                lines.stream().map(TextLine::text).collect(Collectors.joining("\n")));
    }

    private static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE || point == 0) {
                out.append('\uFFFD');
            } else if (point == '\n' || point == '\t' || !Character.isISOControl(point)) {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    private static String mentionsNobody(String text) {
        return PROFILE.matcher(text).replaceAll("$1\u200B$2");
    }

    /** Lines as Markdown again, for a text that has to be divided: blocks and code stay, what stands within a line is text. */
    private static String written(List<TextLine> lines) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            TextLine line = lines.get(i);
            if (line.kind() != Kind.CODE) {
                out.add(line.kind() == Kind.RULE ? "---" : lead(line) + SIGN.matcher(line.text()).replaceAll("\\\\$0")
                        + (isText(line) && i + 1 < lines.size() && isText(lines.get(i + 1)) ? "\\" : ""));
                continue;
            }
            int end = i;
            while (end < lines.size() && lines.get(end).kind() == Kind.CODE
                    && lines.get(end).block() == line.block()) {
                end++;
            }
            String code = lines.subList(i, end).stream().map(TextLine::text).collect(Collectors.joining("\n"));
            int longest = BACKTICKS.matcher(code).results().mapToInt(found -> found.group().length()).max().orElse(0);
            String fence = "`".repeat(Math.max(3, longest + 1));
            out.add("\n" + fence + line.language() + "\n" + code + "\n" + fence + "\n");
            i = end - 1;
        }
        return mentionsNobody(String.join("\n", out));
    }

    private static boolean isText(TextLine line) {
        return line.kind() == Kind.TEXT && line.heading() == 0 && line.depth() == 0 && line.quote() == 0;
    }

    private static String lead(TextLine line) {
        String quote = "> ".repeat(Math.min(1, line.quote()));
        if (line.heading() > 0) {
            return quote + "#".repeat(line.heading()) + " ";
        } else if (line.depth() > 0) {
            return quote + "    ".repeat(line.depth() - 1) + (line.marker().isEmpty() ? "  " : line.marker() + " ");
        }
        return quote;
    }
}
