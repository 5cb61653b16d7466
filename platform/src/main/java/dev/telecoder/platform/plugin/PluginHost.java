package dev.telecoder.platform.plugin;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.signal.SignalListener;
import dev.telecoder.platform.config.SectionUse;
import dev.telecoder.platform.signal.StoredSignals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The plugins of a host. Each file found is inspected, loaded, started and asked for its extensions under a guard of its
 * own: what is wrong with one is told in its report and disturbs no other.
 *
 * <p>Safe for use by many threads. Loading, unloading and switching wait for each other; asking for extensions waits for
 * nothing.
 */
public final class PluginHost implements Extensions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final PluginParts parts;
    private final Versions versions = new Versions();
    private final PluginFolders folders;
    private final PluginStates states;
    private final Pf4j pf4j;
    private final GenericApplicationContext services = new GenericApplicationContext();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** All that was found; guarded by the lock. */
    private final List<Entry> entries = new ArrayList<>();

    /** What is loaded, in the order of loading; guarded by the lock. */
    private final List<Entry> loaded = new ArrayList<>();

    private volatile List<Extension<Object>> extensions = List.of();

    /**
     * Makes a host without plugins yet.
     *
     * @param parts what it is made of
     */
    public PluginHost(PluginParts parts) {
        this.parts = parts;
        this.folders = new PluginFolders(parts, versions);
        this.states = new PluginStates(parts.database());
        this.pf4j = new Pf4j(parts.user(), parts.apiVersion());
        parts.services().forEach((type, service) -> register(type, service));
        services.refresh();
    }

    private <T> void register(Class<T> type, Object service) {
        Supplier<T> supplier = () -> type.cast(service);
        services.registerBean(type.getName(), type, supplier, bean -> bean.setDestroyMethodName(""));
    }

    /** Loads what lies in the plugin folders, except what is loaded already. */
    public void load() {
        change(() -> {
            Set<String> disabled = states.disabled();
            for (Entry entry : folders.find(entries)) {
                add(entry, disabled);
            }
            settle();
        });
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
            Entry entry = folders.inspect(jar, folders.sourceOf(jar));
            added[0] = entry;
            if (loaded.stream().anyMatch(other -> other.id.equals(entry.id))) {
                entry.candidate = false;
                entry.refuse("Another " + entry.id + " is loaded. Unload it first.");
            } else {
                entries.removeIf(other -> other.path.equals(jar));
            }
            add(entry, states.disabled());
            settle();
        });
        return added[0].report();
    }

    /**
     * Stops a plugin, forgets its file and closes its class loader. Plugins that need it are stopped too and wait for it.
     *
     * @param id the plugin
     * @return whether it was known
     */
    public boolean unload(String id) {
        boolean[] known = new boolean[1];
        change(() -> {
            stop(id);
            known[0] = entries.removeIf(entry -> entry.id.equals(id));
            settle();
        });
        return known[0];
    }

    /**
     * Switches a plugin on, now and for later starts.
     *
     * @param id the plugin
     * @throws PluginException of kind {@code REJECTED} if there is no such plugin
     */
    public void enable(String id) {
        change(() -> {
            Entry entry = known(id);
            states.enable(id, true);
            if (entry.state == PluginReport.State.DISABLED) {
                entry.candidate = true;
                settle();
            }
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
            Entry entry = known(id);
            states.enable(id, false);
            stop(id);
            switchedOff(entry);
            settle();
        });
    }

    /** {@return what became of each file that was found, by id} */
    public List<PluginReport> reports() {
        List<Entry> found;
        lock.lock();
        try {
            found = List.copyOf(entries);
        } finally {
            lock.unlock();
        }
        return found.stream()
                .map(Entry::report)
                .sorted(Comparator.comparing(PluginReport::id).thenComparing(PluginReport::state))
                .toList();
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
        lock.lock();
        try {
            return loaded.stream()
                    .filter(entry -> entry.loaded != null)
                    .flatMap(entry -> entry.loaded.uses().stream())
                    .distinct()
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** {@return the extensions that want to be told of signals, each under a name that stays the same across restarts} */
    public List<StoredSignals.Listener> signalListeners() {
        lock.lock();
        try {
            var found = new ArrayList<StoredSignals.Listener>();
            for (Entry entry : loaded) {
                LoadedPlugin plugin = entry.loaded;
                if (plugin == null) {
                    continue;
                }
                for (Extension<Object> extension : plugin.extensions()) {
                    if (extension.instance() instanceof SignalListener listener) {
                        found.add(new StoredSignals.Listener(
                                entry.id + "/" + plugin.className(extension.instance()), listener));
                    }
                }
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
        return extensions.stream()
                .filter(extension -> kind.isInstance(extension.instance()))
                .map(extension -> new Extension<>(extension.plugin(), kind.cast(extension.instance())))
                .toList();
    }

    @Override
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    /** Stops all plugins, the last one loaded first. */
    @Override
    public void close() {
        lock.lock();
        try {
            for (Entry entry : List.copyOf(loaded).reversed()) {
                stop(entry.id);
            }
            publish();
        } finally {
            lock.unlock();
        }
        services.close();
    }

    private void change(Runnable work) {
        lock.lock();
        try {
            work.run();
            publish();
        } finally {
            lock.unlock();
        }
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    private void add(Entry entry, Set<String> disabled) {
        entries.add(entry);
        if (entry.candidate && disabled.contains(entry.id)) {
            switchedOff(entry);
        }
        if (!entry.candidate && entry.state == PluginReport.State.REFUSED) {
            LOG.warn("Plugin {} was not started: {}", entry.id, entry.reason);
        }
    }

    /** Starts what can be started, and says why the others cannot. */
    private void settle() {
        Map<PluginFile, Entry> wanted = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.file != null && (entry.candidate || entry.loaded != null)) {
                wanted.put(entry.file, entry);
            }
        }
        var order = new LoadOrder(versions, wanted.keySet());
        order.refused().forEach((file, why) -> {
            Entry entry = wanted.get(file);
            if (!entry.reason.equals(why)) {
                entry.refuse(why);
                LOG.warn("Plugin {} was not started: {}", file.id(), why);
            }
        });
        for (PluginFile file : order.order()) {
            Entry entry = wanted.get(file);
            if (entry.loaded == null) {
                start(entry, file);
            }
        }
    }

    private void start(Entry entry, PluginFile file) {
        for (var need : file.dependencies()) {
            if (!need.isOptional() && loaded.stream().noneMatch(other -> other.id.equals(need.getPluginId()))) {
                entry.refuse(entry.id + " " + entry.version + " needs the plugin " + need.getPluginId()
                        + ", which did not start; see there.");
                return;
            }
        }
        entry.candidate = false;
        try {
            LoadedPlugin plugin = LoadedPlugin.start(pf4j, file, parts, services);
            entry.loaded = plugin;
            loaded.add(entry);
            if (plugin.state() == PluginReport.State.FAULTY) {
                entry.state = plugin.state();
                entry.reason = plugin.reason();
                stop(entry.id);
            }
        } catch (Throwable e) {
            LOG.error("Plugin {} {} was not started.", entry.id, entry.version, e);
            entry.state = PluginReport.State.FAULTY;
            entry.reason = Reasons.of(entry.id + " " + entry.version, e);
            forget(file);
        }
    }

    /** Stops a plugin if it is loaded, after those that need it. */
    private void stop(String id) {
        for (Entry entry : List.copyOf(loaded).reversed()) {
            PluginFile file = entry.file;
            if (file == null) {
                continue;
            }
            if (file.dependencies().stream().anyMatch(need -> need.getPluginId().equals(id))) {
                stop(entry.id);
                entry.candidate = true;
            }
            if (entry.id.equals(id)) {
                loaded.remove(entry);
                entry.loaded = null;
                forget(file);
            }
        }
    }

    private void forget(PluginFile file) {
        try {
            pf4j.forget(file);
        } catch (Throwable e) {
            LOG.warn("Plugin {} {} did not stop in order.", file.id(), file.version(), e);
        }
    }

    private static void switchedOff(Entry entry) {
        entry.candidate = false;
        entry.state = PluginReport.State.DISABLED;
        entry.reason = "Switched off. Switch it on with: POST /api/v1/plugins/" + entry.id + "/enable";
    }

    private Entry known(String id) {
        return entries.stream()
                .filter(entry -> entry.id.equals(id) && entry.file != null)
                .min(Comparator.comparing((Entry entry) -> entry.loaded == null)
                        .thenComparing(entry -> entry.state != PluginReport.State.DISABLED))
                .orElseThrow(() -> PluginException.of(Failure.REJECTED, "There is no plugin " + id
                        + ". The plugins there are: telecoder plugins list"));
    }

    private void publish() {
        extensions = loaded.stream()
                .sorted(Comparator.comparing(entry -> entry.id))
                .filter(entry -> entry.loaded != null)
                .flatMap(entry -> entry.loaded.extensions().stream())
                .toList();
    }
}
