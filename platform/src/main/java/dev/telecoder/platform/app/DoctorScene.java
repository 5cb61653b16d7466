package dev.telecoder.platform.app;

import dev.telecoder.api.json.Json;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import dev.telecoder.platform.store.DatabaseFile;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
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
    private final ReentrantLock lock = new ReentrantLock();
    private DatabaseFile.@Nullable Inspection database;
    private @Nullable Host host;
    private @Nullable RuntimeException failed;

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
    Optional<DatabaseFile.Inspection> database() {
        lock.lock();
        try {
            if (!Files.exists(home.database())) {
                return Optional.empty();
            }
            DatabaseFile.Inspection found = database == null ? DatabaseFile.inspect(home.database()) : database;
            database = found;
            return Optional.of(found);
        } finally {
            lock.unlock();
        }
    }

    /** The plugins and what hangs on them; only where opening them changes nothing that is there. */
    Host host() {
        lock.lock();
        try {
            if (failed != null) {
                throw failed;
            }
            Host open = host == null ? open() : host;
            host = open;
            return open;
        } catch (RuntimeException e) {
            failed = e;
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Host open() {
        Optional<DatabaseFile.Inspection> stored = database();
        if (stored.isPresent() && (!stored.get().usable() || stored.get().schema() != stored.get().known())) {
            throw CommandFailure
                    .no("What plugins are about is not looked at before the database is in order; see there.");
        }
        return Host.open(home, environment);
    }

    /** Does not wait for a plugin that never finishes to load: the process ends anyway. */
    @Override
    public void close() {
        if (lock.tryLock()) {
            try {
                failed = CommandFailure.no("The doctor has left.");
                if (host != null) {
                    host.close();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
