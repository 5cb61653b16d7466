package dev.telecoder.api;

/**
 * What went wrong, in the only terms the host needs: whether to try again, and whom to tell.
 *
 * @since 1.0
 */
public enum Failure {
    /** A setting is missing or wrong. Not retried; the operator is told which one. */
    CONFIGURATION,
    /** The other side rejected our credentials. Not retried; the operator is told. */
    AUTHENTICATION,
    /** The other side asked us to slow down. Retried after {@link PluginException#retryAfter()}. */
    RATE_LIMITED,
    /** A network or server fault that may pass. Retried with growing delays. */
    UNAVAILABLE,
    /** The request can never succeed as it is. Not retried; the caller is told why. */
    REJECTED,
    /** The prompt does not fit the model. The agent shortens the conversation and tries again. */
    CONTEXT_TOO_LONG,
    /** The call was cancelled. Neither retried nor reported. */
    CANCELLED
}
