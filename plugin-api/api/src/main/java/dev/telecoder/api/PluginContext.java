package dev.telecoder.api;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What the host gives to an extension. Ask for it in the constructor:
 *
 * <pre>{@code
 * @Extension
 * @Configured("channels.telegram")
 * public final class TelegramChannel implements Channel {
 *
 *     public TelegramChannel(PluginContext context) {
 *         this.config = context.config(TelegramConfig.class);
 *     }
 * }
 * }</pre>
 *
 * <p>An extension that owns something which does not end by itself, such as a thread or a pool, implements
 * {@link AutoCloseable}. The host closes it once, when its plugin is replaced, removed or the host ends, after its last call
 * has returned or was interrupted. Streams and sockets opened through {@link #http()} are closed by the host.
 *
 * @since 1.0
 */
@HostProvided
public interface PluginContext {

    /** {@return the id of the plugin this extension came from} */
    String pluginId();

    /**
     * Binds the {@link Configured} section of config.yaml to a record: {@code bot_token} becomes the
     * component {@code botToken}; a missing key becomes {@code null} or an empty {@code Optional}. The
     * record's compact constructor checks the values and sets what is left out. All problems are
     * reported together, each with its full path; an unknown key is only a warning.
     *
     * @param type a record type
     * @param <C> the record type
     * @return the bound configuration
     * @throws PluginException of kind {@link Failure#CONFIGURATION} if the section does not fit
     */
    <C extends Record> C config(Class<C> type);

    /** {@return the host's HTTP client, which sees to proxies, timeouts, {@code Retry-After}, redaction and address rules} */
    Http http();

    /** {@return the host's JSON: text to a small tree and back, and both to records} */
    Json json();

    /** {@return a directory of the plugin's own, which the host keeps across restarts} */
    Path dataDirectory();

    /** {@return the clock to read time from; tests supply their own} */
    Clock clock();
}
