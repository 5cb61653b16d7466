package dev.telecoder.platform.plugin;

/** A plugin was not installed, removed or checked, and nothing was changed. The message is advice for the person who asked. */
public final class InstallRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why. */
    public enum Kind {
        /** There is no such plugin. */
        UNKNOWN,
        /** The wish itself is wrong: no such file, no address, a checksum that is none. */
        INVALID,
        /** The answer is no: a wrong checksum, an older version, a file that is no plugin or does not fit this host. */
        CONFLICT,
        /** The file is larger than a plugin may be. */
        TOO_LARGE,
        /** The file could not be fetched; later it may be. */
        UNAVAILABLE
    }

    InstallRefused(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** {@return why} */
    public Kind kind() {
        return kind;
    }
}
