package dev.telecoder.platform.repo;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The machine's git, started with no settings but ours, no terminal and no hooks of ours. */
final class GitProcess {

    private static final int MOST_OUTPUT = 64 << 20;

    private GitProcess() {}

    record Result(int code, String out, String err) {}

    static Result run(@Nullable Path gitDir, Duration limit, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false",
                        "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "credential.helper=", "-c",
                        "protocol.ext.allow=never",
                        "-c", "protocol.file.allow=always", "-c", "core.askPass="));
        if (gitDir != null) {
            command.add("--git-dir=" + gitDir);
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment
                .putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null", "GIT_TERMINAL_PROMPT", "0",
                        "GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=20", "LC_ALL", "C",
                        "GIT_PROTOCOL_FROM_USER", "0"));
        if (gitDir != null) {
            builder.directory(gitDir.toFile());
        }
        return run(builder, limit);
    }

    private static Result run(ProcessBuilder builder, Duration limit) {
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw PluginException.of(Failure.CONFIGURATION,
                    "The program git could not be started. Install git; it is needed for file:// and ssh addresses.",
                    e);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            process.getOutputStream().close();
            var out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), threads);
            var err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), threads);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw PluginException.of(Failure.UNAVAILABLE, "git did not finish within " + limit.toMinutes()
                        + " minutes and was stopped. Try again later.");
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw PluginException.of(Failure.CANCELLED, "The call was cancelled.", e);
        } catch (IOException e) {
            kill(process);
            throw PluginException.of(Failure.UNAVAILABLE, "git ended before it began: " + e.getMessage(), e);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String read(InputStream stream) {
        try (stream) {
            byte[] head = stream.readNBytes(MOST_OUTPUT);
            stream.transferTo(java.io.OutputStream.nullOutputStream());
            return new String(head, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
