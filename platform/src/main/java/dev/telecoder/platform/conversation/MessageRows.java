package dev.telecoder.platform.conversation;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.skill.Origin;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Times;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Adds many messages within one transaction. Plain JDBC: what JDBI does for each statement takes longer than the row. */
final class MessageRows implements AutoCloseable {

    private final PreparedStatement find;
    private final PreparedStatement add;
    private long seq;

    MessageRows(Handle h) throws SQLException {
        seq = h.createQuery("SELECT coalesce(max(seq), 0) FROM message").mapTo(Long.class).one();
        find = h.getConnection().prepareStatement("SELECT 1 FROM message WHERE id = ?");
        add = h.getConnection()
                .prepareStatement("INSERT INTO message (id, seq, conversation, turn, role, person, sender,"
                        + " channel, markdown, attachments, audience, origin, sent_at)"
                        + " VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, '[]', ?, ?, ?)");
    }

    boolean has(String id) throws SQLException {
        find.setString(1, id);
        try (ResultSet rows = find.executeQuery()) {
            return rows.next();
        }
    }

    void add(ConversationLine line, Person user) throws SQLException {
        seq++;
        add.setString(1, line.id());
        add.setLong(2, seq);
        add.setString(3, line.conversation());
        add.setString(4, line.role().name().toLowerCase(Locale.ROOT));
        add.setString(5, line.role() == Message.Role.USER ? user.id() : null);
        add.setString(6, line.sender());
        add.setString(7, line.channel());
        add.setString(8, line.text());
        add.setString(9, JsonValue.array(List.of(user.id())).toString());
        add.setString(10, Origin.PERSON.name().toLowerCase(Locale.ROOT));
        add.setString(11, Times.text(line.sentAt()));
        add.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        try (find; add) {
            add.clearParameters();
        }
    }
}
