package dev.telecoder.support.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says whose a process, a directory or a control group is: which host made it, and for which sandbox. Written into
 * the environment variable {@value #VARIABLE} and into names, so that it is found again when the host is dead.
 *
 * @param pid the host's process id
 * @param start when that process began, since process ids come again
 * @param sandbox a name for the sandbox, different for each one this host makes: lower-case letters and digits
 */
public record Mark(long pid, long start, String sandbox) {

    /** The environment variable that carries the mark. */
    public static final String VARIABLE = "TELECODER_SANDBOX";

    private static final Pattern FORM = Pattern.compile("(\\d+)-(\\d+)-([a-z0-9]+)");

    /** How far the start may be off where the system tells no ticks. */
    private static final long TOLERANCE = 2000;

    /** Checks the name. */
    public Mark {
        if (!sandbox.matches("[a-z0-9]+")) {
            throw new IllegalArgumentException("A sandbox's name has lower-case letters and digits only: " + sandbox);
        }
    }

    /**
     * Makes a mark of this process.
     *
     * @param sandbox a name for the sandbox
     * @return the mark
     */
    public static Mark ofThisHost(String sandbox) {
        long pid = ProcessHandle.current().pid();
        return new Mark(pid, startOf(pid).orElse(0L), sandbox);
    }

    /**
     * Reads a mark.
     *
     * @param text as {@link #text()} gives it
     * @return the mark, if it is one
     */
    public static Optional<Mark> find(String text) {
        var match = FORM.matcher(text);
        if (!match.matches() || match.group(1).length() > 18 || match.group(2).length() > 18) {
            return Optional.empty();
        }
        return Optional.of(new Mark(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)), match.group(3)));
    }

    /** {@return the mark as one word of digits, lower-case letters and dashes} */
    public String text() {
        return pid + "-" + start + "-" + sandbox;
    }

    /** {@return whether the host that made this still runs} */
    public boolean hostIsAlive() {
        return startOf(pid).filter(now -> Math.abs(now - start) <= (ticks() ? 0 : TOLERANCE)).isPresent();
    }

    private static boolean ticks() {
        return Files.exists(Path.of("/proc/self/stat"));
    }

    private static Optional<Long> startOf(long pid) {
        if (!ticks()) {
            return ProcessHandle.of(pid).flatMap(p -> p.info().startInstant()).map(start -> start.toEpochMilli());
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // The name in parentheses may hold spaces and parentheses; field 22 is the 20th after the last one.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") || fields[0].equals("X") ? Optional.empty()
                    : Optional.of(Long.valueOf(fields[19]));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
