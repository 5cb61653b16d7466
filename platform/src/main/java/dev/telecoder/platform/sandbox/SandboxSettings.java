package dev.telecoder.platform.sandbox;

import dev.telecoder.platform.config.SandboxConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the operator decided about sandboxes, from the section {@code sandbox} of config.yaml.
 *
 * @param runtime {@code auto}, or the id of a runtime
 * @param multiUser whether people besides the owner use this host; then plain processes are refused
 * @param hostId the id of this host, for labels
 * @param image the image, for a runtime that knows images
 * @param egressSocket the unix socket of the egress gateway; empty means no network
 * @param openNetwork whether the host's own network is open to sandboxes
 * @param memoryBytes the most memory of a sandbox
 * @param cpus how many processors' worth of time
 * @param maxProcesses the most processes
 * @param diskBytes the most that may be written
 * @param longestLife when a sandbox ends in any case
 * @param idle how long a sandbox without a command is kept
 */
public record SandboxSettings(String runtime, boolean multiUser, String hostId, Optional<String> image,
        Optional<Path> egressSocket, boolean openNetwork, long memoryBytes, double cpus, int maxProcesses,
        long diskBytes,
        Duration longestLife, Duration idle) {

    /** Where the file says nothing. */
    public static final String AUTO = "auto";

    /** The runtime that isolates nothing. */
    static final String PROCESS = "process";

    /**
     * Makes settings with the usual limits and without network.
     *
     * @param runtime {@code auto}, or the id of a runtime
     * @param hostId the id of this host
     * @return the settings
     */
    public static SandboxSettings of(String runtime, String hostId) {
        return new SandboxSettings(runtime, false, hostId, Optional.empty(), Optional.empty(), false, 4L << 30,
                Math.max(1, Runtime.getRuntime().availableProcessors()), 1024, 20L << 30, Duration.ofHours(4),
                Duration.ofMinutes(15));
    }

    /**
     * Takes what the operator wrote.
     *
     * @param config the section {@code sandbox}
     * @param hostId the id of this host
     * @param egressSocket the unix socket of the egress gateway; empty means no network, whatever the section allows
     * @return the settings
     */
    public static SandboxSettings of(SandboxConfig config, String hostId, Optional<Path> egressSocket) {
        var usual = of(config.runtime(), hostId);
        return new SandboxSettings(config.runtime(), false, hostId, Optional.of(config.image()), egressSocket,
                config.egress().equals(List.of("open")), config.memory().bytes(), config.cpus(), config.processes(),
                config.disk().bytes(), usual.longestLife(), usual.idle());
    }

    /**
     * Says whether others use the host too.
     *
     * @param several whether they do
     * @return new settings
     */
    public SandboxSettings withMultiUser(boolean several) {
        return new SandboxSettings(runtime, several, hostId, image, egressSocket, openNetwork, memoryBytes, cpus,
                maxProcesses, diskBytes, longestLife, idle);
    }

    /**
     * Sets how long a sandbox may live, and how long it is kept without a command.
     *
     * @param longest when it ends in any case
     * @param unused how long it is kept unused
     * @return new settings
     */
    public SandboxSettings withLife(Duration longest, Duration unused) {
        return new SandboxSettings(runtime, multiUser, hostId, image, egressSocket, openNetwork, memoryBytes, cpus,
                maxProcesses, diskBytes, longest, unused);
    }
}
