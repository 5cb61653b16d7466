package dev.telecoder.api.sandbox;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Makes sandboxes, for example with Docker.
 *
 * @since 1.0
 */
public interface SandboxRuntime extends ExtensionPoint {

    /** {@return the id of this runtime, such as {@code docker}} */
    String id();

    /**
     * Makes a sandbox and starts it.
     *
     * @param spec what it shall be like
     * @return a running sandbox, to be closed by the caller
     * @throws PluginException of kind {@code CONFIGURATION} if the image is missing, {@code
     *     UNAVAILABLE} if the runtime does not answer
     */
    Sandbox open(Spec spec);

    /**
     * Frees what this host left running, told by its id in the labels. Called when the host starts and every
     * minute, so it spares what is still in use.
     *
     * @return how many sandboxes were removed
     */
    default int removeLeftovers() {
        return 0;
    }

    /**
     * What a sandbox shall be like: image, mounts, the socket of the egress gateway if it has one, limits on
     * memory, cpu, processes and disk, labels, longest life.
     */
    @HostProvided
    interface Spec {

        /**
         * A folder or file of the host that is seen inside.
         *
         * @param host where it is
         * @param inside where it is seen
         * @param readOnly whether it cannot be written
         */
        record Mount(Path host, String inside, boolean readOnly) {}

        /** {@return the id of the task, unique on this host; for names and labels} */
        String id();

        /** {@return the checkout in focus, or an empty folder; seen inside as {@code /workspace/repo}, read and written} */
        Path workspace();

        /** {@return the task's scratch folder; seen inside as {@code /workspace}, read and written} */
        Path scratch();

        /** {@return further folders, such as the objects a clone borrows, or a toolchain} */
        List<Mount> mounts();

        /** {@return variables for every command} */
        Map<String, String> environment();

        /** {@return the image, for a runtime that knows images} */
        Optional<String> image();

        /** {@return the unix socket of the egress gateway; the only way out. Empty: no network at all} */
        Optional<Path> egressSocket();

        /** {@return whether the operator opened the host's own network to sandboxes} */
        boolean openNetwork();

        /** {@return the network to join where {@link #openNetwork()} holds, for a runtime that knows networks} */
        default Optional<String> network() {
            return Optional.empty();
        }

        /** {@return the most memory, in bytes} */
        long memoryBytes();

        /** {@return how many processors' worth of time} */
        double cpus();

        /** {@return the most processes} */
        int maxProcesses();

        /** {@return the most that may be written to disk, in bytes} */
        long diskBytes();

        /** {@return the longest life; a sandbox ends by itself afterwards, also if the host is gone} */
        Duration longestLife();

        /** {@return labels, among them the id of the host} */
        Map<String, String> labels();
    }

    /** {@return whether this runtime can work on this system, why not, and which limits it can enforce} */
    Probe probe();

    /**
     * What a runtime can do.
     *
     * @param available whether it can make sandboxes now
     * @param version of Docker, bubblewrap …
     * @param reason why it cannot, or what it lacks, in one sentence for the operator
     * @param features what it really enforces
     */
    record Probe(boolean available, String version, String reason, Set<Feature> features) {}

    /** What a runtime may be able to enforce. */
    enum Feature {
        /** A limit on memory. */
        MEMORY,
        /** A limit on the number of processes. */
        PIDS,
        /** A share of the processors. */
        CPU,
        /** A limit on what is written to disk. */
        DISK,
        /** A network of its own, with no way out but the socket. */
        NETNS,
        /** A filter on system calls. */
        SECCOMP
    }
}
