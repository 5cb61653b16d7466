package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lock files that git data was left with. A home has one host, and what it starts ends with it; so a lock that is older than
 * this process belongs to nobody: a host that was killed left it.
 */
final class StaleLocks {

    private static final Instant START = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

    private StaleLocks() {}

    /** {@return when this process began} */
    static Instant start() {
        return START;
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
