package dev.telecoder.platform.plugin;

import dev.telecoder.platform.plugin.PluginReport.Source;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in the two plugin folders, and which file of several with the same id counts. The host locks. */
final class PluginFolders {

    private static final Logger LOG = LoggerFactory.getLogger(PluginFolders.class);

    private final PluginParts parts;
    private final Versions versions;
    private final Inspector inspector;

    PluginFolders(PluginParts parts, Versions versions) {
        this.parts = parts;
        this.versions = versions;
        this.inspector = new Inspector(new ZipPlugins(parts.data().resolve(".unpacked")));
    }

    /** Inspects all files that are not known yet; of each id one at most is a candidate, and none if it is loaded. */
    List<Entry> find(Collection<Entry> known) {
        var found = new ArrayList<Entry>();
        Map<String, Entry> winners = new LinkedHashMap<>();
        known.stream().filter(entry -> entry.file != null && entry.loaded != null)
                .forEach(entry -> winners.put(entry.id, entry));
        for (Path path : files()) {
            if (known.stream().anyMatch(entry -> entry.path.equals(path))) {
                continue;
            }
            Entry entry = inspect(path, sourceOf(path));
            found.add(entry);
            if (entry.candidate) {
                Entry other = winners.putIfAbsent(entry.id, entry);
                if (other != null) {
                    boolean wins = other.loaded == null && versions.compareVersions(entry.version, other.version) > 0;
                    giveWay(wins ? other : entry, wins ? entry : other);
                    winners.put(entry.id, wins ? entry : other);
                }
            }
        }
        return found;
    }

    /** Inspects one file; what it says of itself and of the API it needs decides whether it is a candidate. */
    Entry inspect(Path path, Source source) {
        try {
            PluginFile file = inspector.inspect(path, source);
            var entry = new Entry(file);
            String objection = objection(file);
            if (!objection.isEmpty()) {
                entry.candidate = false;
                entry.refuse(objection);
            }
            return entry;
        } catch (Refusal e) {
            return new Entry(path, source, e);
        }
    }

    Source sourceOf(Path path) {
        return path.startsWith(parts.bundled()) ? Source.BUNDLED : Source.USER;
    }

    private String objection(PluginFile file) {
        String me = file.id() + " " + file.version();
        try {
            versions.compareVersions(file.version(), "0");
        } catch (RuntimeException e) {
            return file.id() + " has the Plugin-Version \"" + file.version()
                    + "\". Expected one such as 1.2.0; correct its"
                    + " manifest.";
        }
        try {
            if (versions.fits(parts.apiVersion(), file.requires())) {
                return "";
            }
        } catch (RuntimeException e) {
            return me + " has the Plugin-Requires \"" + file.requires() + "\". Expected a range such as"
                    + " >=0.1.0 & <1.0.0; correct its manifest.";
        }
        String advice;
        if (versions.needsNewer(parts.apiVersion(), file.requires())) {
            String before = Versions.before(file.version());
            advice = "Install " + (before.isEmpty() ? "an older " + file.id() : file.id() + " " + before)
                    + " or update TeleCoder.";
        } else {
            advice = "Install a newer " + file.id() + ".";
        }
        return me + " needs plugin API " + file.requires() + "; this is " + parts.apiVersion() + ". " + advice;
    }

    private static void giveWay(Entry loser, Entry winner) {
        loser.candidate = false;
        loser.refuse(loser.id + " " + loser.version + " (" + word(loser) + ") gives way to " + winner.version + " ("
                + word(winner) + "), " + (loser.version.equals(winner.version) ? "which is no older" : "which is newer")
                + ". Remove " + loser.path.getFileName() + " to be rid of this note.");
    }

    private static String word(Entry entry) {
        return entry.source == Source.BUNDLED ? "bundled" : "yours";
    }

    /** The bundled files first, each folder by name. */
    private List<Path> files() {
        var files = new ArrayList<Path>();
        for (Path folder : List.of(parts.bundled(), parts.user())) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            var here = new ArrayList<Path>();
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.{jar,zip}")) {
                all.forEach(here::add);
            } catch (IOException | RuntimeException e) {
                LOG.error("The plugin folder {} cannot be read, so its plugins are missing. Check who owns it.", folder,
                        e);
            }
            here.sort(null);
            files.addAll(here);
        }
        return files;
    }
}
