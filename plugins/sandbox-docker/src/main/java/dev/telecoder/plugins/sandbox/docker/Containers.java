package dev.telecoder.plugins.sandbox.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import dev.telecoder.support.process.Forwarder;
import dev.telecoder.support.process.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes, finds and removes containers. Many threads may use it. */
final class Containers {

    /** Whose a container is: the host's process and the sandbox, see {@link Mark}. */
    static final String MARK = "dev.telecoder.mark";
    /** When its first process ends by itself, in seconds since 1970. */
    static final String EXPIRES = "dev.telecoder.expires";
    /** The machine whose process ids the mark holds, as far as it is known. */
    static final String MACHINE = "dev.telecoder.machine";

    private static final long OPEN_FILES = 8192;
    private static final long NANOS_PER_CPU = 1_000_000_000L;

    private final Daemon daemon;

    Containers(Daemon daemon) {
        this.daemon = daemon;
    }

    /**
     * What a container needs beside the spec.
     *
     * @param image what it is made of
     * @param user who runs its commands
     * @param keeper who runs its first process, which the commands cannot end since it is not theirs
     * @param forwarder the program of the first process; nothing for a processor it was not made for
     * @param input the folder with the commands' inputs
     */
    record Part(String image, String user, String keeper, Optional<Path> forwarder, Path input) {}

    /** Makes a container and starts it. */
    String start(Spec spec, Part part, Mark mark) {
        long life = Math.max(1, spec.longestLife().toSeconds());
        try (CreateContainerCmd create = daemon.client().createContainerCmd(part.image())) {
            create.withName("telecoder-" + mark.text()).withUser(part.keeper()).withWorkingDir("/")
                    .withHostName("sandbox").withEntrypoint(firstProcess(spec, part, life)).withCmd(List.of())
                    .withLabels(labels(spec, mark, life)).withHostConfig(hostConfig(spec, part))
                    .withNetworkDisabled(!spec.openNetwork()).withAttachStdin(false).withTty(false);
            String id = create.exec().getId();
            try {
                daemon.client().startContainerCmd(id).exec();
            } catch (RuntimeException notStarted) {
                remove(id);
                throw notStarted;
            }
            return id;
        } catch (NotFoundException missing) {
            throw PluginException.of(Failure.CONFIGURATION, "There is no image " + part.image()
                    + " for sandboxes (" + missing.getMessage().strip()
                    + "). Make it with `telecoder sandbox build`, or name another with sandbox.image.", missing);
        }
    }

    /** It ends by itself when its time is over, also when nobody is left to end it. */
    private static List<String> firstProcess(Spec spec, Part part, long life) {
        if (part.forwarder().isEmpty()) {
            return List.of("sleep", Long.toString(life));
        }
        List<String> words = new ArrayList<>(List.of(Inside.FORWARDER, Long.toString(life)));
        if (spec.egressSocket().isPresent()) {
            words.addAll(List.of(Integer.toString(Forwarder.PORT), Inside.EGRESS_SOCKET));
        }
        return words;
    }

    private static Map<String, String> labels(Spec spec, Mark mark, long life) {
        var labels = new LinkedHashMap<>(spec.labels());
        labels.put("dev.telecoder.sandbox", spec.id());
        labels.put(MARK, mark.text());
        labels.put(MACHINE, machine());
        labels.put(EXPIRES, Long.toString(System.currentTimeMillis() / 1000 + life));
        return labels;
    }

    /** Names this start of this system and its process ids: both come anew in another machine or container. */
    static String machine() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException notLinux) {
            return "";
        }
    }

    private static HostConfig hostConfig(Spec spec, Part part) {
        long half = Math.max(16L << 20, spec.memoryBytes() / 2);
        String usual = "rw,exec,nosuid,nodev,mode=1777,size=" + half;
        HostConfig config = HostConfig.newHostConfig()
                .withNetworkMode(spec.openNetwork() ? spec.network().orElse("bridge") : "none")
                .withCapDrop(Capability.ALL).withSecurityOpts(List.of("no-new-privileges"))
                .withReadonlyRootfs(true).withPrivileged(false)
                .withTmpFs(Map.of("/tmp", usual, "/var/tmp", usual, "/dev/shm",
                        "rw,noexec,nosuid,nodev,mode=1777,size=" + Math.min(half, 256L << 20)))
                .withMemory(spec.memoryBytes()).withMemorySwap(spec.memoryBytes())
                .withNanoCPUs(Math.max(10_000_000L, (long) (spec.cpus() * NANOS_PER_CPU)))
                // The first process and the one that reaps are not the command's.
                .withPidsLimit(spec.maxProcesses() + 2L)
                .withUlimits(List.of(new Ulimit("nofile", OPEN_FILES, OPEN_FILES), new Ulimit("core", 0L, 0L),
                        new Ulimit("fsize", spec.diskBytes(), spec.diskBytes())))
                .withInit(true).withIpcMode("none").withAutoRemove(true)
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withMounts(mounts(spec, part));
        return config;
    }

    private static List<Mount> mounts(Spec spec, Part part) {
        List<Mount> mounts = new ArrayList<>();
        mounts.add(mount(spec.scratch(), Inside.SCRATCH, false));
        mounts.add(mount(spec.workspace(), Inside.REPOSITORY, false));
        spec.mounts().forEach(one -> mounts.add(mount(one.host(), one.inside(), one.readOnly())));
        spec.egressSocket().ifPresent(socket -> mounts.add(mount(socket, Inside.EGRESS_SOCKET, true)));
        part.forwarder().ifPresent(program -> mounts.add(mount(program, Inside.FORWARDER, true)));
        mounts.add(mount(part.input(), Inside.INPUT, true));
        return mounts;
    }

    private static Mount mount(Path host, String inside, boolean readOnly) {
        return new Mount().withType(MountType.BIND).withSource(host.toString()).withTarget(inside)
                .withReadOnly(readOnly);
    }

    /** The containers of this product, those that have ended too. */
    List<Container> all() {
        return daemon.client().listContainersCmd().withShowAll(true).withLabelFilter(List.of(MARK)).exec();
    }

    /** Ends all processes of a container at once; the daemon then removes it. Whether it is certain that none is left. */
    boolean kill(String id) {
        // Whoever is interrupted kills all the more: but the socket to the daemon closes for a thread that is.
        boolean interrupted = Thread.interrupted();
        try {
            daemon.client().killContainerCmd(id).exec();
            return true;
        } catch (NotFoundException | ConflictException over) {
            return true; // it is gone, or not running
        } catch (RuntimeException problem) {
            return remove(id);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes a container with all that runs in it. */
    boolean remove(String id) {
        boolean interrupted = Thread.interrupted();
        try {
            daemon.client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
            return true;
        } catch (NotFoundException | ConflictException over) {
            return true; // it is gone, or being removed
        } catch (RuntimeException problem) {
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
