package dev.telecoder.platform.plugin;

/**
 * The wish to install a plugin.
 *
 * @param source the path of a file on this machine, or an http or https address
 * @param sha256 the checksum the file must have, in hexadecimal; empty where none was given
 * @param force whether an older version may replace a newer one
 * @param insecure whether a download without any checksum is taken
 */
public record InstallRequest(String source, String sha256, boolean force, boolean insecure) {

    /** How large a plugin's file may be. */
    public static final long MAX_BYTES = 200L << 20;
}
