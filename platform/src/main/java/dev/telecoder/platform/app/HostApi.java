package dev.telecoder.platform.app;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigEditor;
import dev.telecoder.platform.config.ConfigSchema;
import dev.telecoder.platform.config.ConfigShow;
import dev.telecoder.platform.config.FolderWatch;
import dev.telecoder.platform.gateway.Channels;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.plugin.InstallRequest;
import dev.telecoder.platform.plugin.PluginReport;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.sandbox.SandboxStatus;
import dev.telecoder.platform.skill.Workplace;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.platform.web.HostView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the API learns of the host. */
final class HostApi implements HostView {

    private final Host host;
    private final Runnable shutdown;
    private final Instant startedAt;
    private volatile String url = "";

    HostApi(Host host, Runnable shutdown) {
        this.host = host;
        this.shutdown = shutdown;
        this.startedAt = host.clock().instant();
    }

    /** Says where the API is served, once that is known. */
    void servedAt(String address) {
        this.url = address;
    }

    @Override
    public String version() {
        return Version.text();
    }

    @Override
    public List<Part> readyParts() {
        List<Part> parts = new ArrayList<>();
        parts.add(store());
        parts.add(new Part("agent", host.started() ? "up" : "down", host.started() ? "" : "starting", startedAt));
        parts.add(plugins(host.plugins().reports()));
        Optional<ModelRouter.Selected> model = host.models().selected();
        parts.add(new Part("model", model.isPresent() ? "up" : "off",
                model.map(one -> one.provider() + " " + one.model() + " (" + one.why() + ")")
                        .orElse("no model is set up"),
                startedAt));
        SandboxStatus sandbox = host.sandboxes().status();
        parts.add(new Part("sandbox", sandbox.available() ? "up" : "off",
                sandbox.available() ? sandbox.runtime() : sandbox.detail(),
                startedAt));
        boolean monitors = host.monitors().list().stream().anyMatch(one -> !one.get("state").text().equals("off"));
        parts.add(new Part("heartbeat", monitors ? "up" : "off", monitors ? "" : "no repository is watched",
                startedAt));
        for (Channels.Status channel : host.channels().statuses()) {
            parts.add(new Part("channel:" + channel.id(), channel.state(), channel.detail(), channel.since()));
        }
        return parts;
    }

    @Override
    public JsonValue status() {
        return new HostStatus(host).json(url,
                readyParts().stream().limit(3).allMatch(part -> part.state().equals("up")));
    }

    @Override
    public List<JsonValue> plugins() {
        return host.plugins().reports().stream().map(PluginReport::toJson).toList();
    }

    @Override
    public boolean enablePlugin(String id, boolean enabled) {
        if (host.plugins().report(id).isEmpty()) {
            return false;
        }
        if (enabled) {
            host.plugins().enable(id);
        } else {
            host.plugins().disable(id);
        }
        return true;
    }

    @Override
    public Optional<JsonValue> plugin(String id) {
        return host.installer().info(id);
    }

    @Override
    public JsonValue installPlugin(InstallRequest wanted) {
        return host.installer().install(wanted).toJson();
    }

    @Override
    public void removePlugin(String id) {
        host.installer().remove(id);
    }

    @Override
    public JsonValue verifyPlugin(String id) {
        return host.installer().verify(id).toJson();
    }

    @Override
    public List<JsonValue> monitors() {
        return host.monitors().list();
    }

    @Override
    public List<JsonValue> incidents() {
        return host.incidents().list();
    }

    @Override
    public Optional<String> act(String number, String action, Person person) {
        return number.matches("\\d{1,15}") ? new IncidentActions(host).press(Long.parseLong(number), action, person)
                : Optional.empty();
    }

    @Override
    public List<JsonValue> jobs() {
        return host.jobs().list();
    }

    @Override
    public List<JsonValue> jobRuns(@Nullable String job, int limit) {
        return host.jobs().runs(job, limit);
    }

