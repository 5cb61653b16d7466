package dev.telecoder.api.channel;

/**
 * The ability to show that an answer is being written.
 *
 * @since 1.0
 */
public interface TypingIndicator {

    /**
     * Shows it for a few seconds, as long as the platform does; the host calls again while work goes on.
     *
     * @param address where
     */
    void typing(ChatAddress address);
}
