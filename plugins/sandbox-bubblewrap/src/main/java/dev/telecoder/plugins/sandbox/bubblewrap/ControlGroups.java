package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import dev.telecoder.support.process.Mark;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The control groups this host may make groups in: version 1 with a tree for each kind of limit, or version 2 with
 * one. Many threads may use it.
 *
 * @param parents the folder to make groups in, for each limit that can be set there
 * @param second whether it is version 2
 */
record ControlGroups(Map<Feature, Path> parents, boolean second) {

    /** Nowhere. */
    static final ControlGroups NONE = new ControlGroups(Map.of(), false);

    private static final String PREFIX = "telecoder-";
    private static final Map<Feature, String> CONTROLLERS =
            Map.of(Feature.MEMORY, "memory", Feature.PIDS, "pids", Feature.CPU, "cpu");
    private static final long MOMENT_NANOS = 5_000_000;
    private static final int CPU_PERIOD = 100_000;

    /** Finds where groups can be made; nowhere is an answer, too. */
    static ControlGroups find(Path mounted, Path ownGroups) {
        List<String> lines;
        try {
            lines = Files.readAllLines(ownGroups);
        } catch (IOException notLinux) {
            return NONE;
        }
        var first = findFirst(mounted, lines);
        return first.parents.isEmpty() ? findSecond(mounted, lines) : first;
    }

    private static ControlGroups findFirst(Path mounted, List<String> lines) {
        var found = new EnumMap<Feature, Path>(Feature.class);
        for (String line : lines) {
            String[] parts = line.split(":", 3);
            CONTROLLERS.forEach((feature, controller) -> {
                if (List.of(parts[1].split(",")).contains(controller)) {
                    Path own = mounted.resolve(controller).resolve(parts[2].substring(1));
                    if (Files.isWritable(own) && Files.isDirectory(own)) {
                        found.put(feature, own);
                    }
                }
            });
        }
        return new ControlGroups(found, false);
    }

    /** In version 2 a group that holds processes has no groups with limits below it, so ours stand beside it. */
    private static ControlGroups findSecond(Path mounted, List<String> lines) {
        var found = new EnumMap<Feature, Path>(Feature.class);
        for (String line : lines) {
            if (!line.startsWith("0::/")) {
                continue;
            }
            Path own = mounted.resolve(line.substring("0::/".length()));
            Path parent = own.equals(mounted) ? own : own.getParent();
            try {
                if (Files.isWritable(parent.resolve("cgroup.procs"))) {
                    String enabled = " " + Files.readString(parent.resolve("cgroup.subtree_control")).strip() + " ";
                    CONTROLLERS.forEach((feature, controller) -> {
                        if (enabled.contains(" " + controller + " ")) {
                            found.put(feature, parent);
                        }
                    });
                }
            } catch (IOException none) {
                // Not version 2, or not ours to read: no limits by groups then.
            }
        }
        return new ControlGroups(found, true);
    }

    /** {@return the limits that can be set} */
    Set<Feature> features() {
        return parents.isEmpty() ? Set.of() : EnumSet.copyOf(parents.keySet());
    }

    /**
     * Makes the groups of a sandbox.
     *
     * @return their folders, to be joined by each command and removed in the end
     * @throws IOException if a limit cannot be set; nothing is left then
     */
    List<Path> make(Mark mark, long memoryBytes, int maxProcesses, double cpus) throws IOException {
        var made = new LinkedHashSet<Path>();
        try {
            for (Path parent : new LinkedHashSet<>(parents.values())) {
                Path group = parent.resolve(PREFIX + mark.text());
                Files.createDirectory(group);
                made.add(group);
            }
            for (Map.Entry<Feature, Path> entry : parents.entrySet()) {
                Path group = entry.getValue().resolve(PREFIX + mark.text());
                switch (entry.getKey()) {
                    case MEMORY -> limitMemory(group, memoryBytes);
                    case PIDS -> Files.writeString(group.resolve("pids.max"), Integer.toString(maxProcesses));
                    case CPU -> limitCpu(group, Math.max(1000, Math.round(cpus * CPU_PERIOD)));
                    default -> throw new IllegalStateException("no controller for " + entry.getKey());
                }
            }
            return List.copyOf(made);
        } catch (IOException | RuntimeException problem) {
            remove(List.copyOf(made));
            throw problem;
        }
    }

    private void limitMemory(Path group, long bytes) throws IOException {
        Files.writeString(group.resolve(second ? "memory.max" : "memory.limit_in_bytes"), Long.toString(bytes));
        Path swap = group.resolve(second ? "memory.swap.max" : "memory.memsw.limit_in_bytes");
        if (Files.exists(swap)) {
            Files.writeString(swap, second ? "0" : Long.toString(bytes));
        }
    }

    private void limitCpu(Path group, long quota) throws IOException {
        if (second) {
            Files.writeString(group.resolve("cpu.max"), quota + " " + CPU_PERIOD);
        } else {
            Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(CPU_PERIOD));
            Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
        }
    }

    /** Removes groups whose processes have been ended; what just ended may hold one for another moment. */
    static void remove(List<Path> groups) {
        for (Path group : groups) {
            for (int attempt = 0; attempt < 100 && !removed(group); attempt++) {
                LockSupport.parkNanos(MOMENT_NANOS);
            }
        }
    }

    private static boolean removed(Path group) {
        try {
            return !Files.exists(group) || Files.deleteIfExists(group);
        } catch (IOException busy) {
            return false;
        }
    }

    /** {@return the marks of groups that are there} */
    List<Mark> marks() {
        var marks = new ArrayList<Mark>();
        for (Path group : groups()) {
            Mark.find(group.getFileName().toString().substring(PREFIX.length())).ifPresent(marks::add);
        }
        return marks.stream().distinct().toList();
    }

    /** Removes what a sandbox left. */
    void remove(Mark mark) {
        remove(groups().stream().filter(group -> group.endsWith(PREFIX + mark.text())).toList());
    }

    private List<Path> groups() {
        var groups = new ArrayList<Path>();
        for (Path parent : new LinkedHashSet<>(parents.values())) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
                found.forEach(groups::add);
            } catch (IOException unreadable) {
                // Nothing to clean up where nothing can be seen.
            }
        }
        return groups;
    }
}
