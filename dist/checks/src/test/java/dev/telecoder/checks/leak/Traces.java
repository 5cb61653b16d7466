package dev.telecoder.checks.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process has at a moment, as far as something may be left behind in it.
 *
 * @param threads the platform threads, by name and number
 * @param temporary what lies in the folder for temporary files
 * @param children the processes it has started
 * @param descriptors how many files and sockets are open; 0 where the system does not tell
 */
record Traces(Set<String> threads, Set<String> temporary, Set<String> children, long descriptors) {

    static Traces now() {
        return new Traces(
                // The host's HTTP client and the JDK's waiting for processes end their threads after a minute without work.
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.getName().matches("OkHttp .*|process reaper.*"))
                        .map(thread -> thread.getName() + " #" + thread.threadId())
                        .collect(Collectors.toCollection(TreeSet::new)),
                names(Path.of(System.getProperty("java.io.tmpdir"))),
                ProcessHandle.current().descendants().map(child -> child.info().commandLine().orElse("") + " #"
                        + child.pid()).collect(Collectors.toCollection(TreeSet::new)),
                names(Path.of("/proc/self/fd")).size());
    }

    private static Set<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> added(Set<String> before, Set<String> after) {
        Set<String> more = new TreeSet<>(after);
        more.removeAll(before);
        return more;
    }
}
