package dev.telecoder.plugin.discord;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.MarkdownText;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.Visible;
import java.util.List;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** Discord's Markdown, in messages of at most 2,000 characters that mention nobody. Safe for use by many threads. */
@Extension
public final class DiscordFormat implements MessageFormat {

    static final int LONGEST = 2_000;

    static final JsonValue NO_MENTIONS = JsonValue.object().put("parse", List.of()).build();

    @Override
    public String channel() {
        return DiscordChannel.ID;
    }

    @Override
    public List<Part> render(String markdown) {
        return MarkdownText.parts(MarkdownText.lines(markdown), lines -> DiscordText.of(lines).length() <= LONGEST)
                .stream().filter(lines -> Visible.isIn(DiscordText.of(lines)))
                .map(lines -> new Part(
                        JsonValue.object().put("content", DiscordText.of(lines)).put("allowed_mentions", NO_MENTIONS)
                                .build(),
                        lines.stream().map(TextLine::text).collect(Collectors.joining("\n"))))
                .toList();
    }
}
