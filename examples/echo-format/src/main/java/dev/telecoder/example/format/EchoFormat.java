package dev.telecoder.example.format;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/**
 * Cuts a text into parts of at most {@value #LIMIT} chars for the channel {@code echo}, which shows CommonMark as it is written. A
 * part ends at the end of a line if there is one near, never inside of what a reader sees as one character; a fence that goes on
 * is closed and opened again. Pure, so that any number of threads may use it.
 */
@Extension
public final class EchoFormat implements MessageFormat {

    private static final int LIMIT = 2_000;
    /** Room for what closes a fence at the end of a part. */
    private static final int ROOM = 16;

    /** Made by the host, once. */
    public EchoFormat() {}

    @Override
    public String channel() {
        return "echo";
    }

    @Override
    public List<Part> render(String markdown) {
        List<Part> parts = new ArrayList<>();
        String open = "";
        StringBuilder part = new StringBuilder();
        for (String line : pieces(markdown)) {
            if (part.length() + line.length() > LIMIT - ROOM) {
                add(parts, part + (open.isEmpty() ? "" : "\n```"));
                part.setLength(0);
                part.append(open);
            }
            part.append(line);
            if (line.startsWith("```")) {
                // A fence ends at the next one; what it was opened with opens it again in the next part.
                open = open.isEmpty() && line.length() < 64 && line.endsWith("\n") ? line : "";
            }
        }
        add(parts, part.toString());
        return parts;
    }

    private static void add(List<Part> parts, String text) {
        if (!text.isBlank()) {
            parts.add(new Part(JsonValue.object().put("text", text.strip()).build(), text.strip()));
        }
    }

    /** Lines with their ends; one that is too long for a part in pieces. */
    private static List<String> pieces(String markdown) {
        List<String> pieces = new ArrayList<>();
        for (String line : markdown.split("(?<=\n)")) {
            if (line.length() <= LIMIT / 2) {
                pieces.add(line);
                continue;
            }
            // Characters as a reader sees them: a family of emoji joined by invisible characters is one.
            BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
            characters.setText(line);
            int from = 0;
            int blank = 0;
            int last = 0;
            for (int at = characters.next(); at != BreakIterator.DONE; at = characters.next()) {
                if (at - from > LIMIT / 2) {
                    int end = blank > from ? blank : last;
                    pieces.add(line.substring(from, end));
                    from = end;
                }
                blank = line.charAt(at - 1) == ' ' ? at : blank;
                last = at;
            }
            pieces.add(line.substring(from));
        }
        return pieces;
    }
}
