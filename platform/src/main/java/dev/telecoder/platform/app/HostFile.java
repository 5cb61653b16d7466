package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells commands of the running host: its process, address and token.
 *
 * @param pid its process
 * @param url where it listens
 * @param token the owner's token for it
 * @param version its version
 * @param startedAt when it started
 */
record HostFile(long pid, String url, String token, String version, Instant startedAt) {

    /** Reads the file; empty if there is none or its process is gone. */
    static Optional<HostFile> read(Home home, Json json) {
        try {
            JsonValue file = json.parse(Files.readString(home.hostFile()));
            HostFile host = new HostFile(file.get("pid").asLong(-1), file.get("url").text(), file.get("token").text(),
                    file.get("version").text(), Times.parse(file.get("started_at").text()));
            return ProcessHandle.of(host.pid()).filter(ProcessHandle::isAlive).map(alive -> host);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | PluginException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Writes the file so that only its owner can read it, whole or not at all. */
    void write(Home home) throws IOException {
        String text = JsonValue.object().put("pid", pid).put("url", url).put("token", token).put("version", version)
                .put("started_at", Times.text(startedAt)).build().toString();
        Path temporary = home.hostFile().resolveSibling("host.json.new");
        Files.deleteIfExists(temporary);
        if (temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(temporary,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, home.hostFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The lock that only one host of a home holds; the system frees it however the process ends. */
    static final class Lock implements AutoCloseable {

        private final FileChannel channel;
        private final FileLock lock;
        private final Home home;

        private Lock(FileChannel channel, FileLock lock, Home home) {
            this.channel = channel;
            this.lock = lock;
            this.home = home;
        }

        /** Whether no host has the lock; only looks. */
        static boolean isFree(Home home) throws IOException {
            if (!Files.exists(home.lock())) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                return lock != null;
            } catch (OverlappingFileLockException e) {
                return false;
            }
        }

        /** Takes the lock; empty if another host has it. */
        static Optional<Lock> take(Home home) throws IOException {
            FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(new Lock(channel, lock, home));
                }
            } catch (OverlappingFileLockException e) {
                // this very process holds it
            }
            channel.close();
            return Optional.empty();
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(home.hostFile());
            lock.release();
            channel.close();
        }
    }
}
