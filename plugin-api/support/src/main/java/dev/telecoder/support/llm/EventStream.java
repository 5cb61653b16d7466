package dev.telecoder.support.llm;

import dev.telecoder.api.http.HttpStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events from an answer, and what servers send in their place: a whole JSON document where streaming was
 * ignored. Comments and fields other than {@code event} and {@code data} are passed over. For one answer and one thread.
 *
 * @since 0.2
 */
public final class EventStream {

    private final HttpStream stream;
    private @Nullable String ahead;
    private boolean begun;

    /**
     * Reads an answer.
     *
     * @param stream the answer, not yet read; the caller closes it
     */
    public EventStream(HttpStream stream) {
        this.stream = stream;
    }

    /**
     * An event.
     *
     * @param name what the field {@code event} says; empty if there was none
     * @param data the data; of several lines, with a line end between them
     */
    public record Event(String name, String data) {}

    /**
     * Waits for the next event that has data.
     *
     * @return the event; null if the answer ended
     * @throws dev.telecoder.api.PluginException as {@link HttpStream#nextLine} does
     */
    public @Nullable Event next() {
        String name = "";
        StringBuilder data = null;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (data != null) {
                    break;
                }
                name = "";
            } else if (line.startsWith("data:")) {
                String more = value(line, 5);
                if (data == null) {
                    data = new StringBuilder(more);
                } else if (more.startsWith("{") || more.startsWith("[DONE]")) {
                    // Some servers leave out the empty line between two events.
                    ahead = line;
                    break;
                } else {
                    data.append('\n').append(more);
                }
            } else if (line.startsWith("event:")) {
                name = value(line, 6);
            } else if (data == null && (line.startsWith("{") || line.startsWith("["))) {
                return new Event("", line + "\n" + stream.rest());
            }
        }
        // A last event without its empty line counts: half of one is no JSON, which the caller sees.
        return data == null ? null : new Event(name, data.toString());
    }

    private @Nullable String line() {
        if (ahead != null) {
            String kept = ahead;
            ahead = null;
            return kept;
        }
        String line = stream.nextLine();
        if (!begun && line != null) {
            begun = true;
            return line.startsWith("\uFEFF") ? line.substring(1) : line;
        }
        return line;
    }

    private static String value(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }
}
