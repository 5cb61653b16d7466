package dev.telecoder.platform.app;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.Nearest;
import dev.telecoder.platform.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * The command line. It says what a command is called with; each command is a class of its own.
 *
 * <p>Exit codes: 0 done; 1 it ran and the answer is no; 2 wrong usage, an unknown object, no host where one is needed, or
 * something that should not have happened.
 */
public final class Main {

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param arguments the command and what it is called with
     */
    public static void main(String[] arguments) {
        int exit = run(arguments, Io.system());
        // A thread that somebody forgot must not keep a command alive.
        Runtime.getRuntime().exit(exit);
    }

    static int run(String[] arguments, Io io) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (first.equals("--version") || first.equals("-V")) {
            boolean json = Arrays.asList(arguments).contains("--json");
            io.line(json ? JsonValue.object().put("version", Version.text()).build().toString()
                    : "telecoder " + Version.text());
            return 0;
        }
        if (!io.environment().getOrDefault("TELECODER_RUN", "").isBlank()) {
            io.tell("telecoder: a skill started this process (TELECODER_RUN is set), and skills may not command TeleCoder.");
            return CommandFailure.USAGE;
        }
        if (!first.isEmpty() && !first.startsWith("-") && !CommandTree.NAMES.contains(first)) {
            io.tell("telecoder: there is no command '" + first + "'." + near(first, CommandTree.NAMES)
                    + " `telecoder --help` lists them.");
            return CommandFailure.USAGE;
        }
        LogSetup.quietly(io.home());
        if (arguments.length == 1 && CommandTree.BARE.contains(first)) {
            // Nothing to read or to check. picocli's classes are older than what a class-data archive holds, and loading
            // and checking them anew takes a tenth of a start.
            return bare(io, first);
        }
        // Only what is called is built: each command costs milliseconds that a script pays for each call.
        CommandLine line = CommandTree.of(io, first);
        // "--input @FILE" and "-m @someone" are ours to read; picocli would put the file's words in their place.
        line.setExpandAtFiles(false);
        line.setOut(new PrintWriter(io.out(), true));
        line.setErr(new PrintWriter(io.err(), true));
        line.setColorScheme(Help.defaultColorScheme(io.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setUsageHelpWidth(100);
        // @FILE is the input of a skill here, not more arguments.
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, given) -> misused(io, e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(io, e));
        return line.execute(arguments);
    }

    private static int bare(Io io, String name) {
        try {
            return CommandTree.bare(io, name).call();
        } catch (Exception e) {
            return failed(io, e);
        }
    }

    private static int misused(Io io, CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        String near = "";
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            List<String> known = new ArrayList<>(command.getSubcommands().keySet());
            command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
            near = near(word, known);
        }
        String message = e.getMessage().strip();
        io.tell("telecoder: " + message + (message.endsWith(".") ? "" : ".") + near + " `"
                + command.getCommandSpec().qualifiedName() + " --help` shows how to call it.");
        return CommandFailure.USAGE;
    }

    private static String near(String word, Collection<String> known) {
        String nearest = Nearest.to(word, known);
        return nearest == null ? "" : " Did you mean '" + nearest + "'?";
    }

    private static int failed(Io io, Exception e) {
        switch (e) {
            case CommandFailure failure -> {
                io.tell("telecoder: " + failure.getMessage());
                return failure.exit();
            }
            case PluginException failure -> {
                io.tell("telecoder: " + failure.getMessage());
                return failure.failure() == Failure.CONFIGURATION ? CommandFailure.USAGE : CommandFailure.NO;
            }
            case StoreException failure -> {
                io.tell("telecoder: " + failure.getMessage());
                return CommandFailure.USAGE;
            }
            case UncheckedIOException failure -> {
                io.tell("telecoder: " + failure.getMessage());
                return CommandFailure.USAGE;
            }
            case IOException failure -> {
                io.tell("telecoder: " + Io.describe(failure));
                return CommandFailure.USAGE;
            }
            default -> {
                LoggerFactory.getLogger(Main.class).error("A command failed", e);
                io.tell("telecoder: something happened that should not (" + e.getClass().getSimpleName()
                        + "). What exactly stands in " + io.home().logs().resolve(LogSetup.FILE) + ".");
                return CommandFailure.USAGE;
            }
        }
    }
}
