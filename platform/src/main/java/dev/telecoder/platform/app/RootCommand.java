package dev.telecoder.platform.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is printed where no command is named. */
@CommandLine.Command(name = "telecoder", synopsisSubcommandLabel = "COMMAND",
        description = "A coding companion that lives in your chats.",
        footer = {"", "TELECODER_HOME is where settings and data are (default ~/.telecoder)."})
final class RootCommand extends Command {

    @Spec private @Nullable CommandSpec spec;

    @Option(names = {"-V", "--version"}, description = "print the version") private boolean version;

    RootCommand(Io io) {
        super(io);
    }

    @Override
    public Integer call() {
        if (version) {
            return Main.run(new String[]{"--version"}, io);
        }
        if (spec != null) {
            io.tell(spec.commandLine().getUsageMessage());
        }
        return CommandFailure.USAGE;
    }
}
