package dev.telecoder.platform.app;

/** Ends a command with a sentence for the person and an exit code. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** It ran, and the answer is no. */
    static final int NO = 1;

    /** Wrong usage, an unknown object, a setting that cannot be read, no host where one is needed. */
    static final int USAGE = 2;

    private final int exit;

    private CommandFailure(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    static CommandFailure no(String message) {
        return new CommandFailure(NO, message);
    }

    static CommandFailure usage(String message) {
        return new CommandFailure(USAGE, message);
    }

    int exit() {
        return exit;
    }
}
