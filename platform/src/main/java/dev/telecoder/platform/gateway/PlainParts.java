package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plain text in parts that keep a platform's limit, for channels that bring no format of their own. */
final class PlainParts {

    /** In chars. A family of four takes eleven; more is play, and may be cut. */
    private static final int LONGEST_CHARACTER = 64;

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

    /** The longest beginning that keeps the limit and breaks no character, however many code points it is made of. */
    private static int fitting(String text, ChannelProfile profile) {
        int points = 0;
        int used = 0;
        while (points < text.length()) {
            int point = text.codePointAt(points);
            used += size(point, profile.unit());
            if (used > profile.maxLength()) {
                break;
            }
            points += Character.charCount(point);
        }
        if (points == text.length()) {
            return points;
        }
        // From the beginning, which is that of a character: flags are pairs, and whose half one is shows only from there.
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(0, Math.min(text.length(), points + LONGEST_CHARACTER)));
        int whole = characters.isBoundary(points) ? points : characters.preceding(points);
        return whole > 0 ? whole : points;
    }

    private static int size(int point, ChannelProfile.LengthUnit unit) {
        return switch (unit) {
            case UTF16 -> Character.charCount(point);
            case CODE_POINTS -> 1;
            case UTF8_BYTES -> point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        };
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
