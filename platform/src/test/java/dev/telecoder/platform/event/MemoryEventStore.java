package dev.telecoder.platform.event;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class MemoryEventStore implements EventStore {

    private final List<Event> events = new ArrayList<>();

    @Override
    public synchronized void append(List<Event> more) {
        events.addAll(more);
    }

    @Override
    public synchronized List<Event> after(long id, @Nullable String conversation, int limit) {
        return events.stream()
                .filter(event -> event.id() > id && EventBus.belongs(event, conversation))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long lastId() {
        return events.isEmpty() ? 0 : events.getLast().id();
    }

    synchronized List<Event> all() {
        return List.copyOf(events);
    }
}
