package dev.telecoder.platform.plugin;

/** A call into a plugin did not return in time. */
final class Overdue extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Overdue(String message) {
        super(message, null, false, false);
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
