package dev.telecoder.plugins.skills.test;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs commands as they are, in the workspace; remembers them. Its time limit can be shortened. */
final class LocalSandbox implements Sandbox {

    final List<Command> commands = new ArrayList<>();
    Duration limit = Duration.ofMinutes(1);

    private final Path workspace;
    private final String inside;

    LocalSandbox(Path workspace, String inside) {
        this.workspace = workspace;
        this.inside = inside;
    }

    @Override
    public Exit run(Command command, Consumer<String> output, CancellationToken cancellation) {
        commands.add(command);
        try {
            ProcessBuilder builder = new ProcessBuilder(command.arguments()).redirectErrorStream(true)
                    .directory(workspace.resolve(command.directory()).toFile());
            builder.environment().putAll(command.environment());
            builder.environment().merge("PATH", System.getProperty("java.home") + "/bin:", (path, jdk) -> jdk + path);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean[] late = {false};
            Thread watch = Thread.ofVirtual().start(() -> {
                try {
                    late[0] = !process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                    if (late[0]) { // by its handle: Process.destroyForcibly closes the output that is still being read
                        process.descendants().forEach(ProcessHandle::destroyForcibly);
                        process.toHandle().destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(output);
            }
            int code = process.waitFor();
            watch.join();
            return new Exit(late[0] ? -1 : code, late[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void kill() {}

    @Override
    public void close() {}

    @Override
    public String inside(Path host) {
        return inside.isEmpty() ? host.toString() : inside;
    }
}
