package dev.telecoder.platform.memory;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds past messages by their words, ranked by BM25, among those that everybody in the present audience was in the audience
 * of. The index is kept by the database itself, with each message, so what was stored is found at once. Safe for many threads.
 */
public final class MessageSearch implements Recall {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
    private static final int MOST_WORDS = 64;

    private final Database database;
    private final Json json;
    private final Supplier<Set<String>> audience;

    /**
     * Makes a search for an audience.
     *
     * @param database where messages are kept
     * @param json reads audiences
     * @param audience ids of those who will hear what is found
     */
    public MessageSearch(Database database, Json json, Supplier<Set<String>> audience) {
        this.database = database;
        this.json = json;
        this.audience = audience;
    }

    @Override
    public List<Hit> search(String query, int limit) {
        String words = WORD.matcher(query).results().map(found -> '"' + found.group() + '"').distinct()
                .limit(MOST_WORDS).collect(Collectors.joining(" OR "));
        Set<String> present = audience.get();
        if (words.isEmpty() || present.isEmpty() || limit < 1) {
            return List.of();
        }
        String heard = present.stream().map(id -> " AND audience : " + quoted(id)).collect(Collectors.joining());
        return database.read(h -> h
                .createQuery("SELECT m.id, m.conversation, m.sender, m.markdown, m.audience, m.sent_at, w.rank AS rank"
                        + " FROM message_words w JOIN message m ON m.seq = w.rowid"
                        + " WHERE message_words MATCH :match ORDER BY w.rank LIMIT :limit")
                .bind("match", "markdown : (" + words + ")" + heard).bind("limit", limit)
                .map((rs, ctx) -> heard(rs.getString("audience"), present)
                        ? new Hit(rs.getString("id"), rs.getString("conversation"),
                                Times.parse(rs.getString("sent_at")), rs.getString("sender"), rs.getString("markdown"),
                                -rs.getDouble("rank"))
                        : null)
                .list()).stream().filter(MessageSearch::found).toList();
    }

    private static boolean found(@Nullable Hit hit) {
        return hit != null;
    }

    /** The index only narrows down by the words an id is made of; what decides is the list itself. */
    private boolean heard(String stored, Set<String> present) {
        return json.parse(stored).items().stream().map(JsonValue::text).collect(Collectors.toSet())
                .containsAll(present);
    }

    private static String quoted(String phrase) {
        return '"' + phrase.replace("\"", "\"\"") + '"';
    }
}
