package dev.telecoder.platform.gateway;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of what arrived. What is {@code new} there is still to be carried out; messages for the agent never are, their turn is. */
final class InboxTable {

    private final Json json;
    private final Clock clock;

    InboxTable(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** What names an arrival: the same is taken once. */
    record Key(String channel, String externalId) {}

    /**
     * Something that is still to be carried out.
     *
     * @param key what names it
     * @param kind {@code command} or {@code press}
     * @param payload what to do
     * @param conversation the conversation, or {@code null}
     * @param receivedAt when it arrived
     */
    record Open(Key key, String kind, JsonValue payload, @Nullable String conversation, Instant receivedAt) {}

    /** What became of an arrival that was seen before; empty texts where there was no such thing. */
    record Seen(String conversation, String message, String turn) {}

    Optional<Seen> seen(Handle h, Key key) {
        return h.createQuery(
                "SELECT i.conversation, i.message, m.turn FROM inbox i LEFT JOIN message m ON m.id = i.message"
                        + " WHERE i.channel = :channel AND i.external_id = :id")
                .bind("channel", key.channel()).bind("id", key.externalId())
                .map((rs, ctx) -> new Seen(text(rs.getString(1)), text(rs.getString(2)), text(rs.getString(3))))
                .findOne();
    }

    void add(Handle h, Key key, String state, String kind, JsonValue payload, @Nullable String conversation,
            @Nullable String message) {
        h.createUpdate(
                "INSERT INTO inbox (channel, external_id, state, kind, payload, conversation, message, received_at)"
                        + " VALUES (:channel, :id, :state, :kind, :payload, :conversation, :message, :at)")
                .bind("channel", key.channel()).bind("id", key.externalId()).bind("state", state).bind("kind", kind)
                .bind("payload", payload.toString()).bind("conversation", conversation).bind("message", message)
                .bind("at", Times.text(clock.instant())).execute();
    }

    void payload(Handle h, Key key, JsonValue payload) {
        h.createUpdate("UPDATE inbox SET payload = :payload WHERE channel = :channel AND external_id = :id")
                .bind("channel", key.channel()).bind("id", key.externalId()).bind("payload", payload.toString())
                .execute();
    }

    void done(Handle h, Key key) {
        h.createUpdate("UPDATE inbox SET state = 'done' WHERE channel = :channel AND external_id = :id")
                .bind("channel", key.channel()).bind("id", key.externalId()).execute();
    }

    /** What a crash or a shutdown left, oldest first. */
    List<Open> open(Handle h) {
        return h.createQuery("SELECT * FROM inbox WHERE state = 'new' ORDER BY received_at, rowid")
                .map((rs, ctx) -> new Open(new Key(rs.getString("channel"), rs.getString("external_id")),
                        rs.getString("kind"), json.parse(rs.getString("payload")), rs.getString("conversation"),
                        Times.parse(rs.getString("received_at"))))
                .list();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
