package dev.telecoder.platform.memory;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.memory.Recall;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds past messages by their words, among those that everybody in the present audience was in the audience of. It reads the
 * newest messages only, which is enough until there is an index. Safe for many threads.
 */
public final class MessageSearch implements Recall {

    private static final int READ = 20_000;

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
        List<String> words = words(query);
        Set<String> present = audience.get();
        if (words.isEmpty() || present.isEmpty()) {
            return List.of();
        }
        return database.read(h -> {
            List<Hit> hits = new ArrayList<>();
            h.createQuery(
                    "SELECT id, conversation, sender, markdown, audience, sent_at FROM message WHERE role <> 'system'"
                            + " ORDER BY seq DESC LIMIT " + READ)
                    .map((rs, ctx) -> {
                        List<String> heard =
                                json.parse(rs.getString("audience")).items().stream().map(JsonValue::text).toList();
                        double score = heard.containsAll(present) ? score(words(rs.getString("markdown")), words) : 0;
                        if (score > 0) {
                            hits.add(new Hit(rs.getString("id"), rs.getString("conversation"),
                                    Times.parse(rs.getString("sent_at")), rs.getString("sender"),
                                    rs.getString("markdown"), score));
                        }
                        return score;
                    }).list();
            hits.sort(Comparator.comparingDouble(Hit::score).reversed());
            return List.copyOf(hits.subList(0, Math.min(limit, hits.size())));
        });
    }

    /** The share of the asked words that a text has, longer texts a little behind shorter ones. */
    private static double score(List<String> text, List<String> asked) {
        long found = asked.stream().filter(text::contains).count();
        return found == 0 ? 0 : (double) found / asked.size() / (1 + Math.log1p(text.size()) / 20);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{Alnum}]+")) {
            if (word.length() > 2) {
                words.add(word);
            }
        }
        return words;
    }
}
