package dev.telecoder.checks.leak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebApp;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CodeHosts;
import dev.telecoder.api.signal.Signals;
import dev.telecoder.checks.Distribution;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigFile;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.http.AddressRules;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.plugin.ApiVersion;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.plugin.PluginHost;
import dev.telecoder.platform.plugin.PluginParts;
import dev.telecoder.platform.plugin.PluginReport;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.FakePlatforms;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.ExtensionPoint;

/** A hundred times: each bundled plugin is loaded, configured, used once and unloaded, and nothing of it is left. */
class PluginLeakIT {

    private static final int CYCLES = Integer.getInteger("leak.cycles", 100);
    /** After these, what is made once for the whole process has been made. */
    private static final int WARM_UP = 5;

    @TempDir Path home;

    private final LoopbackServer model = LoopbackServer.start();
    private final FakePlatforms platforms = FakePlatforms.start();
    private HostHttp http;
    private Database database;
    private PluginHost host;

    @BeforeEach
    void open() {
        model.answer(FakeModel::answer);
        JsonValue.ObjectBuilder channels = JsonValue.object().put("owning",
                JsonValue.object().put("api_url", model.url().toString()).build());
        platforms.settings().members().forEach(channels::put);
        Config config = ConfigFile.parse("""
                llm:
                  {provider: openai, model: m, api_key: key-for-the-test, base_url: "%1$s", fallbacks: [
                  {provider: anthropic, model: m, api_key: key-for-the-test, base_url: "%1$s"},
                  {provider: deepseek, model: m, api_key: key-for-the-test, base_url: "%1$s"},
                  {provider: gemini, model: m, api_key: key-for-the-test, base_url: "%1$s"},
                  {provider: ollama, model: m, base_url: "%1$s"}]}
                github: {token: t, webhook_secret: s, api_url: "%1$s"}
                gitlab: {token: t, webhook_secret: s, api_url: "%1$s"}
                buildkite: {token: t, org: o, webhook_secret: s, api_url: "%1$s"}
                alerts: {sentry: {secret: s}, pagerduty: {secret: s}, datadog: {secret: s}}
                sandbox: {runtime: process}
                channels: %2$s
                """.formatted(model.url(), channels.build()), Map.of());
        http = new HostHttp(Map.of());
        database = Database.open(home.resolve("test.db"), home.resolve("backups"));
        Signals signals = signal -> true;
        host = new PluginHost(new PluginParts(home.resolve("bundled"), home.resolve("plugins"), home.resolve("data"),
                () -> config, (plugin, addresses) -> http.allowing(AddressRules.allowing(addresses)), new HostJson(),
                Clock.systemUTC(), Map.of(Signals.class, signals, CodeHosts.class, (CodeHosts) id -> Optional.empty()),
                database, ApiVersion.current()));
    }

    @AfterEach
    void close() {
        host.close();
        database.close();
        http.close();
        platforms.close();
        model.close();
    }

    static Stream<Path> plugins() {
        String only = System.getProperty("leak.plugin", ""); // to look for the leak of one
        return Distribution.plugins().filter(jar -> jar.getFileName().toString().contains(only));
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void leavesNothingBehind(Path jar) throws Exception {
        var use = new Use(home);
        Path plugin = Files.copy(jar, Files.createDirectories(home.resolve("plugins")).resolve(jar.getFileName()));

        cyclesLeaveNothing(() -> cycle(plugin, use::each), thread -> true);
    }

    private void cyclesLeaveNothing(Runnable cycle, Predicate<String> threads) {
        for (int i = 0; i < WARM_UP; i++) {
            cycle.run();
        }
        Traces before = Traces.now();
        for (int i = 0; i < CYCLES; i++) {
            cycle.run();
        }

        assertThat(ClassLoaders.left()).as("class loaders left of " + (WARM_UP + CYCLES)).isZero();
        Traces after = settled(before, threads);
        assertThat(Traces.added(before.threads(), after.threads())).filteredOn(threads).as("threads left").isEmpty();
        assertThat(Traces.added(before.temporary(), after.temporary())).as("temporary files left").isEmpty();
        assertThat(Traces.added(before.children(), after.children())).as("processes left").isEmpty();
        assertThat(after.descriptors()).as("open files").isLessThan(before.descriptors() + CYCLES / 4);
    }

    /** The same with a plugin that has all that is easily left: a thread, a pool and a stream that is never read to its end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesNothingOfAPluginThatOwnsThreadsAndAStream(boolean tidy) throws Exception {
        model.answer(Reply.events("data: 1\n\n".repeat(10)).silentInTheMiddle());
        Path jar = OwningPlugin.jar(Files.createDirectories(home.resolve("plugins")), tidy);

        cyclesLeaveNothing(() -> cycle(jar, all -> assertThat(((WebApp) all.getFirst()).resource("")).isPresent()),
                thread -> tidy || !thread.startsWith("pool-"));
    }

    private void cycle(Path jar, Consumer<List<?>> use) {
        PluginReport report = host.load(jar);
        assertThat(report.state()).as(report.reason()).isEqualTo(PluginReport.State.STARTED);
        var extensions = host.of(ExtensionPoint.class);
        assertThat(extensions).isNotEmpty();
        use.accept(extensions.stream().map(Extensions.Extension::instance).toList());
        assertThat(ClassLoaders.alive()).as("class loaders while it is loaded").isPositive();
        host.unload(report.id());
        assertThat(host.reports()).isEmpty();
    }

    /** Threads and processes that are about to end get a moment to. */
    private static Traces settled(Traces before, Predicate<String> threads) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        Traces after = Traces.now();
        while (Instant.now().isBefore(deadline)
                && !(Traces.added(before.threads(), after.threads()).stream().noneMatch(threads)
                        && Traces.added(before.children(), after.children()).isEmpty())) {
            Thread.onSpinWait();
            after = Traces.now();
        }
        return after;
    }
}
