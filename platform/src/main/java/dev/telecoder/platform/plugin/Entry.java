package dev.telecoder.platform.plugin;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that was found, and what became of it. The host locks. */
final class Entry {

    final Path path;
    final PluginReport.Source source;
    final String id;
    final String version;
    final String requires;

    /** What its manifest says; none if it cannot be read. */
    final @Nullable PluginFile file;

    PluginReport.State state = PluginReport.State.REFUSED;
    String reason = "";

    /** Whether it is started as soon as what it needs is there. */
    boolean candidate;

    @Nullable LoadedPlugin loaded;

    Entry(PluginFile file) {
        this.path = file.path();
        this.source = file.source();
        this.id = file.id();
        this.version = file.version();
        this.requires = file.requires();
        this.file = file;
        this.candidate = true;
    }

    Entry(Path path, PluginReport.Source source, Refusal refusal) {
        this.path = path;
        this.source = source;
        this.id = refusal.id;
        this.version = refusal.version;
        this.requires = refusal.requires;
        this.file = null;
        this.reason = refusal.reason();
    }

    void refuse(String why) {
        state = PluginReport.State.REFUSED;
        reason = why;
    }

    PluginReport report() {
        LoadedPlugin plugin = loaded;
        return plugin == null
                ? new PluginReport(id, version, source, state, reason, requires, List.of(), path)
                : new PluginReport(id, version, source, plugin.state(), plugin.reason(), requires, plugin.infos(),
                        path);
    }
}
