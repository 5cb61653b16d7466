package dev.telecoder.platform.app;

import dev.telecoder.api.json.Json;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import dev.telecoder.platform.store.DatabaseFile;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the checks look at. What several of them need is made once, by the first that asks; the others wait for it. Safe for
 * many threads.
 */
final class DoctorScene implements AutoCloseable {

    private final Home home;
    private final Map<String, String> environment;
    private final Json json;
    private final boolean online;
    private DatabaseFile.@Nullable Inspection database;
    private @Nullable Host host;
    private @Nullable RuntimeException failed;
    private boolean closed;

    DoctorScene(Home home, Map<String, String> environment, Json json, boolean online) {
        this.home = home;
        this.environment = environment;
        this.json = json;
        this.online = online;
    }

    Home home() {
        return home;
    }

    Map<String, String> environment() {
        return environment;
    }

    Json json() {
        return json;
    }

    boolean online() {
        return online;
    }

    Optional<HostFile> running() {
        return HostFile.read(home, json);
    }

    Config config() {
        return ConfigFile.read(home.config(), environment);
    }

    /** The database as it lies there; empty if there is none yet. */
    synchronized Optional<DatabaseFile.Inspection> database() {
        if (!Files.exists(home.database())) {
            return Optional.empty();
        }
        if (database == null) {
            database = DatabaseFile.inspect(home.database());
        }
        return Optional.of(database);
    }

    /** The plugins and what hangs on them; only where opening them changes nothing that is there. */
    Host host() {
        Optional<DatabaseFile.Inspection> stored = database();
        if (stored.isPresent() && (!stored.get().usable() || stored.get().schema() != stored.get().known())) {
            throw CommandFailure.no("plugins cannot be looked at before the database is in order; see there.");
        }
        synchronized (this) {
            if (failed != null) {
                throw failed;
            }
            if (closed) {
                throw CommandFailure.no("it was too late.");
            }
            if (host == null) {
                try {
                    host = Host.open(home, environment);
                } catch (RuntimeException e) {
                    failed = e;
                    throw e;
                }
            }
            return host;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (host != null) {
            host.close();
        }
    }
}
