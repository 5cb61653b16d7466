package dev.telecoder.support.process;

import dev.telecoder.api.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** How a runtime starts the commands of one sandbox, and what it frees in the end. Many threads may call it. */
public interface Launch {

    /**
     * Starts a command, with standard error merged into standard output.
     *
     * @param command what to run
     * @param environment all its variables
     * @return the process
     * @throws IOException if it could not be started; the message is shown as the command's output
     */
    Process start(Sandbox.Command command, Map<String, String> environment) throws IOException;

    /** {@return how to end a process that {@link #start} gave} */
    Ending ending();

    /**
     * Translates a path.
     *
     * @param host a path of the host
     * @return the same as seen inside
     */
    String inside(Path host);

    /** Frees what the sandbox holds; nothing of it runs any more. Called once. */
    void free();
}
