package dev.telecoder.platform.config;

import dev.telecoder.api.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code sandbox}: where code of a repository runs.
 *
 * @param runtime the runtime's id, or {@code auto} for the first that isolates
 * @param egress {@code none}, {@code registries}, {@code open}, or the hosts that may be reached
 * @param image the image, where the runtime has images
 * @param dockerNetwork the network, with Docker and egress {@code open}
 * @param memory the most memory
 * @param cpus how many processors
 * @param processes the most processes
 * @param disk the most that may be written
 * @param timeout the longest a command may run, whatever its skill says
 * @param workspaces how much of what tasks leave on disk is kept
 */
@Setting("Where code of repositories runs.")
public record SandboxConfig(
        @Setting(
                value = "The id of the runtime; auto takes the first that isolates. process has NO isolation: that line alone switches it on, and from then on every skill that runs code asks first.",
                examples = {
                        "auto", "bubblewrap", "process"}) String runtime,
        @Setting(
                value = "What the sandbox reaches: none, registries (of packages), the hosts of a list (registries may be one of them), or open, which is the whole network.",
                examples = {"none", "registries", "[registries, registry.example.com]"}) List<String> egress,
        @Setting(value = "The image, for docker; `telecoder sandbox build` makes it.",
                examples = "telecoder-sandbox") String image,
        @Setting(value = "The network, with docker and egress open; without it, the usual bridge.",
                examples = "telecoder-net") Optional<String> dockerNetwork,
        @Setting(
                value = "The most memory of one sandbox, where the system allows such limits; telecoder status says what is missing.",
                examples = "512MB") ByteSize memory,
        @Setting(value = "How many processors' worth of time.", examples = "1.5") Double cpus,
        @Setting(value = "The most processes of one sandbox.", min = 1, examples = "256") Integer processes,
        @Setting(value = "The most that may be written; what writes more is stopped within seconds.",
                examples = "2GB") ByteSize disk,
        @Setting(
                value = "The longest any command may run, coding agents included; most skills set less themselves.",
                examples = "10m") Duration timeout,
        @Setting("How much is kept of what tasks leave on disk: their clones and scratch folders.") Workspaces workspaces) {

    /** What holds without the section. */
    public static final SandboxConfig DEFAULTS =
            new SandboxConfig("auto", List.of(), "telecoder-sandbox", Optional.empty(), ByteSize.parse("2GB"), 2.0, 512,
                    ByteSize.parse("8GB"), Duration.ofHours(1), Workspaces.DEFAULTS);

    /** What holds where the section is wrong: nothing may be reached. */
    public static final SandboxConfig CLOSED = new SandboxConfig(
            "auto", List.of("none"), DEFAULTS.image(), Optional.empty(), DEFAULTS.memory(), DEFAULTS.cpus(),
            DEFAULTS.processes(), DEFAULTS.disk(), DEFAULTS.timeout(),
            Workspaces.DEFAULTS);

    /** Sets what is left out, and checks the limits. */
    public SandboxConfig {
        runtime = runtime == null ? "auto" : runtime;
        egress = egress.isEmpty() ? List.of("registries") : List.copyOf(egress);
        image = image == null ? "telecoder-sandbox" : image;
        memory = memory == null ? ByteSize.parse("2GB") : memory;
        cpus = cpus == null ? Double.valueOf(2) : cpus;
        processes = processes == null ? Integer.valueOf(512) : processes;
        disk = disk == null ? ByteSize.parse("8GB") : disk;
        timeout = timeout == null ? Duration.ofHours(1) : timeout;
        workspaces = workspaces == null ? Workspaces.DEFAULTS : workspaces;
        if (cpus <= 0 || processes <= 0 || memory.bytes() <= 0 || timeout.isZero()) {
            throw new IllegalArgumentException("memory, cpus, processes and timeout must be more than 0");
        }
    }

    /**
     * How much is kept of what tasks leave on disk.
     *
     * @param keep how long what nobody uses is kept
     * @param size how much all may take together
     */
    public record Workspaces(
            @Setting(
                    value = "How long the files of a task that nobody goes on with are kept. What was not pushed by then is removed with them.",
                    examples = "90d") Duration keep,
            @Setting(
                    value = "How much all tasks may take together. Above it, what was used longest ago goes earlier, unless it holds work that was not pushed.",
                    examples = "5GB") ByteSize size) {

        /** What holds without the section. */
        public static final Workspaces DEFAULTS = new Workspaces(Duration.ofDays(30), ByteSize.parse("20GB"));

        /** Sets what is left out, and checks the limits. */
        public Workspaces {
            keep = keep == null ? Duration.ofDays(30) : keep;
            size = size == null ? ByteSize.parse("20GB") : size;
            if (keep.compareTo(Duration.ofHours(1)) < 0) {
                throw new IllegalArgumentException("keep must be an hour or more");
            }
        }
    }
}
