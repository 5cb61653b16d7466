package dev.telecoder.api.http;

import dev.telecoder.api.HostProvided;
import dev.telecoder.api.PluginException;

/**
 * The host's HTTP client. It sees to proxies, time limits, redaction in logs and errors, and the rules on addresses. Calls
 * block; many threads may call at once. It does not retry: that is up to who called the plugin.
 *
 * @since 1.0
 */
@HostProvided
public interface Http {

    /**
     * Sends a request and reads the whole answer.
     *
     * @param request what to send
     * @return the answer, whatever its status
     * @throws PluginException of kind {@code UNAVAILABLE} if there was no answer, {@code CANCELLED} if the request's token
     *     said so, {@code REJECTED} if the address may not be called or the answer is larger than the request allows
     */
    HttpResponse send(HttpRequest request);

    /**
     * Sends a request and gives the answer's body as it arrives.
     *
     * @param request what to send
     * @return the answer, whatever its status; to be closed
     * @throws PluginException as for {@link #send}
     */
    HttpStream stream(HttpRequest request);

    /**
     * Opens a WebSocket. The host pings it every half minute, and ends it as lost, with code 1006, where nothing answers
     * until the next ping; a plugin need not watch for silence itself, except for the time a machine was asleep.
     *
     * @param request the address (http, https, ws or wss) and headers
     * @param listener told of what arrives, on a thread of the host, one call at a time
     * @return the open socket
     * @throws PluginException as for {@link #send}
     */
    WebSocket connect(HttpRequest request, WebSocket.Listener listener);
}
