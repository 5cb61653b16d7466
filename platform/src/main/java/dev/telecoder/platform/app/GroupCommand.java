package dev.telecoder.platform.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A word that needs another one, such as {@code skills}. */
@CommandLine.Command(synopsisSubcommandLabel = "COMMAND")
final class GroupCommand extends Command {

    @Spec private @Nullable CommandSpec spec;

    GroupCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() {
        if (spec != null) {
            io.tell(spec.commandLine().getUsageMessage());
        }
        return CommandFailure.USAGE;
    }
}
