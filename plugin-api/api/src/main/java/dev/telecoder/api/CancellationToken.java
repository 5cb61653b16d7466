package dev.telecoder.api;

/**
 * Tells a long-running call that its result is no longer wanted.
 *
 * <p>The host also interrupts the thread that made the call, so ordinary blocking I/O stops by
 * itself. Use the token where an interrupt does not reach: in a tight loop, or to close a socket
 * that another thread reads.
 *
 * @since 1.0
 */
@HostProvided
public interface CancellationToken {

    /** {@return whether the call was cancelled; once true, it stays true} */
    boolean isCancelled();

    /**
     * Stops the calling code if the call was cancelled.
     *
     * @throws PluginException of kind {@link Failure#CANCELLED} if it was
     */
    default void throwIfCancelled() {
        if (isCancelled()) {
            throw PluginException.of(Failure.CANCELLED, "The call was cancelled.");
        }
    }

    /**
     * Runs {@code action} when the call is cancelled, or at once if it already was. Closing the
     * registration forgets the action.
     *
     * @param action what to do; it must be quick and must not throw
     * @return the registration, to be closed when the call ends
     */
    Registration onCancel(Runnable action);

    /** A registered action; closing it twice does nothing. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