    @Override
    public Optional<Instant> runJob(String job, String text) {
        return host.jobs().run(job, text);
    }

    @Override
    public List<JsonValue> repos() {
        return host.repos().configured().stream().map(HostApi::json).toList();
    }

    @Override
    public Optional<JsonValue> settings(String section) {
        var uses = host.plugins().sectionUses();
        return ConfigSchema.section(section, uses).map(schema -> JsonValue.object().put("path", section)
                .put("schema", schema)
                .put("values", ConfigShow.of(host.config(), uses).stream().filter(one -> one.within(section))
                        .map(ConfigShow::toJson).toList())
                .build());
    }

    @Override
    public List<String> sectionsOf(String plugin) {
        return host.plugins().sectionsOf(plugin);
    }

    @Override
    public ConfigEditor.Edited changeSettings(List<ConfigEditor.Edit> edits) {
        return new ConfigEditor(host.config()).apply(edits, host.plugins().sectionUses());
    }

    @Override
    public Optional<Path> logFile() {
        return Optional.of(host.home().logs().resolve(LogSetup.FILE));
    }

    @Override
    public FolderWatch.Registration onLog(Runnable grown) {
        FolderWatch watch = host.watch();
        return watch == null ? () -> {} : watch.on(host.home().logs(), grown);
    }

    @Override
    public List<JsonValue> usage(@Nullable String person) {
        return new HostUsage(host.ledger(), host.clock()).periods(person);
    }

    @Override
    public CompletableFuture<Boolean> stop(String conversation) {
        return host.controls().stop(conversation);
    }

    @Override
    public void ended(String conversation) {
        host.controls().ended(conversation);
    }

    @Override
    public Bench bench(@Nullable String repo, Person person) {
        String id = "run-" + Ids.next();
        try {
            Path scratch = Files.createDirectories(host.home().workspaces().resolve("runs").resolve(id));
            Path folder = Files.createDirectory(scratch.resolve("work"));
            Workplace place = repo == null ? host.places().of(id, folder, scratch, person)
                    : host.places().of(id, repo, host.repos().open(id, repo, "", request -> {
                        throw PluginException.of(Failure.REJECTED, "Nothing is pushed from a single run.");
                    }).directory(), scratch, person);
            return new RunBench(host, id, place, scratch);
        } catch (IOException e) {
            throw new UncheckedIOException("No folder could be made for the run in " + host.home().workspaces() + ".",
                    e);
        }
    }

    @Override
    public void shutdown() {
        shutdown.run();
    }

    private Part store() {
        try {
            host.database().read(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one());
            return new Part("store", "up", "", startedAt);
        } catch (RuntimeException e) {
            return new Part("store", "down", String.valueOf(e.getMessage()), host.clock().instant());
        }
    }

    private Part plugins(List<PluginReport> reports) {
        long bad = reports.stream().filter(report -> report.state() == PluginReport.State.REFUSED
                || report.state() == PluginReport.State.FAULTY).count();
        return new Part("plugins", "up", reports.size() - bad + " of " + reports.size() + " fit", startedAt);
    }

    private static JsonValue json(RepoSettings repo) {
        return JsonValue.object().put("name", repo.name()).put("url", repo.url()).put("branch", repo.branch())
                .put("host", repo.host())
                .build();
    }

    private record RunBench(Host host, String id, Workplace place, Path scratch) implements Bench {

        @Override
        public void close() {
            place.killSandbox();
            host.sandboxes().end(id);
            host.repos().remove(id);
            try (Stream<Path> files = Files.walk(scratch)) {
                files.sorted(Comparator.reverseOrder()).forEach(RunBench::delete);
            } catch (IOException e) {
                throw new UncheckedIOException("The folder of a run could not be removed.", e);
            }
        }

        private static void delete(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("The folder of a run could not be removed.", e);
            }
        }
    }
}
