package dev.telecoder.platform.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files and folders that only their owner can look into. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** Makes an empty file; one that is there goes first. */
    static Path create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return posix(file) ? Files.createFile(file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createFile(file);
    }

    /** Makes a folder, and those it lies in. */
    static Path folder(Path folder) throws IOException {
        return posix(folder) ? Files.createDirectories(folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectories(folder);
    }

    static boolean posix(Path at) {
        return at.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
