package dev.telecoder.platform.sandbox;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import dev.telecoder.platform.config.SandboxConfig;
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
 * @param egress what may be reached through the egress gateway
 * @param network the network to join where the host's own is open, for a runtime that knows networks
 * @param openNetwork whether the host's own network is open to sandboxes
 * @param memoryBytes the most memory of a sandbox
 * @param cpus how many processors' worth of time
 * @param maxProcesses the most processes
 * @param diskBytes the most that may be written
 * @param longestCommand when a command ends in any case
 * @param longestLife when a sandbox ends in any case
 * @param idle how long a sandbox without a command is kept
 * @param mounts what every sandbox sees beside its task's own, such as installed agents
 */
public record SandboxSettings(String runtime, boolean multiUser, String hostId, Optional<String> image,
        List<String> egress, Optional<String> network, boolean openNetwork, long memoryBytes, double cpus,
        int maxProcesses,
        long diskBytes,
        Duration longestCommand,
        Duration longestLife, Duration idle, List<Spec.Mount> mounts) {

    /** Copies the lists. */
    public SandboxSettings {
        egress = List.copyOf(egress);
        mounts = List.copyOf(mounts);
    }

    /** {@return whether anything may be reached at all} */
    boolean reaches() {
        return egress.stream().anyMatch(one -> !one.strip().equalsIgnoreCase(EgressPolicy.NONE));
    }

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
        return new SandboxSettings(runtime, false, hostId, Optional.empty(), List.of(EgressPolicy.NONE),
                Optional.empty(), false, 4L << 30,
                Math.max(1, Runtime.getRuntime().availableProcessors()), 1024, 20L << 30, Duration.ofHours(1),
                Duration.ofHours(4),
                Duration.ofMinutes(15), List.of());
    }

    /**
     * Takes what the operator wrote.
     *
     * @param config the section {@code sandbox}
     * @param hostId the id of this host
     * @return the settings
     */
    public static SandboxSettings of(SandboxConfig config, String hostId) {
        var usual = of(config.runtime(), hostId);
        return new SandboxSettings(config.runtime(), false, hostId, Optional.of(config.image()), config.egress(),
                config.dockerNetwork(), config.egress().contains(EgressPolicy.OPEN), config.memory().bytes(),
                config.cpus(), config.processes(),
                config.disk().bytes(), config.timeout(), usual.longestLife(), usual.idle(), List.of());
    }

    /**
     * Says whether others use the host too.
     *
     * @param several whether they do
     * @return new settings
     */
    public SandboxSettings withMultiUser(boolean several) {
        return new SandboxSettings(runtime, several, hostId, image, egress, network, openNetwork, memoryBytes, cpus,
                maxProcesses, diskBytes, longestCommand, longestLife, idle, mounts);
    }

    /**
     * Sets how long a sandbox may live, and how long it is kept without a command.
     *
     * @param longest when it ends in any case
     * @param unused how long it is kept unused
     * @return new settings
     */
    public SandboxSettings withLife(Duration longest, Duration unused) {
        return new SandboxSettings(runtime, multiUser, hostId, image, egress, network, openNetwork, memoryBytes, cpus,
                maxProcesses, diskBytes, longestCommand, longest, unused, mounts);
    }

    /**
     * Sets how long a command may run, whatever its skill says.
     *
     * @param longest when it ends in any case
     * @return new settings
     */
    public SandboxSettings withLongestCommand(Duration longest) {
        return new SandboxSettings(runtime, multiUser, hostId, image, egress, network, openNetwork, memoryBytes, cpus,
                maxProcesses, diskBytes, longest, longestLife, idle, mounts);
    }

    /**
     * Adds what every sandbox sees.
     *
     * @param more the folders
     * @return new settings
     */
    public SandboxSettings withMounts(List<Spec.Mount> more) {
        return new SandboxSettings(runtime, multiUser, hostId, image, egress, network, openNetwork, memoryBytes, cpus,
                maxProcesses, diskBytes, longestCommand, longestLife, idle, more);
    }
}
