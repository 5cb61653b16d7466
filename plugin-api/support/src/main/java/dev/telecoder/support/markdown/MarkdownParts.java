package dev.telecoder.support.markdown;

import dev.telecoder.api.channel.MessageFormat.Part;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.TextLine.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Messages for platforms that show Markdown themselves: what was said goes there as it is, unless it is too long for one
 * message; then blocks and code stay, and what stands within a line is text. For any thread.
 *
 * @since 1.0
 */
public final class MarkdownParts {

    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final Pattern SIGN = Pattern.compile("[\\\\`*_{}\\[\\]()<>#+.!|~&-]");

    private MarkdownParts() {}

    /**
     * Makes the messages.
     *
     * @param markdown CommonMark
     * @param longest the most chars of one message
     * @param mend what to do to each text before it is measured, such as breaking up mentions
     * @return the messages, each with its text as {@code body}; empty if there is nothing to show
     */
    public static List<Part> of(String markdown, int longest, UnaryOperator<String> mend) {
        List<TextLine> lines = MarkdownText.lines(markdown);
        if (lines.isEmpty()) {
            return List.of();
        }
        String whole = mend.apply(clean(markdown));
        if (whole.length() <= longest) {
            return List.of(part(whole, lines));
        }
        return MarkdownText.parts(lines, some -> mend.apply(written(some)).length() <= longest).stream()
                .map(some -> part(mend.apply(written(some)), some)).toList();
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
        return String.join("\n", out);
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
