package dev.telecoder.plugin.jira;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.MarkdownText;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.Visible;
import java.util.List;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Comments on Jira Cloud, in the Atlassian Document Format. For a server the channel makes wiki text of the same document. Safe for
 * use by many threads.
 */
@Extension
public final class JiraFormat implements MessageFormat {

    /** What Jira takes as one comment. */
    static final int LONGEST = 32_767;

    @Override
    public String channel() {
        return JiraChannel.ID;
    }

    @Override
    public List<Part> render(String markdown) {
        return MarkdownText.parts(MarkdownText.lines(markdown), JiraFormat::fits).stream()
                .filter(lines -> lines.stream().anyMatch(line -> Visible.isIn(line.text())))
                .map(lines -> new Part(JsonValue.object().put("body", Adf.of(lines)).build(),
                        lines.stream().map(TextLine::text).collect(Collectors.joining("\n"))))
                .toList();
    }

    private static boolean fits(List<TextLine> lines) {
        JsonValue document = Adf.of(lines);
        return document.toString().length() <= LONGEST && Wiki.of(document).length() <= LONGEST;
    }
}
