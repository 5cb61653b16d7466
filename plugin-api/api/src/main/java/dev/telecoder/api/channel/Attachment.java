package dev.telecoder.api.channel;

import java.util.Objects;

/**
 * A file that came with a message or goes with one.
 *
 * @param name its name, without a folder
 * @param mediaType its type, by its content rather than its name
 * @param bytes its content
 * @since 1.0
 */
public record Attachment(String name, String mediaType, byte[] bytes) {

    /** Checks that all parts are there. */
    public Attachment {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mediaType, "mediaType");
        Objects.requireNonNull(bytes, "bytes");
    }
}
