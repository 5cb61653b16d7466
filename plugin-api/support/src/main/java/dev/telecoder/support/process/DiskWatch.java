package dev.telecoder.support.process;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;

/**
 * Looks whether commands wrote more to some folders than they may, where nothing in the system limits that. Asking how much
 * room is left on the disk costs nothing, so it asks often, and counts the files only when that says that much was written, or
 * after a while. What is written is thus stopped soon after the limit, not at it. One thread at a time.
 */
public final class DiskWatch {

    /** How often to look. */
    public static final Duration EVERY = Duration.ofMillis(500);

    private static final long COUNT_ANYWAY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long SLACK = 16L << 20;

    private final List<Path> folders;
    private final long limit;
    private final long before;
    private long room;
    private long counted;
    private long countedAt;
    private long tookNanos;

    /**
     * Counts what is there now.
     *
     * @param folders what commands can write to; one inside another counts once
     * @param limit how much more there may be, in bytes
     */
    public DiskWatch(List<Path> folders, long limit) {
        this.folders = folders.stream().filter(one -> folders.stream().noneMatch(
                other -> !one.equals(other) && one.startsWith(other))).distinct().toList();
        this.limit = limit;
        this.before = count();
    }

    /**
     * Looks.
     *
     * @return whether more was written than allowed
     */
    public boolean exceeded() {
        long now = System.nanoTime();
        long written = Math.max(0, room - room());
        boolean suspicious = counted - before + written > limit && written > SLACK;
        boolean due = now - countedAt > Math.max(COUNT_ANYWAY_NANOS, 20 * tookNanos);
        // Counting a large tree takes longer; then it is done less often, so that watching stays cheap.
        if ((suspicious && now - countedAt > 4 * tookNanos) || due) {
            return count() - before > limit;
        }
        return false;
    }

    private long room() {
        long all = 0;
        for (Path folder : folders) {
            try {
                FileStore store = Files.getFileStore(folder);
                all += store.getUnallocatedSpace();
            } catch (IOException gone) {
                // Then nothing is written there.
            }
        }
        return all;
    }

    private long count() {
        long start = System.nanoTime();
        room = room();
        var sum = new long[1];
        for (Path folder : folders) {
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException gone) {
                // What is not there takes no room.
            }
        }
        counted = sum[0];
        countedAt = System.nanoTime();
        tookNanos = countedAt - start;
        return counted;
    }
}
