package dev.telecoder.platform.skill.yaml;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Which files of a folder a command created, changed or deleted, told by their size and time. Looks at a bounded number; of a
 * larger folder it says nothing rather than something wrong. For one run.
 */
final class FileChanges {

    private static final int MOST_FILES = 20_000;
    private static final int MOST_TOLD = 200;
    /** Of git's own, and what the sandbox and package managers put there. */
    private static final Set<String> IGNORED = Set.of(".git", ".home", ".tmp", "node_modules", ".venv");

    private final Path root;
    private final Map<Path, Stamp> before;

    private record Stamp(long size, long modified, String key) {}

    private FileChanges(Path root, Map<Path, Stamp> before) {
        this.root = root;
        this.before = before;
    }

    static FileChanges before(Path root) {
        return new FileChanges(root, look(root));
    }

    /** {@return the files that differ now, relative to the folder, by path} */
    List<Path> since() {
        Map<Path, Stamp> now = look(root);
        if (before.size() >= MOST_FILES || now.size() >= MOST_FILES) {
            return List.of();
        }
        Set<Path> all = new HashSet<>(before.keySet());
        all.addAll(now.keySet());
        all.removeIf(path -> before.containsKey(path) && before.get(path).equals(now.get(path)));
        return new TreeSet<>(all).stream().limit(MOST_TOLD).toList();
    }

    private static Map<Path, Stamp> look(Path root) {
        Map<Path, Stamp> found = new HashMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    Path name = folder.getFileName();
                    return !folder.equals(root) && name != null && IGNORED.contains(name.toString())
                            ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.put(root.relativize(file), new Stamp(attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                            String.valueOf(attributes.fileKey())));
                    return found.size() >= MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            return found;
        }
        return found;
    }
}
