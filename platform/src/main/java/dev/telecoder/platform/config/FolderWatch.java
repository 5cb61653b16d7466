package dev.telecoder.platform.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the files of a folder change: a jar dropped in, a YAML file saved, config.yaml replaced. It tells by the events
 * of the operating system and reads nothing by itself; on a file system that has none (some network mounts) nothing is told.
 *
 * <p>Editors and copies change a file in several steps, so a change is told once the folder has been quiet for
 * {@link #QUIET}, and after {@link #AT_MOST} in any case. Each listener is called on a virtual thread, never twice at a time;
 * what changes meanwhile leads to one more call. Safe for use by many threads.
 */
public final class FolderWatch implements AutoCloseable {

    /** How long nothing must happen in the folder before its change is told. */
    public static final Duration QUIET = Duration.ofMillis(150);
    /** After which time a change is told although the folder does not become quiet. */
    public static final Duration AT_MOST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final WatchService service;
    private final Thread thread;
    private final Object lock = new Object();
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<WatchKey, Path> keys = new HashMap<>();

    /** Begins to watch; nothing yet. */
    public FolderWatch() {
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException("Folders cannot be watched: the system refused it. On Linux,"
                    + " fs.inotify.max_user_instances may be reached.", e);
        }
        thread = Thread.ofPlatform().daemon().name("folder-watch").start(this::watch);
    }

    /**
     * Watches a folder, not those inside it. It need not be there yet: that it appears is a change too.
     *
     * @param folder the folder
     * @param changed what to do after a change; what it throws is logged
     * @return the registration, to be closed to end it; a call that runs then runs to its end
     */
    public Registration on(Path folder, Runnable changed) {
        Listener listener = new Listener(folder.toAbsolutePath().normalize(), changed);
        synchronized (lock) {
            listeners.add(listener);
            register(listener);
        }
        return () -> {
            synchronized (lock) {
                listeners.remove(listener);
                forgetUnused();
            }
        };
    }

    @Override
    public void close() {
        try {
            service.close();
            thread.join();
        } catch (IOException e) {
            LOG.debug("The watch of folders did not close cleanly.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A folder that is watched; closing it twice does nothing. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Registers the folder, or where it is missing the nearest one above, in which it may appear. */
    private void register(Listener listener) {
        Path place = nearest(listener.folder);
        Path before = null;
        try {
            // What was made below it before it was registered is told by nobody, so look again.
            while (place != null && !place.equals(before)) {
                // Registering twice gives the same key.
                keys.put(place.register(service, StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY), place);
                listener.place = place;
                before = place;
                place = nearest(listener.folder);
            }
        } catch (IOException e) {
            LOG.warn("Changes in {} are not seen until the next start: the system cannot watch it ({}). On Linux,"
                    + " fs.inotify.max_user_watches may be reached.", listener.folder, e.getMessage());
        } catch (ClosedWatchServiceException closed) {
            LOG.debug("Nothing is watched any more.", closed);
        }
    }

    /** The folder itself, or where it is missing the nearest one above. */
    private static @Nullable Path nearest(Path folder) {
        Path place = folder;
        while (place != null && !Files.isDirectory(place)) {
            place = place.getParent();
        }
        return place;
    }

    private void forgetUnused() {
        keys.entrySet().removeIf(entry -> {
            boolean unused = listeners.stream().noneMatch(listener -> entry.getValue().equals(listener.place));
            if (unused) {
                entry.getKey().cancel();
            }
            return unused;
        });
    }

    private void watch() {
        try {
            while (true) {
                long wait = untilNextIsDue();
                WatchKey key = wait == Long.MAX_VALUE ? service.take() : service.poll(wait, TimeUnit.NANOSECONDS);
                synchronized (lock) {
                    if (key != null) {
                        happened(key);
                    }
                    long now = System.nanoTime();
                    listeners.stream().filter(listener -> listener.isDue(now)).forEach(Listener::tell);
                }
            }
        } catch (ClosedWatchServiceException closed) {
            LOG.trace("The watch ended.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void happened(WatchKey key) {
        key.pollEvents(); // which file it was does not matter: who listens compares by itself
        Path place = keys.get(key);
        boolean valid = key.reset();
        if (!valid) {
            keys.remove(key);
        }
        for (Listener listener : List.copyOf(listeners)) {
            if (!Objects.equals(listener.place, place)) {
                continue;
            }
            boolean itself = listener.folder.equals(place);
            if (!itself || !valid) {
                register(listener);
            }
            if (itself || listener.folder.equals(listener.place)) {
                listener.touched(System.nanoTime());
            }
        }
        forgetUnused();
    }

    private long untilNextIsDue() {
        synchronized (lock) {
            long now = System.nanoTime();
            return listeners.stream().mapToLong(listener -> listener.dueIn(now)).min().orElse(Long.MAX_VALUE);
        }
    }

    /** One folder and who wants to know. Guarded by the lock of the watch, but for what runs. */
    private static final class Listener {

        private final Path folder;
        private final Runnable changed;
        private final Object running = new Object();
        private Path place;
        private boolean pending;
        private long first;
        private long last;
        private boolean busy;
        private boolean again;

        Listener(Path folder, Runnable changed) {
            this.folder = folder;
            this.changed = changed;
            this.place = folder;
        }

        void touched(long now) {
            if (!pending) {
                first = now;
            }
            pending = true;
            last = now;
        }

        long dueIn(long now) {
            if (!pending) {
                return Long.MAX_VALUE;
            }
            return Math.max(0, Math.min(last + QUIET.toNanos() - now, first + AT_MOST.toNanos() - now));
        }

        boolean isDue(long now) {
            return pending && dueIn(now) == 0;
        }

        void tell() {
            pending = false;
            synchronized (running) {
                if (busy) {
                    again = true;
                    return;
                }
                busy = true;
            }
            Thread.ofVirtual().name("changed " + folder.getFileName()).start(this::run);
        }

        private void run() {
            while (true) {
                try {
                    changed.run();
                } catch (RuntimeException | LinkageError e) {
                    LOG.error("What follows from a change in {} failed.", folder, e);
                }
                synchronized (running) {
                    if (!again) {
                        busy = false;
                        return;
                    }
                    again = false;
                }
            }
        }
    }
}
