package dev.telecoder.platform.conversation;

import dev.telecoder.platform.identity.People;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was said in direct conversations as lines of JSON, which {@link ConversationImport} takes. Those of several
 * people are left out, since a line names one user alone. Safe for many threads.
 */
public final class ConversationExport {

    private static final int PAGE = 500;

    private final Database database;
    private final People people;

    /**
     * Makes an export.
     *
     * @param database where the messages are
     * @param people who speaks in them
     */
    public ConversationExport(Database database, People people) {
        this.database = database;
        this.people = people;
    }

    /** Takes a line. */
    @FunctionalInterface
    public interface Lines {

        /**
         * Takes a line.
         *
         * @param line the line, without its end
         * @throws IOException if it cannot be written; the export then ends
         */
        void add(String line) throws IOException;
    }

    private record Row(long seq, String owner, ConversationLine line) {}

    /**
     * Writes all there is when it is called, in the order it was stored.
     *
     * @param conversation only this one; {@code null} for all
     * @param lines takes the lines
     * @return how many lines there were
     * @throws IOException if a line could not be written
     */
    public long write(@Nullable String conversation, Lines lines) throws IOException {
        Map<String, String> names = new HashMap<>();
        long written = 0;
        long last = 0;
        while (true) {
            long after = last;
            List<Row> page = database.query(h -> h.createQuery("SELECT m.*, c.owner AS whose FROM message m"
                    + " JOIN conversation c ON c.id = m.conversation WHERE m.seq > :after AND c.kind = 'direct'"
                    + " AND c.owner IS NOT NULL AND m.role <> 'system'"
                    + " AND (:only IS NULL OR m.conversation = :only) ORDER BY m.seq LIMIT " + PAGE)
                    .bind("after", after).bind("only", conversation)
                    .map((rs, ctx) -> new Row(rs.getLong("seq"), rs.getString("whose"),
                            new ConversationLine(rs.getString("id"), rs.getString("conversation"),
                                    names.computeIfAbsent(rs.getString("whose"), this::name), rs.getString("channel"),
                                    Times.parse(rs.getString("sent_at")), rs.getString("sender"),
                                    Message.Role.valueOf(rs.getString("role").toUpperCase(Locale.ROOT)),
                                    rs.getString("markdown"))))
                    .list());
            for (Row row : page) {
                lines.add(row.line().toJson().toString());
                last = row.seq();
            }
            written += page.size();
            if (page.size() < PAGE) {
                return written;
            }
        }
    }

    /** {@return how many conversations are left out because several people are in them} */
    public long shared() {
        return database.query(h -> h.createQuery("SELECT count(*) FROM conversation WHERE kind = 'shared'")
                .mapTo(Long.class).one());
    }

    /** The name, where it leads back to the same person, else the id. */
    private String name(String id) {
        return database.read(h -> {
            String name = people.find(h, id).map(Person::name).orElse(id);
            return people.called(h, name).filter(found -> found.id().equals(id)).isPresent() ? name : id;
        });
    }
}
