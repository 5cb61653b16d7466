package dev.telecoder.api.channel;

import dev.telecoder.api.PluginException;

/**
 * The ability to send a file, used for logs and patches.
 *
 * @since 1.0
 */
public interface FileSender {

    /**
     * Sends a file.
     *
     * @param address where to
     * @param file the file
     * @return a receipt naming the message the platform made of it
     * @throws dev.telecoder.api.PluginException if it was not delivered
     */
    Channel.Receipt sendFile(ChatAddress address, Attachment file);
}
