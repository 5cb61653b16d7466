package dev.telecoder.api.http;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;

/**
 * An open WebSocket. Many threads may send.
 *
 * @since 1.0
 */
@HostProvided
public interface WebSocket extends AutoCloseable {

    /**
     * Sends a text message.
     *
     * @param text the message
     * @throws PluginException of kind {@code UNAVAILABLE} if the socket is closed
     */
    void send(String text);

    /** Closes the socket; the listener hears of it. */
    @Override
    void close();

    /** Told of what arrives on a socket. Implemented by plugins. */
    interface Listener {

        /**
         * A text message arrived.
         *
         * @param text the message
         */
        void onText(String text);

        /**
         * The socket is closed, by either side or by a fault; called once, last.
         *
         * @param code the close code; 1006 if the connection was lost
         * @param reason why, for the log
         */
        void onClosed(int code, String reason);
    }
}
