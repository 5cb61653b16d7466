package dev.telecoder.platform.sandbox;

/**
 * What went through a task's way out.
 *
 * @param connections how many connections were made
 * @param refused how many were refused
 * @param bytesOut what was sent
 * @param bytesIn what was received
 * @param modelRequests how often the model was asked
 */
public record Traffic(long connections, long refused, long bytesOut, long bytesIn, long modelRequests) {

    /** Nothing yet. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);
}
