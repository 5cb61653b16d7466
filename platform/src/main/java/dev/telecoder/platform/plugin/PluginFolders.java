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

/** What lies in the two plugin folders, and what the files say of themselves. The host locks. */
final class PluginFolders {

    private static final Logger LOG = LoggerFactory.getLogger(PluginFolders.class);

    private final PluginParts parts;
    private final Versions versions;
    private final Copies copies;
    private final Inspector inspector;

    PluginFolders(PluginParts parts, Versions versions) {
        this.parts = parts;
        this.versions = versions;
        this.copies = new Copies(parts.data().resolve(".loaded"));
        this.inspector = new Inspector(copies);
    }

    /** The files there are, the bundled ones first, each folder by name; each with what tells it from a later one. */
    Map<Path, Stamp> list() {
        Map<Path, Stamp> there = new LinkedHashMap<>();
        for (Path path : files()) {
            try {
                there.put(path, Stamp.of(path));
            } catch (IOException e) {
                LOG.debug("{} went away while it was looked at.", path, e);
            }
        }
        return there;
    }

    /** Inspects one file; what it says of itself and of the API it needs decides whether it may be started. */
    Entry inspect(Path path, Source source) {
        Stamp stamp = null;
        try {
            stamp = Stamp.of(path);
            PluginFile file = inspector.inspect(path, source, stamp);
            return new Entry(file, stamp, objection(file));
        } catch (Refusal e) {
            return new Entry(path, source, stamp, e);
        } catch (IOException e) {
            return new Entry(path, source, null, Inspector.unreadable(path, e));
        }
    }

    /** Removes the copies that classes were loaded from, but for these. */
    void keepOnly(Collection<Path> used) {
        copies.keepOnly(used);
    }

    /** Whether a file lies in one of the folders. */
    boolean watches(Path path) {
        Path folder = path.getParent();
        return parts.bundled().equals(folder) || parts.user().equals(folder);
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
                    + " >=1.0.0 & <2.0.0; correct its manifest.";
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

    /** Why one of two files with the same id is not used. */
    static String givesWay(Entry loser, Entry winner) {
        return loser.id + " " + loser.version + " (" + word(loser) + ") gives way to " + winner.version + " ("
                + word(winner) + "), "
                + (loser.version.equals(winner.version) ? "which is no older" : "which is newer")
                + ". Remove " + loser.path.getFileName() + " to be rid of this note.";
    }

    private static String word(Entry entry) {
        return entry.source == Source.BUNDLED ? "bundled" : "yours";
    }

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
