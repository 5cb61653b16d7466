package dev.telecoder.platform.plugin;

import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.store.Database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A plugin host on a folder of its own, with all that it needs. */
final class Bench implements AutoCloseable {

    final Path bundled;
    final Path user;
    final Path home;
    final Database database;
    final HostHttp http = new HostHttp(Map.of());
    final Signals signals = signal -> true;
    Config config = Config.defaults();
    PluginHost host;

    private final Limits limits;

    Bench(Path home) {
        this(home, Limits.USUAL);
    }

    Bench(Path home, Limits limits) {
        this.home = home;
        this.limits = limits;
        bundled = home.resolve("bundled");
        user = home.resolve("plugins");
        database = Database.open(home.resolve("test.db"), home.resolve("backups"));
        host = newHost();
    }

    PluginHost newHost() {
        return new PluginHost(parts(), limits);
    }

    PluginParts parts() {
        return new PluginParts(bundled, user, home.resolve("data"), () -> config,
                (plugin, addresses) -> http, new HostJson(), Clock.systemUTC(), Map.of(Signals.class, signals),
                database, "1.0.0");
    }

    Installer installer() {
        return new Installer(host, parts(), http);
    }

    /** Waits for what a folder watch or another thread brings about. */
    static void until(String what, BooleanSupplier there) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come about: " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    PluginReport.State stateOf(String plugin) {
        return host.report(plugin).map(PluginReport::state).orElse(null);
    }

    WebApp app(String plugin) {
        return host.of(WebApp.class).stream().filter(extension -> extension.plugin().equals(plugin)).findFirst()
                .orElseThrow().instance();
    }

    Bench configured(String yaml) {
        config = ConfigFile.parse(yaml, Map.of());
        return this;
    }

    /** Loads everything beside a good plugin, which is asked afterwards. */
    PluginReport loadBeside(TestJar jar) {
        Path path = jar.into(user);
        return loadBeside(path);
    }

    PluginReport loadBeside(Path path) {
        try {
            Files.createDirectories(bundled);
            Files.write(bundled.resolve("good.jar"), Good.JAR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        host.load();
        if (!answerOf("good").equals("good 1.0.0")) {
            throw new AssertionError("The good plugin is disturbed: " + host.reports());
        }
        return reportOf(path);
    }

    PluginReport reportOf(Path path) {
        return host.reports().stream()
                .filter(report -> report.jar().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is in no report: " + host.reports()));
    }

    String answerOf(String plugin) {
        return host.of(WebApp.class).stream()
                .filter(extension -> extension.plugin().equals(plugin))
                .findFirst()
                .map(extension -> text(extension.instance()))
                .orElse("");
    }

    static String text(WebApp app) {
        return new String(app.resource("/").orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    /** The good plugin, compiled once. */
    private static final class Good {

        static final byte[] JAR = jar();

        private static byte[] jar() {
            try {
                return TestJar.good("good", "1.0.0").bytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        host.close();
        database.close();
    }
}
