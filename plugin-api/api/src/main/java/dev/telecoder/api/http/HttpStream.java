package dev.telecoder.api.http;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose body is read as it arrives. For one thread at a time; {@link #close} may come from any.
 *
 * @since 1.0
 */
@HostProvided
public interface HttpStream extends AutoCloseable {

    /** {@return the status, such as 200} */
    int status();

    /**
     * Reads a header.
     *
     * @param name its name, in any case
     * @return its first value
     */
    Optional<String> header(String name);

    /**
     * Waits for the next line of the body, as UTF-8.
     *
     * @return the line without its end, or {@code null} when the body ended as it should
     * @throws PluginException of kind {@code UNAVAILABLE} if the connection was cut or fell silent, {@code CANCELLED} if
     *     the request's token said so
     */
    @Nullable String nextLine();

    /** {@return the rest of the body as text, up to the request's limit; for an answer that is no stream after all} */
    String rest();

    /** {@return whether the status is 2xx} */
    default boolean succeeded() {
        return status() / 100 == 2;
    }

    @Override
    void close();
}
