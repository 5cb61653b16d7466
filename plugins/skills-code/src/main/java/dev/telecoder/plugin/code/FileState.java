package dev.telecoder.plugin.code;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file as it was and as it shall be, while edits are tried on it. For one thread. */
final class FileState {

    private final String name;
    private final Path file;
    private final byte @Nullable [] before;
    private final boolean executable;
    private byte @Nullable [] after;
    private @Nullable FileState movedFrom;

    /**
     * @param before the bytes on disk, null if there is no file
     */
    FileState(String name, Path file, byte @Nullable [] before, boolean executable) {
        this.name = name;
        this.file = file;
        this.before = before;
        this.after = before;
        this.executable = executable;
    }

    String name() {
        return name;
    }

    Path file() {
        return file;
    }

    byte @Nullable [] before() {
        return before;
    }

    byte @Nullable [] after() {
        return after;
    }

    boolean exists() {
        return after != null;
    }

    boolean executable() {
        return movedFrom == null ? executable : movedFrom.executable();
    }

    void become(byte @Nullable [] bytes) {
        after = bytes;
    }

    /** Takes the place of another file, which is then gone. */
    void moveFrom(FileState source) {
        movedFrom = source;
        after = source.after;
        source.after = null;
    }

    @Nullable FileState movedFrom() {
        return movedFrom;
    }

    boolean changed() {
        return !Arrays.equals(before, after);
    }
}
