package dev.telecoder.plugins.sandbox.process;

import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime.Spec;
import dev.telecoder.support.process.Ending;
import dev.telecoder.support.process.Launch;
import dev.telecoder.support.process.LimitedCommand;
import dev.telecoder.support.process.Mark;
import dev.telecoder.support.process.MarkedTree;
import dev.telecoder.support.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the commands of one sandbox as plain processes, each in a session of its own where the system can. */
final class PlainLaunch implements Launch {

    private final Spec spec;
    private final Mark mark;
    private final Spawner spawner;
    private final Path setsid;

    PlainLaunch(Spec spec, Mark mark, Spawner spawner, Path setsid) {
        this.spec = spec;
        this.mark = mark;
        this.spawner = spawner;
        this.setsid = setsid;
    }

    @Override
    public Process start(Command command, Map<String, String> environment) throws IOException {
        Path workspace = spec.workspace().toRealPath();
        Path directory = workspace.resolve(command.directory());
        if (!Files.isDirectory(directory) || !directory.toRealPath().startsWith(workspace)) {
            throw new IOException("the folder \"" + command.directory() + "\" is not in the workspace");
        }
        Files.createDirectories(spec.scratch().resolve(".home"));
        Files.createDirectories(spec.scratch().resolve(".tmp"));
        var all = new ArrayList<String>();
        if (Files.isExecutable(setsid)) {
            all.addAll(List.of(setsid.toString(), "--"));
        }
        // No limit on processes here: the system counts all of this user's together, those of the host too.
        all.addAll(LimitedCommand.of(command.arguments(), spec.diskBytes(), 0));
        var builder = new ProcessBuilder(all).redirectErrorStream(true).directory(directory.toFile());
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
