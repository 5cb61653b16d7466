package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.support.process.Forwarder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The few files the plugin writes: the filter, an {@code /etc} for inside, and the options of each command. Many
 * threads may use it.
 */
final class OwnFiles {

    private static final Map<String, String> ETC = Map.of(
            "passwd", "telecoder:x:10001:10001:TeleCoder:" + Arguments.HOME + ":/bin/sh\n"
                    + "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n",
            "group", "telecoder:x:10001:\nnogroup:x:65534:\n",
            "hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n",
            "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n",
            "maven-settings.xml", "<settings/>\n");

    private final Path directory;

    OwnFiles(Path directory) {
        this.directory = directory;
    }

    Path etc() throws IOException {
        Path etc = Files.createDirectories(directory.resolve("etc"));
        for (Map.Entry<String, String> entry : ETC.entrySet()) {
            write(etc.resolve(entry.getKey()), entry.getValue().getBytes(StandardCharsets.UTF_8));
        }
        return etc;
    }

    Optional<Path> filter(String processor) throws IOException {
        Optional<byte[]> program = SeccompFilter.forProcessor(processor);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(directory);
        Path filter = directory.resolve("system-calls-" + processor + ".bpf");
        write(filter, program.get());
        return Optional.of(filter);
    }

    /** The program that leads to the egress socket. */
    Optional<Path> forwarder(String processor) throws IOException {
        return Forwarder.install(directory, processor);
    }

    /** Writes options, each ended by a zero byte. They hold the command's variables, so only the owner may read them. */
    Path options(String name, List<String> options) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("run"));
        Path file = Files.createTempFile(folder, name + "_", ".options",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, String.join("\0", options) + "\0");
        return file;
    }

    /** {@return the names given to {@link #options} whose files are still there} */
    List<Path> leftOptions() {
        Path folder = directory.resolve("run");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Replaces the file as a whole, since another host of the same owner may be reading it. */
    private static void write(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
