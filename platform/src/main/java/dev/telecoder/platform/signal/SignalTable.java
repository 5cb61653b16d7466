package dev.telecoder.platform.signal;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code signal} and {@code signal_delivery}; a row of the latter is what a listener still has to take. */
final class SignalTable {

    /** Stands for whoever asks for it, while it is not known who does. */
    static final String NOBODY_YET = "";

    private static final String OWED = """
            SELECT s.seq, s.source, s.delivery_id, s.subject, s.repo, d.listener
            FROM signal_delivery d JOIN signal s ON s.source = d.source AND s.delivery_id = d.delivery_id
            """;

    private final Database database;
    private final Json json;

    SignalTable(Database database, Json json) {
        this.database = database;
        this.json = json;
    }

    /**
     * Stores a signal with who is to be told; false if it was known: by its delivery, or because its fact was polled before
     * it was pushed or pushed before it was polled. Two deliveries of different ids stay two.
     */
    boolean insert(Signal signal, Collection<String> listeners, Instant now) {
        String payload = signal.payload().toString();
        return database.write(handle -> {
            int rows = handle.createUpdate("""
                            INSERT INTO signal (source, delivery_id, seq, kind, repo, subject, payload, at, received_at,
                                    fact)
                            SELECT :source, :id, (SELECT coalesce(max(seq), 0) + 1 FROM signal), :kind, :repo, :subject,
                                    :payload, :at, :now, :fact
                            WHERE NOT EXISTS (SELECT 1 FROM signal WHERE source = :source AND delivery_id = :fact)
                                AND NOT EXISTS (SELECT 1 FROM signal WHERE source = :source AND fact = :id)
                            ON CONFLICT (source, delivery_id) DO NOTHING
                            """)
                    .bind("fact", signal.fact().isEmpty() ? null : signal.fact())
                    .bind("source", signal.source())
                    .bind("id", signal.deliveryId())
                    .bind("kind", signal.kind())
                    .bind("repo", signal.repo().orElse(null))
                    .bind("subject", signal.subject())
                    .bind("payload", payload)
                    .bind("at", Times.text(signal.at()))
                    .bind("now", Times.text(now))
                    .execute();
            if (rows == 1) {
                listeners.forEach(listener -> owe(handle, signal.source(), signal.deliveryId(), listener));
            }
            return rows == 1;
        });
    }

    /** Replaces {@link #NOBODY_YET} by those who ask for it. */
    void handOut(Owed owed, Collection<String> listeners) {
        database.write(handle -> {
            listeners.forEach(listener -> owe(handle, owed.source(), owed.deliveryId(), listener));
            return delete(handle, owed);
        });
    }

    void taken(Owed owed) {
        database.write(handle -> delete(handle, owed));
    }

    /** All that is to be taken, in the order of arrival. */
    List<Owed> owed() {
        return database.read(handle -> handle.createQuery(OWED + " ORDER BY s.seq, d.listener")
                .map((row, context) -> new Owed(row.getLong("seq"), row.getString("source"),
                        row.getString("delivery_id"),
                        order(row.getString("source"), row.getString("repo"), row.getString("subject"),
                                row.getString("delivery_id")),
                        row.getString("listener")))
                .list());
    }

    /** What is to be taken of one signal. */
    List<Owed> owed(Signal signal) {
        return database.read(handle -> {
            long seq = handle.createQuery("SELECT seq FROM signal WHERE source = :source AND delivery_id = :id")
                    .bind("source", signal.source()).bind("id", signal.deliveryId()).mapTo(Long.class).one();
            String order = order(signal.source(), signal.repo().orElse(null), signal.subject(), signal.deliveryId());
            return handle
                    .createQuery("SELECT listener FROM signal_delivery WHERE source = :source AND delivery_id = :id")
                    .bind("source", signal.source()).bind("id", signal.deliveryId()).mapTo(String.class)
                    .map(listener -> new Owed(seq, signal.source(), signal.deliveryId(), order, listener))
                    .list();
        });
    }

    Optional<Signal> find(Owed owed) {
        return database.read(handle -> handle
                .createQuery("SELECT * FROM signal WHERE source = :source AND delivery_id = :id")
                .bind("source", owed.source()).bind("id", owed.deliveryId())
                .map((row, context) -> {
                    Signal.Builder signal = Signal.builder(row.getString("source"), row.getString("delivery_id"),
                            row.getString("kind"), Times.parse(row.getString("at")))
                            .subject(row.getString("subject"));
                    String repo = row.getString("repo");
                    if (repo != null) {
                        signal.repo(repo);
                    }
                    String fact = row.getString("fact");
                    if (fact != null) {
                        signal.fact(fact);
                    }
                    return new Stored(signal, row.getString("payload"));
                })
                .findOne())
                .map(stored -> stored.signal.payload(json.parse(stored.payload)).build());
    }

    Optional<Instant> receivedAt(Owed owed) {
        return database.read(handle -> handle
                .createQuery("SELECT received_at FROM signal WHERE source = :source AND delivery_id = :id")
                .bind("source", owed.source()).bind("id", owed.deliveryId()).mapTo(String.class).findOne()
                .map(Times::parse));
    }

    /** Forgets old signals that nobody waits for. */
    void forgetBefore(Instant time) {
        database.write(handle -> handle.createUpdate("""
                        DELETE FROM signal WHERE received_at < :time AND NOT EXISTS (SELECT 1 FROM signal_delivery d
                            WHERE d.source = signal.source AND d.delivery_id = signal.delivery_id)
                        """)
                .bind("time", Times.text(time))
                .execute());
    }

    private static void owe(Handle handle, String source, String id, String listener) {
        handle.createUpdate("INSERT OR IGNORE INTO signal_delivery (source, delivery_id, listener)"
                + " VALUES (:source, :id, :listener)")
                .bind("source", source).bind("id", id).bind("listener", listener).execute();
    }

    private static int delete(Handle handle, Owed owed) {
        return handle.createUpdate("DELETE FROM signal_delivery WHERE source = :source AND delivery_id = :id"
                + " AND listener = :listener")
                .bind("source", owed.source()).bind("id", owed.deliveryId()).bind("listener", owed.listener())
                .execute();
    }

    /** What is about nothing in particular waits for nothing. */
    private static String order(String source, @Nullable String repo, String subject, String id) {
        return subject.isEmpty() ? "id\n" + source + "\n" + id : source + "\n" + repo + "\n" + subject;
    }

    /** A row whose payload is not read yet. */
    private record Stored(Signal.Builder signal, String payload) {}
}
