package dev.telecoder.api.channel;

import dev.telecoder.api.PluginException;

/**
 * The ability to change a message that was already sent, used for the one progress message of a long
 * task and for the outcome of a question.
 *
 * @since 1.0
 */
public interface MessageEditor {

    /**
     * Replaces the text of a message.
     *
     * @param messageId the id from its {@link Channel.Receipt}
     * @param replacement the message as it should now read
     * @throws dev.telecoder.api.PluginException if the platform refused
     */
    void edit(String messageId, OutboundMessage replacement);
}
