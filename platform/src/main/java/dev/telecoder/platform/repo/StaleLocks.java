package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Lock files that git data was left with. A home has one host, and what it starts ends with it; so a lock that is older than
 * this process belongs to nobody: a host that was killed left it.
 */
final class StaleLocks {

    /**
     * Nothing here is locked before this class is used. Not the start the system tells of: on Linux it may be a second too
     * early, and what a host left that was killed a moment ago would pass for ours. File systems' clocks lag a little.
     */
    private static final Instant START = Instant.now().minusMillis(20);

    private static final Set<Path> LOOKED_AT = ConcurrentHashMap.newKeySet();

    private StaleLocks() {}

    /** {@return a moment since this process began, before which no lock is its own} */
    static Instant start() {
        return START;
    }

    /** {@return whether a bare repository was made to its end: its settings are what is written last} */
    static boolean isWhole(Path git) {
        return Files.exists(git.resolve("HEAD")) && Files.exists(git.resolve("config"));
    }

    /** Removes the locks that a host before this one left, the first time only: later ones are this host's own. */
    static void removeOnce(Path git) throws IOException {
        if (LOOKED_AT.add(git)) {
            remove(git);
        }
    }

    /** Removes the locks that a host before this one left. */
    static void remove(Path git) throws IOException {
        if (!Files.isDirectory(git)) {
            return;
        }
        try (Stream<Path> files = Files.walk(git)) {
            List<Path> locks = files.filter(file -> file.getFileName().toString().endsWith(".lock")).toList();
            for (Path lock : locks) {
                if (Files.getLastModifiedTime(lock).toInstant().isBefore(START)) {
                    Files.deleteIfExists(lock);
                }
            }
        }
    }
}
