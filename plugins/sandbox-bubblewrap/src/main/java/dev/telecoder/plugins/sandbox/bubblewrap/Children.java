package dev.telecoder.plugins.sandbox.bubblewrap;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the children of a process in the kernel's own list. {@link ProcessHandle} reads every process of the system to
 * find them, which takes too long for a stop on a busy host.
 */
final class Children {

    private Children() {}

    /** {@return the processes that this one started and that still run} */
    static List<ProcessHandle> of(ProcessHandle parent) {
        var pids = new ArrayList<Long>();
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(parent.pid()), "task"))) {
            for (Path thread : threads) {
                Stream.of(Files.readString(thread.resolve("children")).split(" ")).filter(pid -> !pid.isBlank())
                        .map(Long::valueOf).forEach(pids::add);
            }
        } catch (IOException notTold) {
            // Gone, or a kernel without that list.
            return parent.children().toList();
        }
        return pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
    }

    /** {@return the processes below this one, at any depth} */
    static List<ProcessHandle> allOf(ProcessHandle parent) {
        var found = new ArrayList<ProcessHandle>();
        var next = new ArrayList<>(of(parent));
        while (!next.isEmpty()) {
            ProcessHandle one = next.removeLast();
            found.add(one);
            next.addAll(of(one));
        }
        return found;
    }
}
