package dev.telecoder.api.channel;

import dev.telecoder.api.PluginException;

/**
 * The ability to put an emoji to a message, used to acknowledge one.
 *
 * @since 1.0
 */
public interface Reactor {

    /**
     * Adds a reaction.
     *
     * @param address where the message is
     * @param messageId the platform's id of it
     * @param emoji a single emoji
     * @throws dev.telecoder.api.PluginException if the platform refused
     */
    void react(ChatAddress address, String messageId, String emoji);
}
