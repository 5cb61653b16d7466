package dev.telecoder.platform.plugin;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.http.Http;
import dev.telecoder.api.json.Json;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.SectionUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one extension gets from the host. Safe for use by many threads. */
final class HostContext implements PluginContext {

    private final String plugin;
    private final String extension;
    private final @Nullable Configured section;
    private final PluginParts parts;
    private final Consumer<SectionUse> uses;
    private final Http http;

    HostContext(String plugin, Class<?> extension, PluginParts parts, Guard guard, OpenConnections connections,
            Consumer<SectionUse> uses) {
        this.plugin = plugin;
        this.extension = extension.getName();
        this.section = extension.getAnnotation(Configured.class);
        this.parts = parts;
        this.uses = uses;
        Config config = parts.config().get();
        Set<String> addresses = section == null ? Set.of() : config.addresses(section.value());
        this.http = new GuardedHttp(parts.http().http(plugin, addresses), guard, connections);
    }

    @Override
    public String pluginId() {
        return plugin;
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        if (section == null) {
            throw new IllegalStateException(extension + " asks for its settings but has no @Configured to name their"
                    + " section, such as @Configured(\"channels.telegram\")");
        }
        uses.accept(new SectionUse(section.value(), type));
        return parts.config().get().section(section.value(), type).orThrow();
    }

    @Override
    public Http http() {
        return http;
    }

    @Override
    public Json json() {
        return parts.json();
    }

    @Override
    public Path dataDirectory() {
        Path own = parts.data().resolve(plugin);
        try {
            return Files.createDirectories(own);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + own + " for what the plugin " + plugin
                    + " keeps cannot be made. Check who owns " + parts.data() + " and whether the disk has space.", e);
        }
    }

    @Override
    public Clock clock() {
        return parts.clock();
    }

    /** {@return the section an extension reads and the record it binds, as far as it says so before it is made} */
    static Optional<SectionUse> declaredUse(Class<?> extension) {
        Configured needs = extension.getAnnotation(Configured.class);
        return needs == null || needs.settings() == Record.class ? Optional.empty()
                : Optional.of(new SectionUse(needs.value(), needs.settings()));
    }

    /** The section an extension reads; empty if it reads none. */
    static String section(Class<?> extension) {
        Configured needs = extension.getAnnotation(Configured.class);
        return needs == null ? "" : needs.value();
    }

    /** Whether an extension cannot be made before its section is there. */
    static boolean waits(Class<?> extension, Config config) {
        Configured needs = extension.getAnnotation(Configured.class);
        return needs != null && needs.required() && !config.has(needs.value());
    }
}
