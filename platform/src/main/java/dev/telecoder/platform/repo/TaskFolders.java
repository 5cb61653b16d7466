package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What tasks have on disk, as folders. A folder is moved aside before it is removed, so that it is either whole or gone
 * whenever this process ends. Safe for many threads.
 */
final class TaskFolders {

    private final Path workspaces;
    private final Set<Path> beingRemoved = new HashSet<>();

    TaskFolders(Path workspaces) {
        this.workspaces = workspaces;
    }

    Path scratch(String task) {
        return workspaces.resolve("tasks").resolve(task);
    }

    Path shadow(String task) {
        return workspaces.resolve("shadow/tasks").resolve(task);
    }

    private Path aside() {
        return workspaces.resolve("removed");
    }

    /** The ids of the tasks that have something on disk. */
    List<String> ids() throws IOException {
        Path tasks = workspaces.resolve("tasks");
        if (!Files.isDirectory(tasks)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(tasks)) {
            return folders.filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                    .map(folder -> folder.getFileName().toString()).sorted().toList();
        }
    }

    TaskFolder measure(String task) throws IOException {
        return new TaskFolder(task, scratch(task), Folders.size(scratch(task)) + Folders.size(shadow(task)),
                changed(task));
    }

    /** When the kernel saw the folder change; what runs in it can set other times as it likes. */
    Instant changed(String task) throws IOException {
        Instant at = changed(scratch(task));
        return Files.isDirectory(shadow(task)) && changed(shadow(task)).isAfter(at) ? changed(shadow(task)) : at;
    }

    private static Instant changed(Path folder) throws IOException {
        try {
            return ((FileTime) Files.getAttribute(folder, "unix:ctime")).toInstant();
        } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
            return Files.getLastModifiedTime(folder).toInstant();
        }
    }

    void remove(String task) throws IOException {
        removeMoved(moveAside(task));
    }

    /** Takes away what a task has; it is there no more, but can be put back until it is removed. */
    private Path moveAside(String task) throws IOException {
        Path to;
        synchronized (beingRemoved) {
            to = Files.createTempDirectory(Files.createDirectories(aside()), "");
            beingRemoved.add(to);
        }
        move(scratch(task), to.resolve("scratch"));
        move(shadow(task), to.resolve("shadow"));
        return to;
    }

    /**
     * Removes what a task has, unless the task begins something at this moment.
     *
     * @return whether it was removed
     */
    boolean removeUnless(String task, BooleanSupplier used) throws IOException {
        Path to = moveAside(task);
        if (used.getAsBoolean() && !Files.exists(scratch(task), LinkOption.NOFOLLOW_LINKS)) {
            move(to.resolve("scratch"), scratch(task));
            move(to.resolve("shadow"), shadow(task));
            removeMoved(to);
            return false;
        }
        removeMoved(to);
        return true;
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(from, to);
        }
    }

    /** Removes what was moved aside by a host before this one; what is being removed now is left to who does it. */
    void removeMoved() throws IOException {
        List<Path> old;
        synchronized (beingRemoved) {
            if (!Files.isDirectory(aside(), LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            try (Stream<Path> all = Files.list(aside())) {
                old = all.filter(one -> !beingRemoved.contains(one)).toList();
            }
            beingRemoved.addAll(old);
        }
        for (Path one : old) {
            removeMoved(one);
        }
    }

    private void removeMoved(Path one) throws IOException {
        try {
            Removal.of(one);
        } finally {
            synchronized (beingRemoved) {
                beingRemoved.remove(one);
                if (beingRemoved.isEmpty()) {
                    removeIfEmpty(aside());
                }
            }
        }
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException leftOver) {
            // What could not be removed is tried again by the next host.
        }
    }

    /** Removes the folders of single runs whose host was killed. */
    void removeOldRuns(Instant now) throws IOException {
        Path runs = workspaces.resolve("runs");
        if (!Files.isDirectory(runs, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> old = new ArrayList<>();
        try (Stream<Path> all = Files.list(runs)) {
            for (Path run : all.toList()) {
                if (changed(run).isBefore(now.minus(Duration.ofDays(1)))) {
                    old.add(run);
                }
            }
        }
        for (Path run : old) {
            Removal.of(run);
        }
    }
}
