package dev.telecoder.platform.plugin;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Starts plugins beside each other before it is their turn: at the start of a host there are dozens, and each has a thread
 * and a guard of its own already. Which of them are used, and in which order, is decided as if they were started in turn. For
 * one thread.
 */
final class Ahead implements AutoCloseable {

    private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private final Roster.Starter starter;
    private final Map<PluginFile, Future<Outcome>> begun = new IdentityHashMap<>();

    Ahead(Roster.Starter starter) {
        this.starter = starter;
    }

    private record Outcome(@Nullable LoadedPlugin plugin, @Nullable Throwable thrown) {}

    /** Begins to start plugins that need no other one. */
    void begin(List<PluginFile> files) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE,
                Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false).name("start-plugins").factory());
        files.forEach(file -> begun.put(file, threads.submit((Callable<Outcome>) () -> started(file))));
        // It ends with the last of them.
        threads.shutdown();
    }

    private Outcome started(PluginFile file) {
        try {
            return new Outcome(starter.start(file, List.of()), null);
        } catch (Throwable e) {
            return new Outcome(null, e);
        }
    }

    /** Starts a plugin, or waits for it if that was begun. */
    LoadedPlugin start(PluginFile file, List<LoadedPlugin> needs) throws Throwable {
        Future<Outcome> early = begun.remove(file);
        if (early == null) {
            return starter.start(file, needs);
        }
        Outcome outcome = awaited(early);
        if (outcome.plugin() == null) {
            throw outcome.thrown() == null ? new IllegalStateException("nothing became of it") : outcome.thrown();
        }
        return outcome.plugin();
    }

    /** Each start has a limit; to be told to end changes nothing about a plugin that is there already. */
    private static Outcome awaited(Future<Outcome> early) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return early.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends what was started and not asked for. */
    @Override
    public void close() {
        for (Future<Outcome> early : begun.values()) {
            try {
                LoadedPlugin plugin = awaited(early).plugin();
                if (plugin != null) {
                    plugin.end();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("the start of a plugin is told of in its outcome", e);
            }
        }
        begun.clear();
    }
}
