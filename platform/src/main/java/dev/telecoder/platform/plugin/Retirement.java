package dev.telecoder.platform.plugin;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends versions of plugins that are not used any more: when nothing runs in them, or when the limit for that has passed and
 * what runs was interrupted. Safe for use by many threads.
 */
final class Retirement {

    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

    /** How often to look; what was handed out is also gone when nobody holds it, which nothing tells. */
    private static final long LOOK_MILLIS = 100;

    private final Limits limits;
    private final Runnable afterwards;
    private final Set<LoadedPlugin> leaving = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Retirement(Limits limits, Runnable afterwards) {
        this.limits = limits;
        this.afterwards = afterwards;
    }

    /** Lets a version end; returns at once. Who still holds an extension of it reaches the one that took its place. */
    void begin(LoadedPlugin plugin) {
        plugin.guard().calls().closeDoor();
        leaving.add(plugin);
        Thread.ofPlatform().daemon().name("retiring " + plugin.file().id()).start(() -> retire(plugin));
    }

    private void retire(LoadedPlugin plugin) {
        long until = System.nanoTime() + limits.drain().toNanos();
        try {
            while (!plugin.isQuiet() && !closed) {
                if (System.nanoTime() - until > 0) {
                    LOG.warn("{} calls still run in {} {}, which was replaced or switched off {} minutes ago."
                            + " They are interrupted.", plugin.guard().calls().count(), plugin.file().id(),
                            plugin.file().version(), limits.drain().toMinutes());
                    break;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(plugin);
    }

    private void end(LoadedPlugin plugin) {
        plugin.end();
        leaving.remove(plugin);
        if (!closed) {
            afterwards.run();
        }
    }

    /** What has not ended yet. */
    List<LoadedPlugin> leaving() {
        return List.copyOf(leaving);
    }

    /** Ends all at once. */
    void close() {
        closed = true;
        leaving().forEach(this::end);
    }
}
