package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Runs commands as plain processes in a folder, with the variables of the test; it isolates nothing. */
final class PlainSandbox implements Sandbox {

    private final Path workspace;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean gone;

    PlainSandbox(Path workspace) {
        this.workspace = workspace;
    }

    @Override
    public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
        if (gone) {
            throw PluginException.of(Failure.UNAVAILABLE, "The sandbox was closed.");
        }
        cancellation.throwIfCancelled();
        ProcessBuilder builder = new ProcessBuilder(command.arguments())
                .directory(workspace.resolve(command.directory()).toFile()).redirectErrorStream(true);
        builder.environment().putAll(command.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException missing) {
            output.accept(String.valueOf(missing.getMessage()));
            return new Exit(127, false);
        }
        running.add(process);
        AtomicBoolean timedOut = new AtomicBoolean();
        CancellationToken.Registration registration = cancellation.onCancel(() -> end(process));
        Thread watch = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(command.timeout());
                timedOut.set(process.isAlive());
                end(process);
            } catch (InterruptedException ended) {
                // The command was quicker.
            }
        });
        try {
            feed(process, command.stdin());
            long dropped = read(process, output, command.outputLimit());
            int code = process.waitFor();
            boolean stopped = timedOut.get() || cancellation.isCancelled() || gone;
            return new Exit(stopped ? -1 : code, timedOut.get(), dropped);
        } catch (InterruptedException interrupted) {
            end(process);
            Thread.currentThread().interrupt();
            return new Exit(-1, false);
        } finally {
            watch.interrupt();
            registration.close();
            running.remove(process);
        }
    }

    private static void feed(Process process, byte[] stdin) {
        Thread.ofVirtual().start(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(stdin);
            } catch (IOException closed) {
                // A command need not read its input.
            }
        });
    }

    private static long read(Process process, Consumer<String> output, long limit) {
        long kept = 0;
        long dropped = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int size = line.getBytes(StandardCharsets.UTF_8).length + 1;
                if (kept + size <= limit && dropped == 0) {
                    kept += size;
                    output.accept(line);
                } else {
                    dropped += size;
                }
            }
        } catch (IOException ended) {
            // The process was killed while it wrote.
        }
        return dropped;
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.toHandle().destroyForcibly(); // Process.destroyForcibly closes the output that is still being read
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void kill() {
        gone = true;
        running.forEach(PlainSandbox::end);
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String inside(Path host) {
        return host.toAbsolutePath().toString();
    }
}
