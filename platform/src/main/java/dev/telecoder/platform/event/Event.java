package dev.telecoder.platform.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened. Types and the members of their data are those of the event stream.
 *
 * @param id grows from event to event, also across restarts
 * @param type such as {@code turn.started}
 * @param at when it happened
 * @param conversation the conversation it belongs to, or {@code null} if to none
 * @param turn the turn it belongs to, or {@code null} if to none
 * @param dataJson what the type adds, a JSON object
 */
public record Event(
        long id,
        String type,
        Instant at,
        @Nullable String conversation,
        @Nullable String turn,
        String dataJson) {

    /** A piece of an answer that is still being written; the one type that is not kept on disk. */
    public static final String TEXT_DELTA = "text.delta";

    /** A turn began. */
    public static final String TURN_STARTED = "turn.started";

    /** A turn ended, in whatever way. */
    public static final String TURN_FINISHED = "turn.finished";

    /** A message was sent; it repeats the text of the deltas before it. */
    public static final String MESSAGE_SENT = "message.sent";

    /** Checks that the required parts are there. */
    public Event {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(dataJson, "dataJson");
    }

    boolean isDelta() {
        return type.equals(TEXT_DELTA);
    }
}
