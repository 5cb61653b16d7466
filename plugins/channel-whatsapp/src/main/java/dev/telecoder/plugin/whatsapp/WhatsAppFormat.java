package dev.telecoder.plugin.whatsapp;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.support.markdown.MarkdownText;
import dev.telecoder.support.markdown.TextLine;
import dev.telecoder.support.markdown.Visible;
import java.util.List;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/** WhatsApp's marks, in text messages of at most 4,096 characters. Safe for use by many threads. */
@Extension
public final class WhatsAppFormat implements MessageFormat {

    static final int LONGEST = 4_096;

    @Override
    public String channel() {
        return WhatsAppChannel.ID;
    }

    @Override
    public List<Part> render(String markdown) {
        return MarkdownText.parts(MarkdownText.lines(markdown), lines -> WhatsAppText.of(lines).length() <= LONGEST)
                .stream().filter(lines -> Visible.isIn(WhatsAppText.of(lines)))
                .map(lines -> new Part(body(WhatsAppText.of(lines)), lines.stream().map(TextLine::text)
                        .collect(Collectors.joining("\n"))))
                .toList();
    }

    /** {@return the body of a text message, whom it is for left out} */
    static JsonValue body(String text) {
        return JsonValue.object().put("messaging_product", "whatsapp").put("recipient_type", "individual")
                .put("type", "text")
                .put("text", JsonValue.object().put("body", text).put("preview_url", false).build()).build();
    }
}
