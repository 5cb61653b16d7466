package dev.telecoder.platform.repo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectLoader;

/** Writes files into a working tree and never through a link, nor into {@code .git}. */
record SafeWriter(Path root) {

    private static final ObjectChecker PATHS = Transfer.checker();

    void remove(String path) throws IOException {
        Path file = checked(path);
        if (!throughFolders(file.getParent())) {
            return;
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.deleteIfExists(file);
        for (Path dir = file.getParent(); !dir.equals(root); dir = dir.getParent()) {
            try {
                Files.deleteIfExists(dir);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }

    void write(String path, FileMode mode, ObjectLoader content) throws IOException {
        Path file = checked(path);
        makeFolders(file.getParent());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            if (mode == FileMode.GITLINK) {
                return;
            }
            Folders.delete(file);
        }
        Files.deleteIfExists(file);
        if (mode == FileMode.SYMLINK) {
            Files.createSymbolicLink(file, Path.of(new String(content.getBytes(), StandardCharsets.UTF_8)));
            return;
        }
        try (InputStream in = content.openStream()) {
            Files.copy(in, file);
        }
        if (mode == FileMode.EXECUTABLE_FILE) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private Path checked(String path) {
        try {
            PATHS.checkPath(path);
        } catch (CorruptObjectException e) {
            throw Rejections
                    .rejected("The path '" + Texts.shortened(path, 200) + "' is not written: " + e.getMessage());
        }
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw Rejections.rejected("The path '" + Texts.shortened(path, 200) + "' is outside the checkout.");
        }
        return file;
    }

    private boolean throughFolders(Path parent) {
        for (Path dir = parent; !dir.equals(root); dir = dir.getParent()) {
            if (!Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private void makeFolders(Path dir) throws IOException {
        if (dir.equals(root)) {
            return;
        }
        makeFolders(dir.getParent());
        if (!Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(dir);
            Files.createDirectory(dir);
        }
    }
}
