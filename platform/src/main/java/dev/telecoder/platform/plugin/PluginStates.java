package dev.telecoder.platform.plugin;

import dev.telecoder.platform.store.Database;
import java.util.Set;

/** Which plugins the user switched off. Safe for use by many threads. */
final class PluginStates {

    private final Database database;

    PluginStates(Database database) {
        this.database = database;
    }

    Set<String> disabled() {
        return database.read(handle -> Set.copyOf(
                handle.createQuery("SELECT id FROM plugin_state WHERE enabled = 0").mapTo(String.class).list()));
    }

    void enable(String id, boolean enabled) {
        database.write(handle -> handle.createUpdate("INSERT INTO plugin_state (id, enabled) VALUES (:id, :enabled)"
                + " ON CONFLICT (id) DO UPDATE SET enabled = excluded.enabled")
                .bind("id", id)
                .bind("enabled", enabled ? 1 : 0)
                .execute());
    }
}
