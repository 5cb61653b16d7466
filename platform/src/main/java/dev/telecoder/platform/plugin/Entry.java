package dev.telecoder.platform.plugin;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that was found, and what became of it. The host locks for changes; its report may be a moment old. */
final class Entry {

    final Path path;
    final PluginReport.Source source;
    final String id;
    final String version;
    final String requires;

    /** By what it is told that the file changed; none where there was no file. */
    final @Nullable Stamp stamp;

    /** What its manifest says; none if it cannot be read. */
    final @Nullable PluginFile file;

    /** Whether it goes with this host, as far as that can be told of the file alone. */
    final boolean fits;

    volatile PluginReport.State state = PluginReport.State.REFUSED;
    volatile String reason = "";

    /** Whether it was started and that failed; it is not tried again as it is. */
    boolean failed;

    volatile @Nullable LoadedPlugin loaded;

    /** Set where the file is another one by now that cannot be used, and this goes on. */
    volatile String note = "";

    Entry(PluginFile file, @Nullable Stamp stamp, String objection) {
        this.path = file.path();
        this.source = file.source();
        this.id = file.id();
        this.version = file.version();
        this.requires = file.requires();
        this.stamp = stamp;
        this.file = file;
        this.fits = objection.isEmpty();
        this.reason = objection;
    }

    Entry(Path path, PluginReport.Source source, @Nullable Stamp stamp, Refusal refusal) {
        this.path = path;
        this.source = source;
        this.id = refusal.id;
        this.version = refusal.version;
        this.requires = refusal.requires;
        this.stamp = stamp;
        this.file = null;
        this.fits = false;
        this.reason = refusal.reason();
    }

    void becomes(PluginReport.State now, String why) {
        reason = why;
        state = now;
    }

    PluginReport report() {
        LoadedPlugin plugin = loaded;
        if (plugin == null) {
            return new PluginReport(id, version, source, state, reason, requires, List.of(), path);
        }
        String said = plugin.reason();
        return new PluginReport(id, version, source, plugin.state(),
                note.isEmpty() ? said : said.isEmpty() ? note : note + "\n" + said, requires, plugin.infos(), path);
    }
}
