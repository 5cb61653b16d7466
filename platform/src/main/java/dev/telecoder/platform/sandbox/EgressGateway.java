package dev.telecoder.platform.sandbox;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The only way out of a sandbox: a Unix socket for each task, behind which it may reach what {@code sandbox.egress} lists, and
 * the model. The gateway looks names up itself and connects to the addresses it checked; the keys of models stay here. Many
 * threads may use it.
 */
public final class EgressGateway implements AutoCloseable {

    private final SocketFolder folder;
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
     * @param folder where the sockets are made, a folder of its own; if its path is too long for sockets, a short one is made of
     *     the runtime folder of the user or a temporary one
     * @param egress the value of {@code sandbox.egress}, asked anew each time
     * @param parts what requests to the model need
     */
    public EgressGateway(Path folder, Supplier<List<String>> egress, Parts parts) {
        this(SocketFolder.of(folder), egress, parts);
    }

    EgressGateway(SocketFolder folder, Supplier<List<String>> egress, Parts parts) {
        this.folder = folder;
        this.egress = egress;
        this.parts = parts;
    }

    /** Removes the sockets of hosts that were killed; called once, before the first task. */
    public void start() {
        folder.removeLeftovers(doors.values().stream().map(EgressDoor::socket).collect(Collectors.toSet()));
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
        folder.removeIfUnused();
    }

    private EgressDoor door(String task) {
        return doors.computeIfAbsent(task, id -> {
            try {
                return new EgressDoor(id, folder.socket(id), egress, parts);
            } catch (IOException e) {
                throw PluginException.of(Failure.UNAVAILABLE, "The way out of the sandbox of task " + id
                        + " could not be made: " + e.getMessage(), e);
            }
        });
    }
}
