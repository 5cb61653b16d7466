package dev.telecoder.platform.conversation;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.platform.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** An address, and when it was used among the others. */
    private record Used(long place, ChatAddress at) {}

    Conversation complete(Handle h) {
        List<String> people = new ArrayList<>();
        List<ChatAddress> addresses = new ArrayList<>();
        List<String> repos = new ArrayList<>();
        List<Used> used = new ArrayList<>();
        // One statement for three lists: every turn reads its conversation several times. Sorted here: SQLite would make a
        // sorter for each of the three, which takes longer than all the rest.
        h.createQuery("SELECT 1, 0, person, '', '' FROM member WHERE conversation = :id"
                + " UNION ALL SELECT 2, rowid, channel, chat, thread FROM address WHERE conversation = :id"
                + " UNION ALL SELECT 3, 0, name, '', '' FROM conversation_repo WHERE conversation = :id")
                .bind("id", id).map((rs, ctx) -> switch (rs.getInt(1)) {
                    case 1 -> people.add(rs.getString(3));
                    case 2 -> used.add(new Used(rs.getLong(2), new ChatAddress(rs.getString(3), rs.getString(4),
                            rs.getString(5).isEmpty() ? null : rs.getString(5))));
                    default -> repos.add(rs.getString(3));
                }).list();
        people.sort(null);
        repos.sort(null);
        used.stream().sorted(Comparator.comparingLong(Used::place).reversed()).map(Used::at).forEach(addresses::add);
        return new Conversation(id, title, Conversation.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                Conversation.State.valueOf(state.toUpperCase(Locale.ROOT)), owner, List.copyOf(people),
                List.copyOf(addresses),
                List.copyOf(repos), focus,
                Times.parse(createdAt), Times.parse(updatedAt));
    }
}
