package dev.telecoder.platform.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command talks to: its streams and its environment.
 *
 * @param in what is typed or piped in
 * @param out the result, and nothing else
 * @param err everything else
 * @param environment the variables
 * @param typed whether a person types the input
 * @param seen whether a person sees the result as it is, and not a program
 */
record Io(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, boolean typed,
        boolean seen) {

    static Io system() {
        // Fully buffered and flushed by line: a batch prints many, and each must be whole.
        return new Io(System.in, stream(FileDescriptor.out), stream(FileDescriptor.err), System.getenv(), terminal(0),
                terminal(1));
    }

    Home home() {
        return Home.of(environment);
    }

    boolean colours() {
        return seen && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Prints one line of the result, whole also if several threads print, and at once. */
    void line(String text) {
        synchronized (out) {
            out.print(text + "\n");
            out.flush();
        }
    }

    /** Tells something that is not the result. */
    void tell(String text) {
        synchronized (err) {
            err.print(text + "\n");
            err.flush();
        }
    }

    /** Says what went wrong with a file; some exceptions of the JDK only name it. */
    static String describe(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException none -> none.getFile() + " does not exist.";
            case java.nio.file.AccessDeniedException denied -> denied.getFile() + " may not be read or written by you.";
            case java.nio.file.FileSystemException file -> file.getFile() + " cannot be used"
                    + (file.getReason() == null ? "." : ": " + file.getReason() + ".");
            default -> String.valueOf(e.getMessage());
        };
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        OutputStream bytes = new FileOutputStream(descriptor);
        return new PrintStream(new java.io.BufferedOutputStream(bytes, 8_192), false, StandardCharsets.UTF_8);
    }

    /** The JDK only tells of input and output together; what each is can be read from where its descriptor points. */
    private static boolean terminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }
}
