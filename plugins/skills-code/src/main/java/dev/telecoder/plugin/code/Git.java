package dev.telecoder.plugin.code;

import dev.telecoder.api.CancellationToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the {@code git} of this machine to look into a working tree, without letting the tree's own configuration start
 * anything, reach anything or point elsewhere. Many threads may use it.
 */
final class Git {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_MESSAGE = 2_000;

    private final Path directory;
    private final @Nullable Path top;

    Git(Path directory) {
        this.directory = directory;
        this.top = top(directory);
    }

    /** {@return whether the directory is in a repository} */
    boolean isRepository() {
        return top != null;
    }

    /** Reads what git writes; returns when it has seen enough. */
    interface Reader {
        void read(InputStream output) throws IOException;
    }

    /** Thrown when git says no; the message is git's own. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** Thrown where no git is installed. */
    static final class Missing extends Exception {

        private static final long serialVersionUID = 1L;

        Missing(IOException cause) {
            super("There is no git on the PATH.", cause);
        }
    }

    /** {@return a command of git, with what the repository's own configuration may not decide} */
    List<String> command(String... arguments) {
        var command = new ArrayList<String>(List.of("git", "--no-pager"));
        for (String setting : List.of("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.untrackedCache=false",
                "core.pager=cat", "core.quotePath=false", "submodule.recurse=false", "grep.fullName=false",
                "grep.threads=0", "log.showSignature=false", "protocol.allow=never", "safe.directory=*")) {
            command.add("-c");
            command.add(setting);
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** {@return the files {@code git grep} would look into, and how it is told so} */
    List<String> grep(String... options) {
        List<String> command = command();
        command.add("grep");
        if (top == null) {
            command.addAll(List.of("--no-index", "--exclude-standard"));
        } else {
            command.add("--untracked");
        }
        command.addAll(List.of("-I", "--no-textconv", "--no-color", "-z"));
        command.addAll(List.of(options));
        return command;
    }

    /**
     * Runs git.
     *
     * @throws Refused if it ends with an error, or takes too long
     * @throws Missing if there is none
     */
    void run(List<String> command, CancellationToken cancellation, Reader reader) throws Refused, Missing, IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.clear();
        environment.putAll(Map.of("PATH", path, "LC_ALL", "C.UTF-8", "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null", "GIT_OPTIONAL_LOCKS", "0", "GIT_TERMINAL_PROMPT", "0",
                "GIT_NO_LAZY_FETCH", "1", "GIT_ALLOW_PROTOCOL", "none", "GIT_PAGER", "cat"));
        if (top != null) {
            // A repository may name another working tree in its configuration: the whole disk, for instance.
            environment.put("GIT_WORK_TREE", top.toString());
            environment.put("GIT_DIR", top.resolve(".git").toString());
        } else {
            environment.put("GIT_CEILING_DIRECTORIES", "/");
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Missing(e);
        }
        try (var _ = cancellation.onCancel(process::destroyForcibly)) {
            var errors = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> errors.complete(message(process.getErrorStream())));
            // Not a timer of the JDK: what it still had to call would keep this plugin's classes after it is unloaded.
            var late = new AtomicBoolean();
            Thread.ofVirtual().start(() -> end(process, late));
            try (var output = new BufferedInputStream(process.getInputStream(), 1 << 16)) {
                reader.read(output);
            }
            int exit = process.waitFor();
            cancellation.throwIfCancelled();
            if (late.get()) {
                throw new Refused("The search took longer than " + LIMIT.toSeconds()
                        + " s and was stopped. Narrow it with glob, or make the pattern simpler.");
            }
            // 1 means that nothing was found.
            if (exit > 1) {
                throw new Refused(errors.join().strip());
            }
        } catch (IOException e) {
            // A git that was stopped leaves its answer unfinished.
            cancellation.throwIfCancelled();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancellation.throwIfCancelled();
            throw new IOException("The search was interrupted.", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Kills a search that takes too long. */
    private static void end(Process process, AtomicBoolean late) {
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String message(InputStream errors) {
        try (errors) {
            String text = new String(errors.readNBytes(MOST_MESSAGE), StandardCharsets.UTF_8);
            errors.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            return "";
        }
    }

    private static @Nullable Path top(Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isRegularFile(git)
                    || Files.isDirectory(git.resolve("objects")) && Files.exists(git.resolve("HEAD"))) {
                return at;
            }
        }
        return null;
    }
}
