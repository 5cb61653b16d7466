package dev.telecoder.platform.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where events are kept beyond the bus's memory. The bus calls {@link #append} from one thread of its own, in the
 * order of the ids; the other methods from any thread.
 */
public interface EventStore {

    /**
     * Keeps events.
     *
     * @param events in the order of their ids; none is a text delta
     */
    void append(List<Event> events);

    /**
     * Reads events.
     *
     * @param id the id to start after
     * @param conversation only those of this conversation, or {@code null} for all
     * @param limit the most to read
     * @return the events, oldest first
     */
    List<Event> after(long id, @Nullable String conversation, int limit);

    /** {@return the highest id kept, or 0 if there is none} */
    long lastId();
}
