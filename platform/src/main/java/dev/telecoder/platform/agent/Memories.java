package dev.telecoder.platform.agent;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of what is still read as it was, by conversation. Safe for many threads. */
final class Memories {

    private final Database database;
    private final Json json;

    Memories(Database database, Json json) {
        this.database = database;
        this.json = json;
    }

    Memory of(String conversation) {
        return database.query(h -> of(h, conversation));
    }

    Memory of(Handle h, String conversation) {
        return h.createQuery("SELECT * FROM context WHERE conversation = :id").bind("id", conversation)
                .map((rs, ctx) -> new Memory(spot(rs, "from"), rs.getString("summary"),
                        json.parse(rs.getString("words")).items().stream().map(JsonValue::text).toList(),
                        rs.getInt("outside") != 0, spot(rs, "mask")))
                .findOne().orElse(Memory.WHOLE);
    }

    void keep(String conversation, Memory memory) {
        Memory.Spot from = memory.from();
        Memory.Spot mask = memory.masked();
        database.write(h -> h
                .createUpdate("INSERT INTO context (conversation, from_turn, from_index, summary, words, outside,"
                        + " mask_turn, mask_index) VALUES (:id, :from, :fromIndex, :summary, :words, :outside, :mask, :maskIndex)"
                        + " ON CONFLICT (conversation) DO UPDATE SET from_turn = excluded.from_turn,"
                        + " from_index = excluded.from_index, summary = excluded.summary, words = excluded.words,"
                        + " outside = excluded.outside, mask_turn = excluded.mask_turn, mask_index = excluded.mask_index")
                .bind("id", conversation).bind("from", from == null ? null : from.turn())
                .bind("fromIndex", from == null ? 0 : from.index()).bind("summary", memory.summary())
                .bind("words", JsonValue.array(memory.words()).toString()).bind("outside", memory.outside() ? 1 : 0)
                .bind("mask", mask == null ? null : mask.turn()).bind("maskIndex", mask == null ? 0 : mask.index())
                .execute());
    }

    private static Memory.@Nullable Spot spot(ResultSet rs, String name) throws SQLException {
        String turn = rs.getString(name + "_turn");
        return turn == null ? null : new Memory.Spot(turn, rs.getInt(name + "_index"));
    }
}
