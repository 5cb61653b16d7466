package dev.telecoder.plugin.slack;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.MarkdownText;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.Visible;
import java.util.List;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Slack's mrkdwn, in messages of at most 4,000 characters. Safe for use by many threads. */
@Extension
public final class SlackFormat implements MessageFormat {

    static final int LONGEST = 4_000;

    @Override
    public String channel() {
        return SlackChannel.ID;
    }

    @Override
    public List<Part> render(String markdown) {
        return MarkdownText.parts(MarkdownText.lines(markdown), lines -> Mrkdwn.of(lines).length() <= LONGEST).stream()
                .filter(lines -> Visible.isIn(Mrkdwn.of(lines)))
                .map(lines -> new Part(JsonValue.object().put("text", Mrkdwn.of(lines)).build(), lines.stream()
                        .map(TextLine::text).collect(Collectors.joining("\n"))))
                .toList();
    }
}
