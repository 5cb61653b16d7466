package dev.telecoder.testkit;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A sandbox to ask for in a test, with limits that ordinary commands never meet.
 *
 * @param id the id of the task
 * @param workspace the checkout in focus
 * @param scratch the scratch folder
 * @param mounts further folders
 * @param environment variables for every command
 * @param egressSocket the only way out
 * @param openNetwork whether the host's network is open
 * @param memoryBytes the most memory
 * @param maxProcesses the most processes
 * @param longestLife the longest life
 * @since 1.0
 */
public record SandboxSpec(String id, Path workspace, Path scratch, List<Mount> mounts, Map<String, String> environment,
        Optional<Path> egressSocket, boolean openNetwork, long memoryBytes, int maxProcesses, Duration longestLife)
        implements
            Spec {

    /**
     * Makes a spec with new, empty folders.
     *
     * @param folder where to make them
     * @return the spec, with an id of its own
     * @throws IOException if the folders cannot be made
     */
    public static SandboxSpec in(Path folder) throws IOException {
        Path real = folder.toRealPath();
        return new SandboxSpec("test-" + UUID.randomUUID(), Files.createDirectories(real.resolve("repo")),
                Files.createDirectories(real.resolve("scratch")), List.of(), Map.of(), Optional.empty(), false,
                1L << 30, 256, Duration.ofMinutes(10));
    }

    /**
     * Names it.
     *
     * @param other the id
     * @return a new spec
     */
    public SandboxSpec withId(String other) {
        return new SandboxSpec(other, workspace, scratch, mounts, environment, egressSocket, openNetwork, memoryBytes,
                maxProcesses, longestLife);
    }

    /**
     * Adds mounts.
     *
     * @param more the mounts
     * @return a new spec
     */
    public SandboxSpec withMounts(List<Mount> more) {
        return new SandboxSpec(id, workspace, scratch, List.copyOf(more), environment, egressSocket, openNetwork,
                memoryBytes, maxProcesses, longestLife);
    }

    /**
     * Sets the variables.
     *
     * @param variables the variables
     * @return a new spec
     */
    public SandboxSpec withEnvironment(Map<String, String> variables) {
        return new SandboxSpec(id, workspace, scratch, mounts, Map.copyOf(variables), egressSocket, openNetwork,
                memoryBytes, maxProcesses, longestLife);
    }

    /**
     * Sets the way out.
     *
     * @param socket a unix socket of the host
     * @return a new spec
     */
    public SandboxSpec withEgressSocket(Path socket) {
        return new SandboxSpec(id, workspace, scratch, mounts, environment, Optional.of(socket), openNetwork,
                memoryBytes, maxProcesses, longestLife);
    }

    /**
     * Opens the host's network.
     *
     * @return a new spec
     */
    public SandboxSpec withOpenNetwork() {
        return new SandboxSpec(id, workspace, scratch, mounts, environment, egressSocket, true, memoryBytes,
                maxProcesses, longestLife);
    }

    /**
     * Limits the memory.
     *
     * @param bytes the most
     * @return a new spec
     */
    public SandboxSpec withMemoryBytes(long bytes) {
        return new SandboxSpec(id, workspace, scratch, mounts, environment, egressSocket, openNetwork, bytes,
                maxProcesses, longestLife);
    }

    /**
     * Limits the processes.
     *
     * @param most the most
     * @return a new spec
     */
    public SandboxSpec withMaxProcesses(int most) {
        return new SandboxSpec(id, workspace, scratch, mounts, environment, egressSocket, openNetwork, memoryBytes,
                most, longestLife);
    }

    /**
     * Limits the life.
     *
     * @param life the longest
     * @return a new spec
     */
    public SandboxSpec withLongestLife(Duration life) {
        return new SandboxSpec(id, workspace, scratch, mounts, environment, egressSocket, openNetwork, memoryBytes,
                maxProcesses, life);
    }

    @Override
    public Optional<String> image() {
        return Optional.empty();
    }

    @Override
    public double cpus() {
        return 2;
    }

    @Override
    public long diskBytes() {
        return 1L << 30;
    }

    @Override
    public Map<String, String> labels() {
        return Map.of("dev.telecoder.host", "test");
    }
}
