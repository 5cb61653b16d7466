package dev.telecoder.platform.signal;

import dev.telecoder.platform.store.Times;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code poller_memory} and {@code poller_look}. */
final class PollerTables {

    /**
     * How the looks of a poller at a repository go.
     *
     * @param due when the next is made
     * @param failures how many failed since the last good one
     */
    record Next(Instant due, int failures) {}

    private PollerTables() {}

    static Optional<String> recall(Handle h, String poller, String repo, String key) {
        return h.createQuery("SELECT value FROM poller_memory WHERE poller = :poller AND repo = :repo AND key = :key")
                .bind("poller", poller).bind("repo", repo).bind("key", key).mapTo(String.class).findOne();
    }

    static void remember(Handle h, String poller, String repo, Map<String, String> fresh) {
        fresh.forEach((key, value) -> h.createUpdate("INSERT INTO poller_memory (poller, repo, key, value)"
                + " VALUES (:poller, :repo, :key, :value) ON CONFLICT (poller, repo, key) DO UPDATE SET value = :value")
                .bind("poller", poller).bind("repo", repo).bind("key", key).bind("value", value).execute());
    }

    /** Whether a poller that passes over what it does not know has found its repository. */
    static boolean knows(Handle h, String poller, String repo) {
        return h.createQuery("SELECT EXISTS (SELECT 1 FROM poller_memory WHERE poller = :poller AND repo = :repo)")
                .bind("poller", poller).bind("repo", repo).mapTo(Boolean.class).one();
    }

    static Optional<Next> next(Handle h, String poller, String repo) {
        return h.createQuery("SELECT due, failures FROM poller_look WHERE poller = :poller AND repo = :repo")
                .bind("poller", poller).bind("repo", repo)
                .map((row, context) -> new Next(Times.parse(row.getString(1)), row.getInt(2))).findOne();
    }

    static void looked(Handle h, String poller, String repo, Next next, @Nullable String error) {
        h.createUpdate("INSERT INTO poller_look (poller, repo, due, failures, error)"
                + " VALUES (:poller, :repo, :due, :failures, :error) ON CONFLICT (poller, repo) DO UPDATE SET due = :due,"
                + " failures = :failures, error = :error")
                .bind("poller", poller).bind("repo", repo).bind("due", Times.text(next.due()))
                .bind("failures", next.failures()).bind("error", error).execute();
    }
}
