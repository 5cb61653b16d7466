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
     * @param edits the id of the row whose message it replaces, or {@code null}
     * @param attempts how often it was tried in vain
     * @param due when it is tried next
     * @param createdAt since when it waits
     */
    record Row(String id, ChatAddress address, int part, JsonValue body, @Nullable String replyTo,
            List<OutboundMessage.Choice> choices, String purpose, @Nullable String edits, int attempts,
            Instant due, Instant createdAt) {

        /** The same row, once it is formatted. */
        Row formatted(JsonValue first, List<OutboundMessage.Choice> buttons) {
            return new Row(id, address, 0, first, replyTo, buttons, purpose, edits, attempts, due, createdAt);
        }
    }

    /** Stores something to send, not formatted yet; what has the same id is there already. */
    void add(Handle h, String id, ChatAddress address, String markdown, String purpose, @Nullable String replyTo,
            List<OutboundMessage.Choice> choices, @Nullable String edits, @Nullable String conversation,
            @Nullable String message) {
        String now = Times.text(clock.instant());
        h.createUpdate(
                "INSERT INTO outbox (id, seq, message, conversation, channel, chat, thread, part, body, reply_to, choices,"
                        + " purpose, edits, state, attempts, next_attempt_at, created_at) VALUES (:id,"
                        + " (SELECT coalesce(max(seq), 0) + 1 FROM outbox), :message, :conversation, :channel, :chat, :thread,"
                        + " :part, :body, :reply, :choices, :purpose, :edits, 'new', 0, :now, :now) ON CONFLICT (id) DO NOTHING")
                .bind("id", id).bind("message", message).bind("conversation", conversation)
                .bind("channel", address.channel()).bind("chat", address.chat())
                .bind("thread", address.thread() == null ? "" : address.thread()).bind("part", -1)
                .bind("body", JsonValue.object().put("markdown", markdown).build().toString()).bind("reply", replyTo)
                .bind("choices",
                        JsonValue.array(choices.stream().map(choice -> JsonValue.object().put("id", choice.id())
                                .put("label", choice.label()).build()).toList()).toString())
                .bind("purpose", purpose).bind("edits", edits).bind("now", now).execute();
    }

    /** The chats of a channel that have something open. */
    List<ChatAddress> openChats(Handle h, String channel) {
        return h.createQuery("SELECT DISTINCT channel, chat, thread FROM outbox WHERE channel = :channel"
                + " AND state IN ('new','sending')").bind("channel", channel).map((rs, ctx) -> address(rs)).list();
    }

    /** What a chat gets next, due or not, and what stands behind that and waits: two rows at most. */
    List<Row> next(Handle h, ChatAddress at) {
        return h.createQuery("SELECT * FROM outbox WHERE channel = :channel AND chat = :chat AND thread = :thread"
                + " AND state IN ('new','sending') ORDER BY seq, part LIMIT 2")
                .bind("channel", at.channel()).bind("chat", at.chat())
                .bind("thread", at.thread() == null ? "" : at.thread()).map((rs, ctx) -> row(rs)).list();
    }

    /** Puts the parts of a long message in the place of its row; the buttons go under the last. */
    void format(Handle h, Row row, List<JsonValue> parts) {
        int last = parts.size() - 1;
        for (int i = 1; i <= last; i++) {
            h.createUpdate(
                    "INSERT INTO outbox (id, seq, message, conversation, channel, chat, thread, part, body, reply_to,"
                            + " choices, purpose, edits, state, attempts, next_attempt_at, created_at)"
                            + " SELECT id || '.' || :part, seq, message, conversation, channel, chat, thread, :part, :body,"
                            + " NULL, iif(:part = :last, choices, '[]'), purpose, NULL, 'new', 0, next_attempt_at, created_at"
                            + " FROM outbox WHERE id = :id")
                    .bind("id", row.id()).bind("part", i).bind("last", last).bind("body", parts.get(i).toString())
                    .execute();
        }
        h.createUpdate(
                "UPDATE outbox SET part = 0, body = :body, choices = iif(:last > 0, '[]', choices) WHERE id = :id")
                .bind("id", row.id()).bind("body", parts.getFirst().toString()).bind("last", last).execute();
    }

    void sent(Handle h, String id, @Nullable String externalId) {
        h.createUpdate("UPDATE outbox SET state = 'sent', external_id = :external, error = NULL WHERE id = :id")
                .bind("id", id)
                .bind("external", externalId).execute();
    }

    void later(Handle h, String id, Instant at, String error) {
        h.createUpdate("UPDATE outbox SET state = 'new', attempts = attempts + 1, next_attempt_at = :at, error = :error"
                + " WHERE id = :id")
                .bind("id", id).bind("at", Times.text(at)).bind("error", error).execute();
    }

    void failed(Handle h, String id, String error) {
        h.createUpdate("UPDATE outbox SET state = 'failed', attempts = attempts + 1, error = :error WHERE id = :id")
                .bind("id", id).bind("error", error).execute();
    }

    /** Makes due what waits because its channel could not be reached. */
    void reachable(Handle h, String channel) {
        h.createUpdate(
                "UPDATE outbox SET next_attempt_at = :now WHERE channel = :channel AND state IN ('new','sending')"
                        + " AND next_attempt_at > :now AND error LIKE 'UNAVAILABLE:%'")
                .bind("channel", channel).bind("now", Times.text(clock.instant())).execute();
    }

    /** The messages that were given up, the newest first. */
    List<Mail.Undelivered> undelivered(Handle h, int limit) {
        return h.createQuery("SELECT * FROM outbox WHERE state = 'failed' ORDER BY seq DESC LIMIT :limit")
                .bind("limit", limit).map((rs, ctx) -> new Mail.Undelivered(rs.getString("id"), address(rs),
                        rs.getString("conversation"), String.valueOf(rs.getString("error")),
                        Times.parse(rs.getString("created_at"))))
                .list();
    }

    /** Where a row goes, if there is such a row. */
    Optional<ChatAddress> goesTo(Handle h, String id) {
        return h.createQuery("SELECT channel, chat, thread FROM outbox WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> address(rs)).findOne();
    }

    /** The platform's id of the last part of a row that was sent: the one with the buttons. */
    Optional<String> lastPart(Handle h, String id) {
        // The slash follows the dot: the range holds the row and its parts.
        return h.createQuery("SELECT external_id FROM outbox WHERE id >= :id AND id < :id || '/' AND state = 'sent'"
                + " AND external_id IS NOT NULL ORDER BY part DESC LIMIT 1")
                .bind("id", id).mapTo(String.class).findOne();
    }

    /** The questions that a chat shows as open although they are settled: a crash came between the two. */
    List<String> withoutOutcome(Handle h) {
        return h.createQuery("SELECT q.id FROM question q JOIN outbox o ON o.id = 'question-' || q.id"
                + " WHERE q.state <> 'pending' AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.id = 'outcome-' || o.id)"
                + " ORDER BY q.seq").mapTo(String.class).list();
    }

    /** Finds the question that a message of the platform shows, or what it offers, which begins with {@code offer:}. */
    Optional<String> question(Handle h, String channel, String chat, String externalId) {
        return h.createQuery("SELECT purpose FROM outbox WHERE channel = :channel AND external_id = :external"
                + " AND chat = :chat AND (purpose LIKE 'question:%' OR purpose LIKE 'offer:%') ORDER BY seq DESC LIMIT 1")
                .bind("channel", channel).bind("chat", chat).bind("external", externalId).mapTo(String.class).findOne()
                .map(purpose -> purpose.startsWith("question:") ? purpose.substring("question:".length()) : purpose);
    }

    /** Whether a question is to be sent to a chat, or is on its way, so that the platform may know it before we know what it made of it. */
    boolean sendsQuestion(Handle h, String channel, String chat) {
        return h.createQuery("SELECT count(*) FROM outbox WHERE channel = :channel AND chat = :chat"
                + " AND state = 'new' AND (purpose LIKE 'question:%' OR purpose LIKE 'offer:%')")
                .bind("channel", channel).bind("chat", chat).mapTo(Integer.class).one() > 0;
    }

    private Row row(ResultSet rs) throws SQLException {
        return new Row(rs.getString("id"), address(rs), rs.getInt("part"),
                json.parse(rs.getString("body")), rs.getString("reply_to"),
                json.parse(rs.getString("choices")).items().stream().map(choice -> new OutboundMessage.Choice(
                        choice.get("id").text(), choice.get("label").text())).toList(),
                rs.getString("purpose"), rs.getString("edits"), rs.getInt("attempts"),
                Times.parse(rs.getString("next_attempt_at")), Times.parse(rs.getString("created_at")));
    }

    private static ChatAddress address(ResultSet rs) throws SQLException {
        return new ChatAddress(rs.getString("channel"), rs.getString("chat"),
                rs.getString("thread").isEmpty() ? null : rs.getString("thread"));
    }
}
