package dev.telecoder.platform.identity;

import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Makes one person of two: all that names the one names the other from then on, and the one is gone. It asks the store itself
 * which columns name people, so that it forgets none that a later version adds. Keeps no state.
 */
final class Merge {

    /** Columns that name people without the store being told so. */
    private static final Set<String> NAMING = Set.of("person", "asked_of", "answered_by");

    private Merge() {}

    private record Column(String table, String name) {}

    static void into(Handle h, String from, String into) {
        for (Column column : columns(h)) {
            // What both have a row for is kept as it is; the other row goes.
            h.createUpdate("UPDATE OR IGNORE " + column.table() + " SET " + column.name() + " = :into WHERE "
                    + column.name() + " = :from").bind("into", into).bind("from", from).execute();
            h.createUpdate("DELETE FROM " + column.table() + " WHERE " + column.name() + " = :from")
                    .bind("from", from).execute();
        }
        h.createUpdate("UPDATE message SET audience = replace(audience, :from, :into) WHERE instr(audience, :from) > 0")
                .bind("from", '"' + from + '"').bind("into", '"' + into + '"').execute();
        // What waits to be carried out is carried out for who is left.
        h.createUpdate("UPDATE inbox SET payload = replace(payload, :from, :into) WHERE state = 'new'"
                + " AND instr(payload, :from) > 0").bind("from", '"' + from + '"').bind("into", '"' + into + '"')
                .execute();
        h.createUpdate("DELETE FROM person WHERE id = :from").bind("from", from).execute();
    }

    private static List<Column> columns(Handle h) {
        return h.createQuery("SELECT t.name AS at, c.name AS named, EXISTS (SELECT 1 FROM"
                + " pragma_foreign_key_list(t.name) f WHERE f.\"from\" = c.name AND f.\"table\" = 'person') AS told"
                + " FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
                + " AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND t.sql NOT LIKE 'CREATE VIRTUAL%'")
                .map((rs, ctx) -> rs.getBoolean("told") || NAMING.contains(rs.getString("named"))
                        ? List.of(new Column(rs.getString("at"), rs.getString("named"))) : List.<Column>of())
                .list().stream().flatMap(List::stream).toList();
    }
}
