package dev.telecoder.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A bare remote and a clone of it, made by the system's git, which sees no configuration of the machine. The branch is
 * {@code main}; the remote keeps a reflog, so that a test sees every push. For one thread.
 *
 * @since 1.0
 */
public final class TestRepository {

    private final Path remote;
    private final Path directory;

    private TestRepository(Path remote, Path directory) {
        this.remote = remote;
        this.directory = directory;
    }

    /**
     * Makes a repository with one commit, pushed.
     *
     * @param folder an empty folder, such as JUnit's {@code @TempDir}
     * @return the repository, with a file {@code README.md}
     */
    public static TestRepository in(Path folder) {
        return in(folder, Map.of("README.md", "# Test\n"));
    }

    /**
     * Makes a repository with one commit, pushed.
     *
     * @param folder an empty folder
     * @param files the text of each file, by path
     * @return the repository
     */
    public static TestRepository in(Path folder, Map<String, String> files) {
        Path remote = folder.resolve("remote.git").toAbsolutePath();
        Path clone = folder.resolve("clone").toAbsolutePath();
        run(folder, List.of("init", "-q", "--bare", "-b", "main", remote.toString()));
        run(remote, List.of("config", "core.logAllRefUpdates", "always"));
        run(folder, List.of("clone", "-q", remote.toString(), clone.toString()));
        TestRepository repository = new TestRepository(remote, clone);
        repository.git("checkout", "-q", "-B", "main");
        files.forEach(repository::write);
        repository.commit("Begin");
        repository.push("main");
        return repository;
    }

    /** {@return the bare remote} */
    public Path remote() {
        return remote;
    }

    /** {@return where to clone it from} */
    public URI url() {
        return remote.toUri();
    }

    /** {@return the working tree of the clone} */
    public Path directory() {
        return directory;
    }

    /**
     * Writes a file of the clone, with its folders.
     *
     * @param path its path, relative to the working tree
     * @param text its text
     * @return its path
     */
    public Path write(String path, String text) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Reads a file of the clone.
     *
     * @param path its path, relative to the working tree
     * @return its text
     */
    public String read(String path) {
        try {
            return Files.readString(directory.resolve(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Commits all changes of the clone.
     *
     * @param message the message
     * @return the commit's id
     */
    public String commit(String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }

    /**
     * Pushes a branch of the clone.
     *
     * @param branch the branch
     */
    public void push(String branch) {
        git("push", "-q", "origin", branch);
    }

    /**
     * Looks where a branch of the remote is at.
     *
     * @param branch the branch
     * @return its commit; empty if there is no such branch
     */
    public Optional<String> head(String branch) {
        String found = remoteGit("for-each-ref", "--format=%(objectname)", "refs/heads/" + branch);
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** {@return the branches of the remote, by name} */
    public List<String> branches() {
        return remoteGit("for-each-ref", "--format=%(refname:short)", "refs/heads").lines().toList();
    }

    /**
     * Lists what a branch of the remote was at: one entry for each push.
     *
     * @param branch the branch
     * @return commits, newest first; empty if there is no such branch
     */
    public List<String> reflog(String branch) {
        return head(branch).isEmpty() ? List.of()
                : remoteGit("reflog", "show", "--format=%H", "refs/heads/" + branch).lines().toList();
    }

    /**
     * Runs git in the clone.
     *
     * @param arguments of git
     * @return its output, without the last line's end
     */
    public String git(String... arguments) {
        return run(directory, List.of(arguments));
    }

    /**
     * Runs git in the remote.
     *
     * @param arguments of git
     * @return its output, without the last line's end
     */
    public String remoteGit(String... arguments) {
        return run(remote, List.of(arguments));
    }

    private static String run(Path where, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "protocol.file.allow=always"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0", "HOME", where.toString(), "LC_ALL", "C",
                "GIT_AUTHOR_NAME", "Test", "GIT_AUTHOR_EMAIL", "test@example.invalid",
                "GIT_COMMITTER_NAME", "Test", "GIT_COMMITTER_EMAIL", "test@example.invalid"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("git " + arguments + " did not end within a minute.");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("git " + arguments + " ended with " + process.exitValue() + ": "
                        + output);
            }
            return output.stripTrailing();
        } catch (IOException failed) {
            throw new UncheckedIOException("git cannot be run; the testkit needs it on the PATH.", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while git ran.", interrupted);
        }
    }
}
