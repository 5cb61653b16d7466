package dev.telecoder.api.channel;

/**
 * The ability to tell one person something that others in the chat do not see, such as that a button was pressed too late.
 *
 * @since 1.0
 */
public interface PrivateNotice {

    /**
     * Tells it.
     *
     * @param message the message or press that gave the occasion; its sender is told
     * @param text one sentence
     */
    void tell(InboundMessage message, String text);
}
