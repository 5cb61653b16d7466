package dev.telecoder.api.http;

import dev.telecoder.api.HostProvided;
import java.util.Optional;

/**
 * An answer, whole.
 *
 * @since 1.0
 */
@HostProvided
public interface HttpResponse {

    /** {@return the status, such as 200} */
    int status();

    /**
     * Reads a header.
     *
     * @param name its name, in any case
     * @return its first value
     */
    Optional<String> header(String name);

    /** {@return a copy of the body} */
    byte[] body();

    /** {@return the body as text, in the charset the answer names, else UTF-8} */
    String text();

    /** {@return whether the status is 2xx} */
    default boolean succeeded() {
        return status() / 100 == 2;
    }
}
