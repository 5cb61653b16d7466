package dev.telecoder.example.nice;

import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import dev.telecoder.support.process.Ending;
import dev.telecoder.support.process.Launch;
import dev.telecoder.support.process.Mark;
import dev.telecoder.support.process.MarkedTree;
import dev.telecoder.support.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the commands of one sandbox. */
record NiceLaunch(Spec spec, Mark mark, Spawner spawner) implements Launch {

    static final Path NICE = Path.of("/usr/bin/nice");

    @Override
    public Process start(Command command, Map<String, String> environment) throws IOException {
        Path workspace = spec.workspace().toRealPath();
        Path directory = workspace.resolve(command.directory());
        if (!Files.isDirectory(directory) || !directory.toRealPath().startsWith(workspace)) {
            throw new IOException("the folder \"" + command.directory() + "\" is not in the workspace");
        }
        List<String> words = new ArrayList<>(List.of(NICE.toString(), "-n", "19", "--"));
        words.addAll(command.arguments());
        var builder = new ProcessBuilder(words).redirectErrorStream(true).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return spawner.start(builder);
    }

    @Override
    public Ending ending() {
        return new MarkedTree(mark);
    }

    @Override
    public String inside(Path host) {
        return host.toAbsolutePath().normalize().toString();
    }

    @Override
    public void free() {
        // Every command has ended its own tree; the folders are the host's.
    }
}
