package dev.telecoder.platform.sandbox;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The only way out of a sandbox: a Unix socket for each task, behind which it may reach what {@code sandbox.egress} lists, and
 * the model. The gateway looks names up itself and connects to the addresses it checked; the keys of models stay here. Many
 * threads may use it.
 */
public final class EgressGateway implements AutoCloseable {

    /** What the system takes as the path of a socket, its end included. */
    private static final int LONGEST_PATH = 100;

    private final Path folder;
    private final Supplier<List<String>> egress;
    private final Parts parts;
    private final Map<String, EgressDoor> doors = new ConcurrentHashMap<>();

    /**
     * What requests to the model need.
     *
     * @param models leads them to the real model
     * @param http sends them
     * @param json reads what they used
     */
    public record Parts(ModelDoor models, Http http, Json json) {}

    /**
     * Makes it; no socket is made before a task needs one.
     *
     * @param folder where the sockets are made, a folder of its own
     * @param egress the value of {@code sandbox.egress}, asked anew each time
     * @param parts what requests to the model need
     */
    public EgressGateway(Path folder, Supplier<List<String>> egress, Parts parts) {
        this.folder = shortEnough(folder.toAbsolutePath().normalize());
        this.egress = egress;
        this.parts = parts;
    }

    /** Removes the sockets of hosts that were killed; called once, before the first task. */
    public void start() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path socket : left.filter(file -> file.toString().endsWith(".sock")).toList()) {
                String pid = socket.getFileName().toString().replaceFirst("-.*", "");
                if (!pid.matches("\\d{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Files.deleteIfExists(socket);
                }
            }
        } catch (IOException unreadable) {
            // A socket nobody listens on does no harm; one of the same name is replaced.
        }
    }

    /**
     * Opens a task's way out, or answers the one it has.
     *
     * @param task the task
     * @return the socket, for no one but the task's sandbox
     * @throws PluginException if it cannot be made
     */
    public Path open(String task) {
        return door(task).socket();
    }

    /**
     * Gives the key by which code in a task's sandbox may ask the model, through its own way out only.
     *
     * @param task the task
     * @return the key; it is worth nothing elsewhere, and nothing after the task
     */
    public String modelKey(String task) {
        return door(task).modelKey();
    }

    /**
     * Limits a task to package registries, or lifts that.
     *
     * @param task the task
     * @param limited whether its turn has read outside text
     */
    public void limit(String task, boolean limited) {
        EgressDoor door = limited ? door(task) : doors.get(task);
        if (door != null) {
            door.limit(limited);
        }
    }

    /**
     * Tells what went through.
     *
     * @param task the task
     * @return how much, since its way out was opened
     */
    public Traffic traffic(String task) {
        EgressDoor door = doors.get(task);
        return door == null ? Traffic.NONE : door.traffic();
    }

    /**
     * Closes a task's way out, and every connection through it.
     *
     * @param task the task
     */
    public void end(String task) {
        EgressDoor door = doors.remove(task);
        if (door != null) {
            door.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(doors.keySet()).forEach(this::end);
    }

    private EgressDoor door(String task) {
        return doors.computeIfAbsent(task, id -> {
            try {
                prepare();
                return new EgressDoor(id, folder.resolve(ProcessHandle.current().pid() + "-" + name(id) + ".sock"),
                        egress, parts);
            } catch (IOException e) {
                throw PluginException.of(Failure.UNAVAILABLE, "The way out of the sandbox of task " + id
                        + " could not be made in " + folder + ": " + e.getMessage(), e);
            }
        });
    }

    /** Nobody else on this machine may enter the folder: the sockets in it are open to the users of sandboxes. */
    private void prepare() throws IOException {
        Files.createDirectories(folder.getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static Path shortEnough(Path folder) {
        if (folder.resolve("1234567-0123456789abcdef.sock").toString()
                .getBytes(StandardCharsets.UTF_8).length < LONGEST_PATH) {
            return folder;
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "telecoder-" + System.getProperty("user.name") + "-"
                + name(folder.toString()));
    }

    private static String name(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
