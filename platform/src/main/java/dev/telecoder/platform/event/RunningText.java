package dev.telecoder.platform.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a running turn has written so far, and which delta brought which part of it. Guarded by the lock of the bus.
 */
final class RunningText {

    private record Mark(long id, int end) {}

    private final @Nullable Event started;
    private final StringBuilder text = new StringBuilder();
    private final List<Mark> marks = new ArrayList<>();
    private @Nullable Event last;

    RunningText(@Nullable Event started) {
        this.started = started;
    }

    Optional<Event> started() {
        return Optional.ofNullable(started);
    }

    void add(Event delta, String piece) {
        text.append(piece);
        marks.add(new Mark(delta.id(), text.length()));
        last = delta;
    }

    /** Forgets the text: a message repeats it as a whole. */
    void settled() {
        text.setLength(0);
        marks.clear();
        last = null;
    }

    /** The deltas after one id and up to another as one event with the id of the last of them. */
    Optional<Event> merged(long after, long upTo) {
        int begin = 0;
        int end = -1;
        long id = 0;
        for (Mark mark : marks) {
            if (mark.id() <= after) {
                begin = mark.end();
            } else if (mark.id() <= upTo) {
                end = mark.end();
                id = mark.id();
            }
        }
        Event newest = last;
        if (end < 0 || newest == null) {
            return Optional.empty();
        }
        String data = DeltaText.data(text.substring(begin, end));
        return Optional.of(
                new Event(id, Event.TEXT_DELTA, newest.at(), newest.conversation(), newest.turn(), data));
    }
}
