package dev.telecoder.plugin.telegram;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.MarkdownText;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.Visible;
import java.util.List;
import org.pf4j.Extension;

/** Telegram's HTML, in messages of at most 4,096 UTF-16 units after its parsing. Safe for use by many threads. */
@Extension
public final class TelegramFormat implements MessageFormat {

    static final int LONGEST = 4_096;

    /** Telegram drops what comes after it. */
    private static final int MOST_ENTITIES = 100;

    @Override
    public String channel() {
        return TelegramChannel.ID;
    }

    @Override
    public List<Part> render(String markdown) {
        return MarkdownText.parts(MarkdownText.lines(markdown), TelegramFormat::fits).stream().map(TelegramHtml::of)
                .filter(html -> Visible.isIn(html.plain())).map(html -> new Part(
                        JsonValue.object().put("text", html.text()).put("parse_mode", "HTML").build(), html.plain()))
                .toList();
    }

    private static boolean fits(List<TextLine> lines) {
        TelegramHtml html = TelegramHtml.of(lines);
        return html.plain().length() <= LONGEST && html.entities() <= MOST_ENTITIES;
    }
}
