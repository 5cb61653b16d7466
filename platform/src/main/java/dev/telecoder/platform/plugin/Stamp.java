package dev.telecoder.platform.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * By what it is told that a file is another one than before, without reading it.
 *
 * @param size its size
 * @param modified when its bytes changed, in nanoseconds; a copy may keep the time of the original
 * @param changed when the system noted a change, where it does; nobody can set this one
 * @param key which file it is, where the system tells
 */
record Stamp(long size, long modified, long changed, String key) {

    static Stamp of(Path file) throws IOException {
        BasicFileAttributes plain = Files.readAttributes(file, BasicFileAttributes.class);
        long changed = 0;
        if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).to(
                    TimeUnit.NANOSECONDS);
        }
        return new Stamp(plain.size(), plain.lastModifiedTime().to(TimeUnit.NANOSECONDS), changed,
                String.valueOf(plain.fileKey()));
    }

    /** A short name for it, to keep copies apart. */
    String shortName() {
        return Long.toHexString(size) + "-" + Integer.toHexString(Objects.hash(modified, changed, key));
    }
}
