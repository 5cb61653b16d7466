package dev.telecoder.platform.app;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.platform.config.Config;
import dev.telecoder.platform.config.ConfigHolder;
import dev.telecoder.platform.config.HeartbeatConfig;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.signal.Pollers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who polls, and what: the repositories that are configured, and those somebody watches. Plugins are asked for their names
 * only when something of that changed, for the pollers want to know each second. Safe for many threads.
 */
final class Polling {

    private final ConfigHolder config;
    private final Extensions extensions;
    private final Supplier<Repositories> repositories;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile @Nullable Known known;

    Polling(ConfigHolder config, Extensions extensions, Supplier<Repositories> repositories) {
        this.config = config;
        this.extensions = extensions;
        this.repositories = repositories;
        extensions.onChange(changes::incrementAndGet);
    }

    /** What was found, and of what. */
    private record Known(Config config, int changes, List<Repositories.Repository> repos, List<Pollers.Source> sources,
            Pollers.Scope scope) {}

    List<Pollers.Source> sources() {
        return known().sources();
    }

    Pollers.Scope scope() {
        return known().scope();
    }

    private Known known() {
        Config now = config.current();
        int change = changes.get();
        Repositories all = repositories.get();
        List<Repositories.Repository> repos = all.all();
        Known before = known;
        if (before != null && before.config() == now && before.changes() == change && before.repos().equals(repos)) {
            return before;
        }
        HeartbeatConfig heartbeat = now.settings().heartbeat();
        List<SignalPoller.Watched> watched = !heartbeat.enabled() ? List.of() : repos.stream()
                .map(repo -> new SignalPoller.Watched(repo.name(), repo.url(),
                        all.codeHost(repo.name()).map(CodeHost::id).orElse(""),
                        all.ci(repo.name()).stream().map(CiProvider::id).toList()))
                .toList();
        List<Pollers.Source> sources = extensions.of(SignalPoller.class).stream()
                .map(one -> new Pollers.Source(one.plugin() + "/" + one.instance().id(), one.instance())).toList();
        Known found = new Known(now, change, repos, sources, new Pollers.Scope(watched,
                new SignalPoller.Intervals(heartbeat.ciPollInterval(), heartbeat.prPollInterval(),
                        heartbeat.depAuditInterval())));
        known = found;
        return found;
    }
}
