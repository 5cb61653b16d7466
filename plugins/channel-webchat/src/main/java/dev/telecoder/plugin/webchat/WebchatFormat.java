package dev.telecoder.plugin.webchat;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import java.util.List;
import org.pf4j.Extension;

/**
 * What the page is sent: the Markdown itself, which it draws without ever making HTML of it. One message, however long,
 * since the page has no limit. Safe for use by many threads.
 */
@Extension
public final class WebchatFormat implements MessageFormat {

    @Override
    public String channel() {
        return "webchat";
    }

    @Override
    public List<Part> render(String markdown) {
        String text = readable(markdown);
        return isBlank(text) ? List.of()
                : List.of(new Part(JsonValue.object().put("markdown", text).build(), text));
    }

    /** As CommonMark asks for NUL; half a character has no form in UTF-8 and would break the event stream. */
    private static String readable(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                if (out == null) {
                    out = new StringBuilder(text);
                }
                out.setCharAt(i, '\uFFFD');
            }
        }
        return out == null ? text : out.toString();
    }

    /** Also where there are only characters that show nothing. */
    private static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.CONTROL);
    }
}
