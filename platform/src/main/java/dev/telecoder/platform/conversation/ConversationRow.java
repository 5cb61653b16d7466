package dev.telecoder.platform.conversation;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A row of the table, before its lists are read. */
record ConversationRow(String id, String title, String kind, String state, @Nullable String owner,
        @Nullable String focus,
        String createdAt, String updatedAt) {

    static ConversationRow of(ResultSet rs) throws SQLException {
        return new ConversationRow(rs.getString("id"), rs.getString("title"), rs.getString("kind"),
                rs.getString("state"),
                rs.getString("owner"), rs.getString("focus"), rs.getString("created_at"), rs.getString("updated_at"));
    }

    Conversation complete(Handle h) {
        List<String> people = h.createQuery("SELECT person FROM member WHERE conversation = :id ORDER BY person")
                .bind("id", id).mapTo(String.class).list();
        List<ChatAddress> addresses = h.createQuery("SELECT * FROM address WHERE conversation = :id"
                + " ORDER BY rowid DESC").bind("id", id)
                .map((rs, ctx) -> new ChatAddress(rs.getString("channel"), rs.getString("chat"),
                        rs.getString("thread").isEmpty() ? null : rs.getString("thread")))
                .list();
        List<String> repos = h.createQuery("SELECT name FROM conversation_repo WHERE conversation = :id ORDER BY name")
                .bind("id", id).mapTo(String.class).list();
        return new Conversation(id, title, Conversation.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                Conversation.State.valueOf(state.toUpperCase(Locale.ROOT)), owner, people, addresses, repos, focus,
                Times.parse(createdAt), Times.parse(updatedAt));
    }
}
