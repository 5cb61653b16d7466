package dev.telecoder.platform.plugin;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.platform.config.ConfigChange;
import dev.telecoder.platform.config.SectionUse;
import dev.telecoder.platform.signal.StoredSignals;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The plugins of a host. Each file found is inspected, loaded, started and asked for its extensions under a guard of its
 * own: what is wrong with one is told in its report and disturbs no other. A version that is replaced goes on until the calls
 * that run in it have ended; see decision 17.
 *
 * <p>Safe for use by many threads. Loading, unloading and switching wait for each other; asking for extensions and reports
 * waits for nothing.
 */
public final class PluginHost implements Extensions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final GenericApplicationContext services = new GenericApplicationContext();
    private final PluginStates states;
    private final PluginFolders folders;
    private final Roster roster;
    private final Retirement retirement;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    // What there is to tell, as of the last change: nobody waits for a plugin that takes its time to start.
    private volatile Published now = Published.NOTHING;

    /**
     * Makes a host without plugins yet.
     *
     * @param parts what it is made of
     */
    public PluginHost(PluginParts parts) {
        this(parts, Limits.USUAL);
    }

    PluginHost(PluginParts parts, Limits limits) {
        Versions versions = new Versions();
        this.states = new PluginStates(parts.database());
        this.folders = new PluginFolders(parts, versions);
        this.retirement = new Retirement(limits, this::sweep);
        var owner = new Owner();
        this.roster = new Roster(folders, versions, states,
                (file, needs) -> LoadedPlugin.start(file, needs, parts, services, limits, owner));
        parts.services().forEach((type, service) -> register(type, service));
        services.refresh();
    }

    private <T> void register(Class<T> type, Object service) {
        Supplier<T> supplier = () -> type.cast(service);
        services.registerBean(type.getName(), type, supplier, bean -> bean.setDestroyMethodName(""));
    }

    /**
     * Takes up what lies in the plugin folders now: what is new is started, what changed takes the place of what ran, what is
     * gone is stopped. Calls that run go on in the version they began in.
     */
    public void load() {
        change(roster::scan);
        sweep();
    }

    /**
     * Does something to the files of the plugins and then takes up what lies there, with no other change in between.
     *
     * @param work what to do
     */
    void load(Runnable work) {
        change(() -> {
            try {
                work.run();
            } finally {
                roster.scan();
            }
        });
        sweep();
    }

    /**
     * Loads one plugin.
     *
     * @param jar its file
     * @return what became of it
     */
    public PluginReport load(Path jar) {
        Entry[] added = new Entry[1];
        change(() -> {
            added[0] = roster.inspect(jar);
            roster.settle();
        });
        return added[0].report();
    }

    /**
     * Stops a plugin and forgets its files until the folders are read again. Plugins that need it are stopped too and wait
     * for it. Calls that run go on to their end.
     *
     * @param id the plugin
     * @return whether it was known
     */
    public boolean unload(String id) {
        boolean[] known = new boolean[1];
        change(() -> {
            known[0] = roster.forget(id);
            roster.settle();
        });
        return known[0];
    }

    /**
     * Switches a plugin on, now and for later starts, and gives one that was taken out of use another chance.
     *
     * @param id the plugin
     * @throws PluginException of kind {@code REJECTED} if there is no such plugin
     */
    public void enable(String id) {
        change(() -> {
            known(id);
            states.enable(id, true);
            roster.retry(id);
            roster.settle();
        });
    }

    /**
     * Switches a plugin off, now and for later starts. Plugins that need it are stopped too and wait for it.
     *
     * @param id the plugin
     * @throws PluginException of kind {@code REJECTED} if there is no such plugin
     */
    public void disable(String id) {
        change(() -> {
            known(id);
            states.enable(id, false);
            roster.settle();
        });
    }

    /**
     * Makes those extensions anew whose settings are others now; the other ones are left alone.
     *
     * @param paths the settings that are different, such as {@code channels.telegram.bot_token}
     */
    public void configChanged(Set<String> paths) {
        var what = new ConfigChange(true, paths, List.of());
        change(() -> {
            for (Entry entry : roster.running()) {
                LoadedPlugin plugin = entry.loaded;
                if (plugin != null && plugin.configured(what)) {
                    LOG.info("Plugin {} took its new settings.", entry.id);
                }
            }
            roster.retryMisconfigured();
            roster.settle();
        });
    }

    /** {@return what became of each file that was found, by id} */
    public List<PluginReport> reports() {
        return now.reports();
    }

    /**
     * Finds the report of a plugin.
     *
     * @param id the plugin
     * @return what became of it; where several files have the id, of the one that counts
     */
    public Optional<PluginReport> report(String id) {
        return reports().stream().filter(report -> report.id().equals(id)).findFirst();
    }

    /** {@return which sections of config.yaml the extensions have read, to check the file with} */
    public List<SectionUse> sectionUses() {
        return now.plugins().flatMap(plugin -> plugin.uses().stream()).distinct().toList();
    }

    /**
     * Lists the sections that extensions of a kind wait for: the plugin is there, and config.yaml does not set it up.
     *
     * @param kind an interface of the plugin API
     * @return the sections
     */
    public List<String> awaited(Class<? extends ExtensionPoint> kind) {
        return now.plugins().flatMap(plugin -> plugin.awaited(kind).stream()).distinct().toList();
    }

    /**
     * Tells which sections of config.yaml a plugin reads.
     *
     * @param id the plugin
     * @return their paths
     */
    public List<String> sectionsOf(String id) {
        return now.plugins().filter(plugin -> plugin.file().id().equals(id)).flatMap(plugin -> plugin.uses().stream())
                .map(SectionUse::path).distinct().toList();
    }

    /** {@return the extensions that want to be told of signals, each under a name that stays the same across restarts} */
    public List<StoredSignals.Listener> signalListeners() {
        return now.signalListeners();
    }

    /**
     * Notes that something of a plugin was told to stop, did not, and was left behind.
     *
     * @param extension an extension, or what one gave
     * @param what what was left behind
     */
    public static void leftBehind(Object extension, String what) {
        Guard.leftBehind(extension, what);
    }

    /** The class loaders of the plugins that one depends on, as far as they are started. */
    List<ClassLoader> classesNeededBy(PluginFile file) {
        return file.dependencies().stream().flatMap(need -> now.plugins()
                .filter(plugin -> plugin.file().id().equals(need.getPluginId()))).map(LoadedPlugin::classes).toList();
    }

    PluginFolders folders() {
        return folders;
    }

    @Override
    public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
        return now.extensions().stream()
                .filter(extension -> kind.isInstance(extension.instance()))
                .map(extension -> new Extension<>(extension.plugin(), kind.cast(extension.instance())))
                .toList();
    }

    @Override
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    /** Stops all plugins, the last one started first; what runs in them is interrupted. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            retirement.close();
            for (Entry entry : roster.running().reversed()) {
                LoadedPlugin plugin = entry.loaded;
                if (plugin != null) {
                    plugin.end();
                }
            }
            now = Published.NOTHING;
        } finally {
            lock.unlock();
        }
        services.close();
    }

    private void change(Runnable work) {
        List<LoadedPlugin> retired;
        boolean different;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            List<Extension<Object>> before = now.extensions();
            try {
                work.run();
            } finally {
                now = Published.of(roster);
                retired = roster.takeRetired();
                different = !now.extensions().equals(before);
            }
        } finally {
            lock.unlock();
        }
        // Who holds something of a version that goes lets go of it first.
        if (different) {
            listeners.forEach(PluginHost::tell);
        }
        retired.forEach(retirement::begin);
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("What follows from a change of plugins failed.", e);
        }
    }

    private void known(String id) {
        if (roster.all().stream().noneMatch(entry -> entry.id.equals(id) && entry.file != null)) {
            throw PluginException.of(Failure.REJECTED, "There is no plugin " + id
                    + ". The plugins there are: telecoder plugins list");
        }
    }

    /** Removes copies that no version uses any more. */
    private void sweep() {
        lock.lock();
        try {
            if (!closed) {
                folders.keepOnly(Stream.concat(roster.all().stream().map(entry -> entry.file).filter(Objects::nonNull),
                        retirement.leaving().stream().map(LoadedPlugin::file))
                        .flatMap(file -> file.classPath().stream()).toList());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Decides for all plugins which version counts, and what happens to one that does wrong. */
    private final class Owner implements LoadedPlugin.Owner {

        @Override
        public @Nullable Object current(String plugin, String className) {
            return now.extension(plugin, className);
        }

        @Override
        public void tooManyFaults(LoadedPlugin plugin) {
            // Not on the thread of the call, which may hold what the listeners need.
            Thread.ofVirtual().name("quarantine " + plugin.file().id())
                    .start(() -> change(() -> roster.quarantine(plugin)));
        }
    }
}
