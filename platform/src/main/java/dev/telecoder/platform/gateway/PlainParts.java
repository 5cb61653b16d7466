package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Plain text in parts that keep a platform's limit, for channels that bring no format of their own. */
final class PlainParts {

    private PlainParts() {}

    static List<MessageFormat.Part> split(String text, ChannelProfile profile) {
        List<MessageFormat.Part> parts = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            int end = fitting(rest, profile);
            if (end < rest.length()) {
                end = goodEnd(rest, end);
            }
            String part = rest.substring(0, end).stripTrailing();
            rest = rest.substring(end).replaceFirst("^\\s*\\n", "");
            if (!part.isBlank()) {
                parts.add(new MessageFormat.Part(JsonValue.object().put("text", part).build(), part));
            }
        }
        return parts;
    }

    /** The longest beginning that keeps the limit and breaks no code point. */
    private static int fitting(String text, ChannelProfile profile) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            used += switch (profile.unit()) {
                case UTF16 -> Character.charCount(point);
                case CODE_POINTS -> 1;
                case UTF8_BYTES -> Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            };
            if (used > profile.maxLength()) {
                break;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    /** A break between paragraphs, lines or words, if one is not too far back. */
    private static int goodEnd(String text, int end) {
        for (String at : List.of("\n\n", "\n", " ")) {
            int found = text.lastIndexOf(at, end - 1);
            if (found > end / 2) {
                return found + at.length();
            }
        }
        return end;
    }
}
