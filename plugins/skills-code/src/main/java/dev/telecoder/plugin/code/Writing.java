package dev.telecoder.plugin.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes files so that each is seen whole, old or new, and so that all are as before if one cannot be written. */
final class Writing {

    private final List<FileState> states;
    private final Map<FileState, Path> prepared = new LinkedHashMap<>();
    private final List<FileState> replaced = new ArrayList<>();
    private final Deque<Path> directories = new ArrayDeque<>();

    Writing(List<FileState> states) {
        this.states = states;
    }

    void run() throws IOException {
        try {
            for (FileState state : states) {
                byte[] bytes = state.after();
                if (bytes != null) {
                    makeDirectories(state.file().getParent());
                    prepared.put(state, prepare(state, bytes));
                }
            }
            for (FileState state : states) {
                replaced.add(state);
                Path ready = prepared.get(state);
                if (ready == null) {
                    Files.deleteIfExists(state.file());
                } else {
                    Files.move(ready, state.file(), StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException | RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private Path prepare(FileState state, byte[] bytes) throws IOException {
        Path ready = state.file().resolveSibling(".telecoder-" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(ready, bytes, StandardOpenOption.CREATE_NEW);
            FileState source = state.movedFrom();
            Path like = source == null || state.before() != null ? state.file() : source.file();
            if (Files.exists(like)) {
                var from = Files.getFileAttributeView(like, PosixFileAttributeView.class);
                var to = Files.getFileAttributeView(ready, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (from != null && to != null) {
                    to.setPermissions(from.readAttributes().permissions());
                }
            }
            return ready;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(ready);
            throw e;
        }
    }

    private void makeDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            makeDirectories(directory.getParent());
            Files.createDirectory(directory);
            directories.push(directory);
        }
    }

    private void undo(Exception cause) {
        for (FileState state : replaced) {
            byte[] before = state.before();
            try {
                if (before == null) {
                    Files.deleteIfExists(state.file());
                } else {
                    Files.write(state.file(), before);
                }
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        var leftovers = new ArrayList<>(prepared.values());
        leftovers.addAll(directories);
        for (Path path : leftovers) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
