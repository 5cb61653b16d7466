package dev.telecoder.support.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts a shell before a command that sets limits and then becomes the command. The shell also gives the usual answer
 * to a program that is missing: exit code 127 and a line that says so.
 */
public final class LimitedCommand {

    /**
     * A hard limit that is lower already stays; that is no reason not to run. Bash calls the number of processes
     * {@code -u}, where the small shells call it {@code -p}.
     */
    private static final String SCRIPT = """
            ulimit -c 0
            ulimit -f "$1" 2>/dev/null || :
            ulimit -n "$2" 2>/dev/null || :
            if [ "$3" -gt 0 ]; then
              case "${BASH_VERSION:-}" in
                ?*) ulimit -u "$3" 2>/dev/null || : ;;
                *) ulimit -p "$3" 2>/dev/null || : ;;
              esac
            fi
            shift 3
            exec "$@"
            """;

    private static final int OPEN_FILES = 8192;
    private static final int BLOCK = 512;

    private LimitedCommand() {}

    /**
     * Writes the command.
     *
     * @param command the program and its arguments
     * @param fileBytes the largest file it may write
     * @param processes the most processes of its user; 0 for no limit
     * @return the command with limits
     */
    public static List<String> of(List<String> command, long fileBytes, int processes) {
        var all = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "telecoder", Long.toString(fileBytes / BLOCK + 1),
                Integer.toString(OPEN_FILES), Integer.toString(processes)));
        all.addAll(command);
        return all;
    }
}
