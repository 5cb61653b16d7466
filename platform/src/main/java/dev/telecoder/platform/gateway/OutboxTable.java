package dev.telecoder.platform.gateway;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of what is to be sent. */
final class OutboxTable {

    private final Json json;
    private final Clock clock;

    OutboxTable(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * Something to send.
     *
     * @param id our id, the same whenever it is tried
     * @param address where to
     * @param part -1 while it is not formatted yet, else the place among the parts
     * @param body CommonMark as {@code markdown} while it is not formatted, else the platform's body and {@code plain} text
     * @param replyTo the platform's id of the message it answers, or {@code null}
     * @param choices the buttons
     * @param purpose {@code answer}, {@code notice} or {@code question:ID}
     * @param edits the platform's id of the message it replaces, or {@code null}
     * @param attempts how often it was tried
     */
    record Row(String id, ChatAddress address, int part, JsonValue body, @Nullable String replyTo,
            List<OutboundMessage.Choice> choices, String purpose, @Nullable String edits, int attempts) {}

    /** Stores something to send; what has the same id is there already. */
    void add(Handle h, Row row, @Nullable String conversation, @Nullable String message) {
        String now = Times.text(clock.instant());
        h.createUpdate(
                "INSERT INTO outbox (id, seq, message, conversation, channel, chat, thread, part, body, reply_to, choices,"
                        + " purpose, edits, state, attempts, next_attempt_at, created_at) VALUES (:id,"
                        + " (SELECT coalesce(max(seq), 0) + 1 FROM outbox), :message, :conversation, :channel, :chat, :thread,"
                        + " :part, :body, :reply, :choices, :purpose, :edits, 'new', 0, :now, :now) ON CONFLICT (id) DO NOTHING")
                .bind("id", row.id()).bind("message", message).bind("conversation", conversation)
                .bind("channel", row.address().channel()).bind("chat", row.address().chat())
                .bind("thread", row.address().thread() == null ? "" : row.address().thread()).bind("part", row.part())
                .bind("body", row.body().toString()).bind("reply", row.replyTo())
                .bind("choices",
                        JsonValue.array(row.choices().stream().map(choice -> JsonValue.object().put("id", choice.id())
                                .put("label", choice.label()).build()).toList()).toString())
                .bind("purpose", row.purpose()).bind("edits", row.edits()).bind("now", now).execute();
    }

    /** The first open row of each chat of a channel, if it is due. */
    List<Row> due(Handle h, String channel) {
        return h.createQuery("SELECT o.* FROM outbox o WHERE o.channel = :channel AND o.state IN ('new','sending')"
                + " AND o.next_attempt_at <= :now AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.channel = o.channel"
                + " AND p.chat = o.chat AND p.thread = o.thread AND p.state IN ('new','sending') AND p.seq < o.seq)"
                + " ORDER BY o.seq LIMIT 500")
                .bind("channel", channel).bind("now", Times.text(clock.instant())).map((rs, ctx) -> row(rs)).list();
    }

    /** When the next row of a channel is due, if one is open. */
    Optional<Instant> nextDue(Handle h, String channel) {
        return h.createQuery(
                "SELECT min(next_attempt_at) FROM outbox WHERE channel = :channel AND state IN ('new','sending')")
                .bind("channel", channel).mapTo(String.class).findOne().map(Times::parse);
    }

    /** Puts the formatted parts in the place of a row; their order is kept. */
    void format(Handle h, Row row, List<JsonValue> parts) {
        long seq = h.createQuery("SELECT seq FROM outbox WHERE id = :id").bind("id", row.id()).mapTo(Long.class).one();
        int count = parts.size();
        if (count > 1) {
            // Rows behind it make room; seq is unique, so they go by way of negative numbers.
            h.createUpdate("UPDATE outbox SET seq = -(seq + :more) WHERE seq > :seq").bind("more", count - 1)
                    .bind("seq", seq).execute();
            h.createUpdate("UPDATE outbox SET seq = -seq WHERE seq < 0").execute();
        }
        for (int i = 1; i < count; i++) {
            h.createUpdate(
                    "INSERT INTO outbox (id, seq, message, conversation, channel, chat, thread, part, body, reply_to, choices,"
                            + " purpose, edits, state, attempts, next_attempt_at, created_at) SELECT id || '.' || :part, seq + :part,"
                            + " message, conversation, channel, chat, thread, :part, :body, NULL, :choices, purpose, NULL, 'new', 0,"
                            + " next_attempt_at, created_at FROM outbox WHERE id = :id")
                    .bind("id", row.id()).bind("part", i).bind("body", parts.get(i).toString())
                    .bind("choices", "[]").execute();
        }
        h.createUpdate("UPDATE outbox SET part = 0, body = :body, state = :state WHERE id = :id").bind("id", row.id())
                .bind("body", count == 0 ? "{}" : parts.getFirst().toString())
                .bind("state", count == 0 ? "sent" : "new").execute();
        if (count > 1 && !row.choices().isEmpty()) {
            // The buttons belong under the last part.
            h.createUpdate("UPDATE outbox SET choices = (SELECT choices FROM outbox WHERE id = :id) WHERE id = :last")
                    .bind("id", row.id()).bind("last", row.id() + "." + (count - 1)).execute();
            h.createUpdate("UPDATE outbox SET choices = '[]' WHERE id = :id").bind("id", row.id()).execute();
        }
    }

    void sending(Handle h, String id) {
        h.createUpdate("UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = :id").bind("id", id)
                .execute();
    }

    void sent(Handle h, String id, String externalId) {
        h.createUpdate("UPDATE outbox SET state = 'sent', external_id = :external, error = NULL WHERE id = :id")
                .bind("id", id)
                .bind("external", externalId).execute();
    }

    void later(Handle h, String id, Instant at, String error) {
        h.createUpdate("UPDATE outbox SET state = 'new', next_attempt_at = :at, error = :error WHERE id = :id")
                .bind("id", id)
                .bind("at", Times.text(at)).bind("error", error).execute();
    }

    void failed(Handle h, String id, String error) {
        h.createUpdate("UPDATE outbox SET state = 'failed', error = :error WHERE id = :id").bind("id", id)
                .bind("error", error)
                .execute();
    }

    /** Finds the messages that show a question, with the platform's ids. */
    List<Sent> sent(Handle h, String purpose) {
        return h.createQuery(
                "SELECT * FROM outbox WHERE purpose = :purpose AND state = 'sent' AND external_id IS NOT NULL ORDER BY seq")
                .bind("purpose", purpose).map((rs, ctx) -> new Sent(row(rs), rs.getString("external_id"))).list();
    }

    /** Finds what a message of the platform is for. */
    Optional<String> purpose(Handle h, String channel, String externalId) {
        return h.createQuery("SELECT purpose FROM outbox WHERE channel = :channel AND external_id = :external")
                .bind("channel", channel).bind("external", externalId).mapTo(String.class).findFirst();
    }

    /** A row that was sent, and what the platform made of it. */
    record Sent(Row row, String externalId) {}

    private Row row(ResultSet rs) throws SQLException {
        return new Row(rs.getString("id"), new ChatAddress(rs.getString("channel"), rs.getString("chat"),
                rs.getString("thread").isEmpty() ? null : rs.getString("thread")), rs.getInt("part"),
                json.parse(rs.getString("body")), rs.getString("reply_to"),
                json.parse(rs.getString("choices")).items().stream().map(choice -> new OutboundMessage.Choice(
                        choice.get("id").text(), choice.get("label").text())).toList(),
                rs.getString("purpose"), rs.getString("edits"), rs.getInt("attempts"));
    }
}
