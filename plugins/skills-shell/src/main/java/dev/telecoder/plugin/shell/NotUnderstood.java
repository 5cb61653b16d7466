package dev.telecoder.plugin.shell;

/** Thrown for a script that the parser does not understand; a person is asked about such a one. */
final class NotUnderstood extends Exception {

    private static final long serialVersionUID = 1L;

    NotUnderstood(String message) {
        super(message);
    }
}
