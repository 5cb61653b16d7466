package dev.telecoder.platform.app;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.CodeHosts;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.http.AddressRules;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.plugin.ApiVersion;
import dev.telecoder.platform.plugin.PluginHost;
import dev.telecoder.platform.plugin.PluginParts;
import dev.telecoder.platform.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The plugins of a home without a host: all defaults hold, and what they would keep goes into a folder of temporary files. For
 * commands that must work whatever state config.yaml and the database are in, and that must change nothing.
 */
final class PluginBench implements AutoCloseable {

    private final Path folder;
    private final Database database;
    private final HostHttp http;
    private final PluginHost plugins;

    private PluginBench(Path folder, Database database, HostHttp http, PluginHost plugins) {
        this.folder = folder;
        this.database = database;
        this.http = http;
        this.plugins = plugins;
    }

    /** Loads the plugins. */
    static PluginBench open(Home home, Map<String, String> environment) throws IOException {
        Path folder = Files.createTempDirectory("telecoder-");
        Database database = Database.open(folder.resolve("plugins.db"), folder);
        HostHttp http = new HostHttp(environment);
        Signals nobody = signal -> false;
        Config config = Config.defaults();
        PluginHost plugins = new PluginHost(new PluginParts(Host.bundled(), home.plugins(), folder.resolve("data"),
                () -> config, (plugin, addresses) -> http.allowing(AddressRules.allowing(addresses)), new HostJson(),
                Clock.systemUTC(), Map.of(Signals.class, nobody, CodeHosts.class, (CodeHosts) id -> Optional.empty()),
                database, ApiVersion.current()));
        PluginBench bench = new PluginBench(folder, database, http, plugins);
        try {
            plugins.load();
        } catch (PluginException e) {
            bench.close();
            throw e;
        }
        return bench;
    }

    PluginHost plugins() {
        return plugins;
    }

    @Override
    public void close() {
        plugins.close();
        http.close();
        database.close();
        Folders.delete(folder);
    }
}
