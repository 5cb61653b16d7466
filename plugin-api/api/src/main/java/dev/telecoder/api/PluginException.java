package dev.telecoder.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception a plugin throws on purpose. Any other exception counts as a bug in the plugin:
 * it is logged with its stack trace and never retried.
 *
 * <p>Write the message for the person who must act on it. Say what happened, what was expected, and
 * what to do, and name the setting or the resource:
 *
 * <pre>{@code
 * throw PluginException.of(Failure.AUTHENTICATION,
 *     "Telegram refused the bot token (401). Check channels.telegram.bot_token in config.yaml.");
 * }</pre>
 *
 * <p>Never put a secret, a token or a full request body into a message.
 *
 * @since 1.0
 */
public final class PluginException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Decides what the host does next. */
    private final Failure failure;

    /** How long to wait, where the other side said so. */
    private final @Nullable Duration retryAfter;

    private PluginException(Failure failure, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.failure = Objects.requireNonNull(failure, "failure");
        this.retryAfter = retryAfter;
    }

    /**
     * Creates an exception without a cause.
     *
     * @param failure what kind of failure it is
     * @param message what happened and what to do about it
     * @return the exception, to be thrown
     */
    public static PluginException of(Failure failure, String message) {
        return new PluginException(failure, message, null, null);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param failure what kind of failure it is
     * @param message what happened and what to do about it
     * @param cause what led to it
     * @return the exception, to be thrown
     */
    public static PluginException of(Failure failure, String message, Throwable cause) {
        return new PluginException(failure, message, cause, null);
    }

    /**
     * Creates a {@link Failure#RATE_LIMITED} exception.
     *
     * @param retryAfter how long the other side asked us to wait
     * @param message what was limited
     * @return the exception, to be thrown
     */
    public static PluginException rateLimited(Duration retryAfter, String message) {
        return new PluginException(Failure.RATE_LIMITED, message, null, retryAfter);
    }

    /** {@return what kind of failure this is} */
    public Failure failure() {
        return failure;
    }

    /** {@return how long to wait before trying again, if the other side said so} */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
