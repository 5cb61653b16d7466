package dev.telecoder.platform.conversation;

import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventStore;
import dev.telecoder.platform.store.Database;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps events in the database. Safe for use by many threads. */
public final class SqlEventStore implements EventStore {

    private final Database database;

    /**
     * Uses a database.
     *
     * @param database the open database
     */
    public SqlEventStore(Database database) {
        this.database = database;
    }

    @Override
    public void append(List<Event> events) {
        database.note(handle -> {
            try (var batch = handle.prepareBatch("""
                    INSERT OR IGNORE INTO event (id, type, conversation, turn, data, at)
                    VALUES (:id, :type, :conversation, :turn, :data, :at)""")) {
                for (Event event : events) {
                    batch.bind("id", event.id())
                            .bind("type", event.type())
                            .bind("conversation", event.conversation())
                            .bind("turn", event.turn())
                            .bind("data", event.dataJson())
                            .bind("at", event.at())
                            .add();
                }
                return batch.execute().length;
            }
        });
    }

    @Override
    public List<Event> after(long id, @Nullable String conversation, int limit) {
        String where = conversation == null ? "id > :id" : "conversation = :conversation AND id > :id";
        return database.read(handle -> {
            var query = handle.createQuery("SELECT id, type, at, conversation, turn, data FROM event WHERE " + where
                    + " ORDER BY id LIMIT :limit")
                    .bind("id", id)
                    .bind("limit", limit);
            if (conversation != null) {
                query.bind("conversation", conversation);
            }
            return query.map((row, _) -> new Event(
                    row.getLong("id"),
                    row.getString("type"),
                    Instant.parse(row.getString("at")),
                    row.getString("conversation"),
                    row.getString("turn"),
                    row.getString("data")))
                    .list();
        });
    }

    @Override
    public long lastId() {
        return database.read(handle -> handle.createQuery("SELECT coalesce(max(id), 0) FROM event")
                .mapTo(Long.class)
                .one());
    }

    /**
     * Forgets old events; who reconnects after so long a time reads the messages instead.
     *
     * @param before those older than this
     * @return how many were forgotten
     */
    public int forget(Instant before) {
        return database.write(
                handle -> handle.createUpdate("DELETE FROM event WHERE at < :before").bind("before", before).execute());
    }
}
