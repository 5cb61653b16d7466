package dev.telecoder.platform.plugin;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.http.HostHttp;
import dev.telecoder.platform.plugin.InstallRefused.Kind;
import dev.telecoder.platform.plugin.PluginReport.Source;
import dev.telecoder.platform.store.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs, removes and checks plugins: brings a file to the user's plugin folder by rename, after all that can be known of
 * it was looked at. What cannot be started is taken back, and what was there before goes on. Safe for use by many threads;
 * one thing is done at a time.
 */
public final class Installer {

    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);

    private final PluginHost host;
    private final PluginParts parts;
    private final HostHttp http;
    private final Versions versions = new Versions();
    private final Origins origins;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Makes an installer.
     *
     * @param host where the plugins run
     * @param parts what that is made of
     * @param http fetches what lies elsewhere
     */
    public Installer(PluginHost host, PluginParts parts, HostHttp http) {
        this.host = host;
        this.parts = parts;
        this.http = http;
        this.origins = new Origins(parts.data().resolve(".installed"), parts.json());
    }

    /**
     * Installs a plugin, or another version of one.
     *
     * @param wanted from where, and under which conditions
     * @return what became of it
     * @throws InstallRefused if it is not; nothing is changed then
     */
    public PluginReport install(InstallRequest wanted) {
        lock.lock();
        try {
            Path work = Files.createTempDirectory(Files.createDirectories(parts.user()), ".installing-");
            try {
                Path fresh = work.resolve("plugin.jar");
                Fetched fetched = Fetched.to(fresh, wanted, http);
                if (hasLibraries(fresh)) {
                    fresh = Files.move(fresh, work.resolve("plugin.zip"));
                }
                return place(fresh, fetched, wanted.force(), work);
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The plugin could not be put into " + parts.user()
                    + ". Check who owns it and whether the disk has space.", e);
        } finally {
            lock.unlock();
        }
    }

    private PluginReport place(Path fresh, Fetched fetched, boolean force, Path work) throws IOException {
        Entry looked = host.folders().inspect(fresh, Source.USER);
        if (!looked.fits) {
            throw new InstallRefused(Kind.CONFLICT, "It is not installed. "
                    + looked.reason.replace(fresh.getFileName().toString(), fetched.from()));
        }
        List<PluginReport> same = host.reports().stream().filter(report -> report.id().equals(looked.id)).toList();
        for (PluginReport other : same) {
            objectToOlder(looked, other, force);
        }
        String suffix = fresh.toString().substring(fresh.toString().lastIndexOf('.'));
        Path target =
                parts.user().resolve(looked.id + "-" + looked.version.replaceAll("[^A-Za-z0-9.+_-]", "_") + suffix);
        List<Path> old =
                same.stream().filter(report -> report.source() == Source.USER).map(PluginReport::jar).distinct()
                        .filter(Files::exists).toList();
        if (old.equals(List.of(target)) && Fetched.checksumOf(target).equals(fetched.sha256())) {
            return reportOf(looked.id, target);
        }
        PluginReport report = swap(looked, fresh, target, old, work);
        if (report.state() == PluginReport.State.FAULTY) {
            throw new InstallRefused(Kind.CONFLICT, "It is not installed: it does not start. " + report.reason());
        }
        old.stream().filter(path -> !path.equals(target)).forEach(this::forget);
        origins.note(target, JsonValue.object().put("id", looked.id).put("version", looked.version)
                .put("sha256", fetched.sha256()).put("source", fetched.from())
                .put("installed_at", Times.text(parts.clock().instant())).build());
        LOG.info("Plugin {} {} was installed from {}.", looked.id, looked.version, fetched.from());
        return report;
    }

    private void objectToOlder(Entry looked, PluginReport other, boolean force) {
        if (other.version().isEmpty() || other.state() == PluginReport.State.REFUSED && !readable(other.version())) {
            return;
        }
        int order = versions.compareVersions(looked.version, other.version());
        if (other.source() == Source.BUNDLED && order <= 0) {
            throw new InstallRefused(Kind.CONFLICT, looked.id + " " + looked.version + " is not newer than the bundled "
                    + other.version() + ", which would be used all the same. It is not installed.");
        }
        if (other.source() == Source.USER && order < 0 && !force) {
            throw new InstallRefused(Kind.CONFLICT, looked.id + " is installed as " + other.version() + "; "
                    + looked.version + " is older. Go back to it with --force.");
        }
    }

    private boolean readable(String version) {
        try {
            versions.compareVersions(version, "0");
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Puts the new file in the place of the old ones, and them back if it does not start. */
    private PluginReport swap(Entry looked, Path fresh, Path target, List<Path> old, Path work) {
        var aside = new ArrayList<Path>();
        host.load(() -> {
            for (Path path : old) {
                aside.add(move(path, work.resolve("old-" + path.getFileName())));
            }
            move(fresh, target);
        });
        PluginReport report = reportOf(looked.id, target);
        if (report.state() == PluginReport.State.FAULTY) {
            host.load(() -> {
                move(target, work.resolve("failed"));
                for (int i = 0; i < old.size(); i++) {
                    move(aside.get(i), old.get(i));
                }
            });
        }
        return report;
    }

    private PluginReport reportOf(String id, Path target) {
        return host.reports().stream().filter(report -> report.id().equals(id) && report.jar().equals(target))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(target + " was put in place and is in no report"));
    }

    /**
     * Removes a plugin that the user added. The folder with its data stays, and a bundled version comes back.
     *
     * @param id the plugin
     * @throws InstallRefused if there is none, or it came with TeleCoder
     */
    public void remove(String id) {
        lock.lock();
        try {
            List<PluginReport> known = known(id);
            List<Path> mine = known.stream().filter(report -> report.source() == Source.USER).map(PluginReport::jar)
                    .distinct().toList();
            if (mine.isEmpty()) {
                throw new InstallRefused(Kind.CONFLICT, id + " came with TeleCoder and stays. Switch it off with:"
                        + " telecoder plugins disable " + id);
            }
            host.load(() -> mine.forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(path + " could not be removed. Check who owns the folder.", e);
                }
            }));
            mine.forEach(this::forget);
            LOG.info("Plugin {} was removed.", id);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Checks a plugin: what its file says, the plugin API, the checksum, its classes and its extensions.
     *
     * @param id the plugin
     * @return what was found
     * @throws InstallRefused if there is no such plugin
     */
    public Verification verify(String id) {
        PluginReport report = best(id);
        Entry looked = host.folders().inspect(report.jar(), report.source());
        return Verification.of(report, looked, origins.find(report.jar()),
                file -> new Pf4j(file, host.classesNeededBy(file), parts.apiVersion()));
    }

    /**
     * Tells all about a plugin.
     *
     * @param id the plugin
     * @return the object of the command {@code plugins info}
     */
    public Optional<JsonValue> info(String id) {
        if (host.report(id).isEmpty()) {
            return Optional.empty();
        }
        PluginReport report = best(id);
        PluginFile file = host.folders().inspect(report.jar(), report.source()).file;
        JsonValue.ObjectBuilder all = JsonValue.object();
        report.toJson().members().forEach(all::put);
        all.put("description", file == null ? null : text(file.descriptor().getPluginDescription()))
                .put("provider", file == null ? null : text(file.descriptor().getProvider()))
                .put("license", file == null ? null : text(file.descriptor().getLicense()))
                .put("dependencies", file == null ? List.of()
                        : file.dependencies().stream().map(need -> need.getPluginId()).toList())
                .put("file", report.jar().toString());
        Optional<JsonValue> origin = origins.find(report.jar());
        all.put("sha256", origin.flatMap(from -> from.get("sha256").findText()).orElse(null))
                .put("installed_from", origin.flatMap(from -> from.get("source").findText()).orElse(null))
                .put("installed_at", origin.flatMap(from -> from.get("installed_at").findText()).orElse(null));
        return Optional.of(all.build());
    }

    private static @org.jspecify.annotations.Nullable String text(String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    /** Of several files with the id the one that is used, or would be. */
    private PluginReport best(String id) {
        List<PluginReport> known = known(id);
        return known.stream().filter(report -> !report.extensions().isEmpty()).findFirst()
                .or(() -> known.stream().filter(report -> report.state() != PluginReport.State.REFUSED).findFirst())
                .orElseGet(known::getFirst);
    }

    private List<PluginReport> known(String id) {
        List<PluginReport> known = host.reports().stream().filter(report -> report.id().equals(id)).toList();
        if (known.isEmpty()) {
            throw new InstallRefused(Kind.UNKNOWN,
                    "There is no plugin " + id + ". The plugins there are: telecoder plugins list");
        }
        return known;
    }

    private void forget(Path file) {
        try {
            origins.forget(file);
        } catch (IOException e) {
            LOG.debug("What was noted of {} stays.", file, e);
        }
    }

    private static boolean hasLibraries(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.getEntry("META-INF/extensions.idx") == null
                    && zip.stream().anyMatch(entry -> entry.getName().matches("lib/[^/\\\\]+\\.jar"));
        } catch (IOException e) {
            return false; // what it is instead, its inspection says
        }
    }

    private static Path move(Path from, Path to) {
        try {
            return Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(from.getFileName() + " could not be moved to " + to + ".", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
