package dev.telecoder.platform.conversation;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The messages of all conversations. Methods that take a {@link Handle} are part of the caller's transaction. */
public final class Messages {

    private final Database database;
    private final Json json;

    /**
     * Makes the registry.
     *
     * @param database where messages are kept
     * @param json reads lists
     */
    public Messages(Database database, Json json) {
        this.database = database;
        this.json = json;
    }

    /**
     * Adds a message at the end of its conversation; one that is there already stays as it is.
     *
     * @param h a handle that may write
     * @param message the message
     * @return whether it was added
     */
    public boolean add(Handle h, Message message) {
        return h.createUpdate(
                "INSERT INTO message (id, seq, conversation, turn, role, person, sender, channel, markdown,"
                        + " attachments, audience, origin, sent_at) VALUES (:id, (SELECT coalesce(max(seq), 0) + 1 FROM message),"
                        + " :conversation, :turn, :role, :person, :sender, :channel, :markdown, :attachments, :audience,"
                        + " :origin, :at) ON CONFLICT (id) DO NOTHING")
                .bind("id", message.id()).bind("conversation", message.conversation()).bind("turn", message.turn())
                .bind("role", message.role().name().toLowerCase(Locale.ROOT)).bind("person", message.person())
                .bind("sender", message.sender()).bind("channel", message.channel())
                .bind("markdown", message.markdown())
                .bind("attachments", files(message.attachments()).toString())
                .bind("audience", JsonValue.array(message.audience()).toString())
                .bind("origin", message.origin().name().toLowerCase(Locale.ROOT))
                .bind("at", Times.text(message.sentAt())).execute() > 0;
    }

    /**
     * Finds a message.
     *
     * @param id its id
     * @return the message
     */
    public Optional<Message> find(String id) {
        return database.query(h -> h.createQuery("SELECT * FROM message WHERE id = :id").bind("id", id)
                .map((rs, ctx) -> row(rs)).findOne());
    }

    /**
     * Tells whether nothing was said in a conversation since a message.
     *
     * @param h a handle
     * @param conversation the conversation
     * @param id the message
     * @return whether it is the last one
     */
    public boolean isLast(Handle h, String conversation, String id) {
        return h.createQuery("SELECT id FROM message WHERE conversation = :id ORDER BY seq DESC LIMIT 1")
                .bind("id", conversation).mapTo(String.class).findOne().filter(id::equals).isPresent();
    }

    /**
     * Lists messages of a conversation, oldest first.
     *
     * @param conversation the conversation
     * @param after only those after this message; {@code null} for the first page
     * @param limit the most to list
     * @return the messages
     */
    public List<Message> list(String conversation, @Nullable String after, int limit) {
        return database.query(h -> h.createQuery("SELECT * FROM message WHERE conversation = :id AND seq >"
                + " coalesce((SELECT seq FROM message WHERE id = :after), 0) ORDER BY seq LIMIT :limit")
                .bind("id", conversation).bind("after", after).bind("limit", limit).map((rs, ctx) -> row(rs)).list());
    }

    /**
     * Lists the last messages of a conversation before one of them, oldest first.
     *
     * @param conversation the conversation
     * @param before the message to stop before; {@code null} for the end
     * @param limit the most to list
     * @return the messages
     */
    public List<Message> last(String conversation, @Nullable String before, int limit) {
        return database.query(h -> h
                .createQuery("SELECT * FROM (SELECT * FROM message WHERE conversation = :id AND seq <"
                        + " coalesce((SELECT seq FROM message WHERE id = :before), 9223372036854775807)"
                        + " ORDER BY seq DESC LIMIT :limit) ORDER BY seq")
                .bind("id", conversation).bind("before", before).bind("limit", limit).map((rs, ctx) -> row(rs)).list());
    }

    /**
     * Lists what was said of a turn, oldest first.
     *
     * @param turn the turn
     * @return the messages
     */
    public List<Message> ofTurn(String turn) {
        return database
                .query(h -> h.createQuery("SELECT * FROM message WHERE turn = :turn ORDER BY seq").bind("turn", turn)
                        .map((rs, ctx) -> row(rs)).list());
    }

    /**
     * Lists what was said of the turns before one, in one look at the store.
     *
     * @param conversation the conversation
     * @param before the turn before which to stop
     * @param limit the most turns to look at, the newest ones
     * @return the messages of each turn, oldest first
     */
    public Map<String, List<Message>> ofTurnsBefore(String conversation, String before, int limit) {
        return database.query(h -> h
                .createQuery(
                        "SELECT * FROM message WHERE turn IN (SELECT id FROM turn WHERE conversation = :conversation"
                                + " AND seq < coalesce((SELECT seq FROM turn WHERE id = :before), 9223372036854775807)"
                                + " ORDER BY seq DESC LIMIT :limit)"
                                + " ORDER BY seq")
                .bind("conversation", conversation).bind("before", before).bind("limit", limit)
                .map((rs, ctx) -> row(rs)).list().stream()
                .collect(Collectors.groupingBy(message -> String.valueOf(message.turn()))));
    }

    /**
     * Shapes a message as the API shows it.
     *
     * @param message the message
     * @return the object M
     */
    public static JsonValue toJson(Message message) {
        return JsonValue.object().put("id", message.id()).put("conversation", message.conversation())
                .put("turn", message.turn()).put("role", message.role())
                .put("sender", message.sender()).put("channel", message.channel()).put("markdown", message.markdown())
                .put("attachments", files(message.attachments())).put("sent_at", Times.text(message.sentAt())).build();
    }

    private static JsonValue files(List<Message.StoredFile> files) {
        return JsonValue.array(files.stream().map(file -> JsonValue.object().put("name", file.name())
                .put("media_type", file.mediaType()).put("size", file.size()).put("path", file.path()).build())
                .toList());
    }

    private Message row(ResultSet rs) throws SQLException {
        return new Message(rs.getString("id"), rs.getString("conversation"), rs.getString("turn"),
                Message.Role.valueOf(rs.getString("role").toUpperCase(Locale.ROOT)), rs.getString("person"),
                rs.getString("sender"), rs.getString("channel"), rs.getString("markdown"),
                json.parse(rs.getString("attachments")).items().stream().map(file -> new Message.StoredFile(
                        file.get("name").text(), file.get("media_type").text(), file.get("size").asLong(0),
                        file.get("path").text())).toList(),
                json.parse(rs.getString("audience")).items().stream().map(JsonValue::text).toList(),
                Origin.valueOf(rs.getString("origin").toUpperCase(Locale.ROOT)), Times.parse(rs.getString("sent_at")));
    }
}
