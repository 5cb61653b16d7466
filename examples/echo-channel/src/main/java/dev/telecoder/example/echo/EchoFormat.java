package dev.telecoder.example.echo;

import dev.telecoder.api.channel.MessageFormat;
import dev.telecoder.api.json.JsonValue;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/**
 * Cuts a text into messages of at most 4,000 chars: between lines where it can, never within a character, and code that is
 * cut goes on as code. It reads no setting, so it works without the channel being configured. Any number of threads may
 * use it.
 */
@Extension
public final class EchoFormat implements MessageFormat {

    static final int LIMIT = 4_000;
    private static final int LONGEST_FENCE = 100;

    @Override
    public String channel() {
        return "echo";
    }

    @Override
    public List<Part> render(String markdown) {
        Parts parts = new Parts();
        // NUL and halves of a character cannot be written to a file of UTF-8.
        String text = markdown.replace('\0', '\uFFFD').codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        text.lines().forEach(parts::line);
        return parts.end();
    }

    /** The message that is being filled, and the fence of the code it is in. */
    private static final class Parts {

        private final List<Part> done = new ArrayList<>();
        private final StringBuilder current = new StringBuilder();
        private String fence = "";
        private boolean empty = true;

        void line(String line) {
            String rest = line;
            while (current.length() + rest.length() + 1 > room()) {
                if (empty) {
                    int cut = whole(rest, room() - current.length() - 1);
                    add(rest.substring(0, cut));
                    rest = rest.substring(cut);
                }
                flush();
            }
            add(rest);
            String start = rest.stripLeading();
            if (fence.isEmpty() && (start.startsWith("```") || start.startsWith("~~~"))) {
                fence = start.length() > LONGEST_FENCE ? start.substring(0, 3) : start;
            } else if (!fence.isEmpty() && start.startsWith(fence.substring(0, 3))) {
                fence = "";
            }
        }

        /** Code needs a line for the fence that ends it. */
        private int room() {
            return fence.isEmpty() ? LIMIT : LIMIT - 4;
        }

        private void add(String text) {
            current.append(text).append('\n');
            empty = false;
        }

        private void flush() {
            String text = current + (fence.isEmpty() ? "" : fence.substring(0, 3));
            if (!current.toString().isBlank()) {
                String shown = text.stripTrailing();
                done.add(new Part(JsonValue.object().put("text", shown).build(), shown));
            }
            current.setLength(0);
            current.append(fence.isEmpty() ? "" : fence + "\n");
            empty = true;
        }

        List<Part> end() {
            if (!empty) {
                flush();
            }
            return List.copyOf(done);
        }

        /** The longest beginning of at most so many chars that cuts no character. */
        private static int whole(String text, int most) {
            BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
            characters.setText(text.substring(0, Math.min(text.length(), most + 64)));
            int cut = characters.isBoundary(most) ? most : characters.preceding(most);
            return cut > 0 ? cut : most;
        }
    }
}
