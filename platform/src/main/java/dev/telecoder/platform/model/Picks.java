package dev.telecoder.platform.model;

import dev.telecoder.platform.store.Database;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which model each conversation is to be answered by, where somebody chose one. Safe for many threads. */
public final class Picks {

    private final Database database;
    private final Map<String, Pick> chosen = new ConcurrentHashMap<>();
    private volatile boolean read;

    /**
     * Makes the registry.
     *
     * @param database where choices are kept
     */
    public Picks(Database database) {
        this.database = database;
    }

    /**
     * Finds what was chosen.
     *
     * @param conversation the conversation
     * @return the choice, or {@link Pick#DEFAULT}
     */
    public Pick of(String conversation) {
        if (!read) {
            readAll();
        }
        return chosen.getOrDefault(conversation, Pick.DEFAULT);
    }

    /**
     * Chooses.
     *
     * @param conversation the conversation
     * @param pick what is chosen; {@link Pick#DEFAULT} for the usual again
     */
    public void choose(String conversation, Pick pick) {
        of(conversation);
        database.write(h -> h.createUpdate("INSERT INTO model_pick (conversation, provider, model, thinking)"
                + " VALUES (:id, :provider, :model, :thinking) ON CONFLICT (conversation) DO UPDATE SET"
                + " provider = excluded.provider, model = excluded.model, thinking = excluded.thinking")
                .bind("id", conversation).bind("provider", pick.provider()).bind("model", pick.model())
                .bind("thinking", pick.thinking() == null ? null : pick.thinking().name()).execute());
        chosen.put(conversation, pick);
    }

    /** Few conversations have a choice of their own, and each call to the model asks: they are all kept in memory. */
    private synchronized void readAll() {
        if (!read) {
            database.query(h -> h.createQuery("SELECT * FROM model_pick")
                    .map((rs, ctx) -> chosen.putIfAbsent(rs.getString("conversation"),
                            new Pick(rs.getString("provider"),
                                    rs.getString("model"), level(rs.getString("thinking")))))
                    .list());
            read = true;
        }
    }

    private static dev.telecoder.api.llm.LlmRequest.@Nullable Thinking level(@Nullable String word) {
        return word == null ? null : Pick.thinking(word);
    }
}
