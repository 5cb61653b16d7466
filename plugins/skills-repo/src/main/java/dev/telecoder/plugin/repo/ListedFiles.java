package dev.telecoder.plugin.repo;

import dev.telecoder.api.CancellationToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The files of a clone as git tells them: those it tracks, and new ones it does not ignore. The clone's own configuration
 * starts nothing. Safe for many threads.
 */
final class ListedFiles {

    private static final long LIMIT_SECONDS = 60;

    private ListedFiles() {}

    /** {@return the paths with slashes, or nothing where there is no git, or {@code root} is not the top of a clone} */
    static Optional<Set<String>> of(Path root, CancellationToken cancellation) {
        if (!Files.exists(root.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        ProcessBuilder builder = new ProcessBuilder(command()).directory(root.toFile())
                .redirectInput(Path.of("/dev/null").toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.clear();
        // A clone may name another working tree in its configuration: the whole disk, for instance.
        environment.putAll(Map.of("PATH", path, "LC_ALL", "C.UTF-8", "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null", "GIT_OPTIONAL_LOCKS", "0", "GIT_NO_LAZY_FETCH", "1",
                "GIT_WORK_TREE", root.toString(), "GIT_DIR", root.resolve(".git").toString()));
        try {
            Process process = builder.start();
            try (var _ = cancellation.onCancel(process::destroyForcibly)) {
                Thread.ofVirtual().start(() -> endWhenLate(process));
                List<String> listed = read(process.getInputStream());
                int exit = process.waitFor();
                cancellation.throwIfCancelled();
                return exit == 0 ? Optional.of(there(root, listed)) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.throwIfCancelled();
            return Optional.empty();
        } catch (IOException e) {
            cancellation.throwIfCancelled();
            return Optional.empty();
        }
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
        for (String setting : List.of("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.untrackedCache=false",
                "core.excludesFile=/dev/null", "protocol.allow=never", "safe.directory=*")) {
            command.addAll(List.of("-c", setting));
        }
        command.addAll(List.of("ls-files", "-z", "--cached", "--others", "--exclude-standard"));
        return command;
    }

    private static List<String> read(InputStream output) throws IOException {
        try (output) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        }
    }

    /** Leaves out what was deleted, and clones inside the clone. */
    private static Set<String> there(Path root, List<String> listed) {
        Set<String> files = new LinkedHashSet<>();
        for (String path : listed) {
            Path file = root.resolve(path);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                files.add(path);
            }
        }
        return files;
    }

    private static void endWhenLate(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
