package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Removes a folder that code of others filled: closed folders are opened, links are not followed, and folders that are nested
 * deeper than a path can name are brought up first. Nothing may run in the folder meanwhile.
 */
final class Removal {

    /** A path is at most 4,096 bytes; a name, at most 255. */
    private static final int DEEP = 3_000;

    private final Path root;
    private int broughtUp;

    private Removal(Path root) {
        this.root = root;
    }

    static void of(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            new Removal(folder).run();
        } else {
            Files.deleteIfExists(folder);
        }
    }

    private void run() throws IOException {
        Deque<Path> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            Path folder = left.peek();
            open(folder);
            List<Path> below = removeFiles(folder);
            if (!below.isEmpty()) {
                below.forEach(left::push);
            } else if (removed(folder)) {
                left.pop();
            }
        }
    }

    /** Removes all but folders, which are answered. */
    private List<Path> removeFiles(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    folders.add(
                            entry.toString().getBytes(StandardCharsets.UTF_8).length < DEEP ? entry : bringUp(entry));
                } else {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return folders;
    }

    private Path bringUp(Path folder) throws IOException {
        open(folder);
        Path to;
        do {
            to = root.resolve(".deep-" + broughtUp++);
        } while (Files.exists(to, LinkOption.NOFOLLOW_LINKS));
        return Files.move(folder, to);
    }

    private static boolean removed(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (DirectoryNotEmptyException broughtUpMeanwhile) {
            return false;
        }
    }

    /** Its owner may open what is closed; where we are not the owner, what follows tells. */
    static boolean open(Path folder) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            return true;
        } catch (IOException | UnsupportedOperationException notOurs) {
            return false;
        }
    }
}
