package dev.telecoder.platform.conversation;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
        List<String> people = new ArrayList<>();
        List<ChatAddress> addresses = new ArrayList<>();
        List<String> repos = new ArrayList<>();
        // One statement for three lists: every turn reads its conversation several times.
        h.createQuery("SELECT 1 AS list, 0 AS place, person AS a, '' AS b, '' AS c FROM member WHERE conversation = :id"
                + " UNION ALL SELECT 2, -rowid, channel, chat, thread FROM address WHERE conversation = :id"
                + " UNION ALL SELECT 3, 0, name, '', '' FROM conversation_repo WHERE conversation = :id"
                + " ORDER BY list, place, a").bind("id", id).map((rs, ctx) -> switch (rs.getInt("list")) {
                    case 1 -> people.add(rs.getString("a"));
                    case 2 -> addresses.add(new ChatAddress(rs.getString("a"), rs.getString("b"),
                            rs.getString("c").isEmpty() ? null : rs.getString("c")));
                    default -> repos.add(rs.getString("a"));
                }).list();
        return new Conversation(id, title, Conversation.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                Conversation.State.valueOf(state.toUpperCase(Locale.ROOT)), owner, List.copyOf(people),
                List.copyOf(addresses),
                List.copyOf(repos), focus,
                Times.parse(createdAt), Times.parse(updatedAt));
    }
}
