package dev.telecoder.platform.plugin;

import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.Json;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a {@link PluginHost} is made of.
 *
 * @param bundled the folder with the plugins that came with TeleCoder; it need not exist
 * @param user the folder with the plugins the user added; it need not exist
 * @param data the folder in which each plugin gets a directory of its own
 * @param config the settings as they are now
 * @param http makes the HTTP client of an extension
 * @param json the host's JSON
 * @param clock the clock
 * @param services what an extension may ask for in its constructor beside its context, by interface
 * @param database where it is kept which plugins are switched off
 * @param apiVersion the version of the plugin API, such as {@link ApiVersion#current()}
 */
public record PluginParts(
        Path bundled,
        Path user,
        Path data,
        Supplier<Config> config,
        HttpMaker http,
        Json json,
        Clock clock,
        Map<Class<?>, Object> services,
        Database database,
        String apiVersion) {

    /** Copies the services, and checks that each is what it is offered as. */
    public PluginParts {
        services = Map.copyOf(services);
        services.forEach((type, service) -> type.cast(service));
    }

    /** Makes the HTTP client of an extension. */
    @FunctionalInterface
    public interface HttpMaker {

        /**
         * Makes a client.
         *
         * @param plugin the id of the plugin
         * @param addresses the web addresses that the extension's section of config.yaml names
         * @return a client that may call them, in private networks too
         */
        Http http(String plugin, Set<String> addresses);
    }
}
