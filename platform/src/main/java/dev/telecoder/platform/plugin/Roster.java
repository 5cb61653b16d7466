package dev.telecoder.platform.plugin;

import dev.telecoder.platform.plugin.PluginReport.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files there are, which of them are used, and how that follows from what lies in the folders and is switched off. A
 * version that is used is given up for one that could be started, or when its file is gone. The host locks.
 */
final class Roster {

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
    private static final Comparator<Entry> BUNDLED_FIRST =
            Comparator.comparing((Entry entry) -> entry.source).thenComparing(entry -> entry.path);

    private final PluginFolders folders;
    private final Versions versions;
    private final PluginStates states;
    private final Starter starter;

    /** What was found, as the files are now. */
    private final List<Entry> entries = new ArrayList<>();

    /** What is used, by id, in the order of starting; its file may have become another one. */
    private final Map<String, Entry> running = new LinkedHashMap<>();

    private boolean begun;

    /** What was used and is to end. */
    private final List<LoadedPlugin> retired = new ArrayList<>();

    /** Starts a version of a plugin. */
    interface Starter {
        LoadedPlugin start(PluginFile file, List<LoadedPlugin> needs) throws Throwable;
    }

    Roster(PluginFolders folders, Versions versions, PluginStates states, Starter starter) {
        this.folders = folders;
        this.versions = versions;
        this.states = states;
        this.starter = starter;
    }

    /** Looks at the folders again: what is new or changed is inspected, what is gone is forgotten. */
    void scan() {
        Map<Path, Stamp> there = folders.list();
        for (Entry entry : List.copyOf(entries)) {
            Stamp now = there.get(entry.path);
            if (now != null && now.equals(entry.stamp)) {
                there.remove(entry.path);
            } else if (!folders.watches(entry.path)) {
                LOG.trace("{} lies elsewhere and was loaded by name.", entry.path);
            } else {
                entries.remove(entry);
            }
        }
        there.keySet().forEach(this::inspect);
        settle();
    }

    /** Inspects a file and takes it on, in place of what was known of that path. */
    Entry inspect(Path path) {
        Entry entry = folders.inspect(path, folders.sourceOf(path));
        entries.removeIf(other -> other.path.equals(path));
        entries.add(entry);
        entries.sort(BUNDLED_FIRST);
        if (!entry.fits) {
            // A file that is still being copied looks like this too; it is looked at again when it has changed.
            LOG.info("Plugin {} is not started: {}", entry.id, entry.reason);
        }
        return entry;
    }

    /** Forgets the files of a plugin; tells whether there were any. */
    boolean forget(String id) {
        Entry used = running.get(id);
        if (used != null) {
            stop(used);
        }
        return entries.removeIf(entry -> entry.id.equals(id)) || used != null;
    }

    /** Gives what failed another chance. */
    void retry(String id) {
        entries.stream().filter(entry -> entry.id.equals(id)).forEach(entry -> entry.failed = false);
    }

    /** Gives what was refused for its settings another chance. */
    void retryMisconfigured() {
        entries.stream().filter(entry -> entry.state == State.REFUSED).forEach(entry -> entry.failed = false);
    }

    /** Takes a plugin out of use that did wrong too often, if it is this version that is used. */
    void quarantine(LoadedPlugin plugin) {
        for (Entry entry : List.copyOf(running.values())) {
            if (entry.loaded == plugin) {
                fail(entry, State.FAULTY, plugin.guard().verdict(entry.version));
                LOG.error("{}", entry.reason);
                stop(entry);
                settle();
            }
        }
    }

    /** Starts and stops until what is used is what should be. */
    void settle() {
        Set<String> disabled = states.disabled();
        Set<String> changed = new HashSet<>();
        try (Ahead ahead = new Ahead(starter)) {
            while (!settled(disabled, changed, ahead)) {
                LOG.debug("A plugin did not start; perhaps another version of it does.");
            }
        }
    }

    private boolean settled(Set<String> disabled, Set<String> changed, Ahead ahead) {
        Map<String, Entry> wanted = wanted(disabled);
        for (Entry entry : List.copyOf(running.values()).reversed()) {
            if (!wanted.containsKey(entry.id)) {
                stop(entry);
                changed.add(entry.id);
            }
        }
        Map<PluginFile, Entry> byFile = new LinkedHashMap<>();
        wanted.values().forEach(entry -> byFile.put(fileOf(entry), entry));
        var order = new LoadOrder(versions, byFile.keySet(), entries.stream()
                .filter(entry -> entry.failed || !entry.fits).map(entry -> entry.id).collect(Collectors.toSet()));
        order.refused().forEach((file, why) -> {
            Entry entry = byFile.get(file);
            if (!entry.reason.equals(why)) {
                LOG.warn("Plugin {} is not started: {}", file.id(), why);
            }
            entry.becomes(State.REFUSED, why);
            Entry used = running.get(entry.id);
            if (used != null && used == entry) {
                stop(entry);
                changed.add(entry.id);
            }
        });
        if (running.isEmpty() && changed.isEmpty() && !begun) {
            begun = true; // when the host starts; later there is a new one now and then
            ahead.begin(order.order().stream().filter(file -> file.dependencies().isEmpty()).toList());
        }
        for (PluginFile file : order.order()) {
            Entry entry = byFile.get(file);
            boolean again = file.dependencies().stream().anyMatch(need -> changed.contains(need.getPluginId()));
            if (running.get(entry.id) != entry || again) {
                if (!start(entry, file, ahead)) {
                    return false;
                }
                if (running.get(entry.id) == entry) {
                    changed.add(entry.id);
                }
            }
        }
        return true;
    }

    /** Of each id what should be used: the highest version that did not fail, or what is used where no other can be. */
    private Map<String, Entry> wanted(Set<String> disabled) {
        Map<String, Entry> best = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (!entry.fits) {
                continue;
            }
            if (disabled.contains(entry.id)) {
                entry.becomes(State.DISABLED,
                        "Switched off. Switch it on with: telecoder plugins enable " + entry.id);
                continue;
            }
            Entry other = best.get(entry.id);
            if (!entry.failed
                    && (other == null || versions.compareVersions(entry.version, other.version) > 0)) {
                best.put(entry.id, entry);
            }
        }
        for (Entry entry : entries) {
            Entry winner = best.get(entry.id);
            if (entry.fits && !entry.failed && winner != null && winner != entry) {
                entry.becomes(State.REFUSED, PluginFolders.givesWay(entry, winner));
            }
        }
        running.forEach((id, used) -> {
            if (!best.containsKey(id) && !disabled.contains(id) && goesOn(used)) {
                best.put(id, used);
            }
        });
        return best;
    }

    /** Whether the file of what is used is only another one by now, not gone, and that one cannot be used. */
    private boolean goesOn(Entry used) {
        boolean there = !used.failed && entries.stream().anyMatch(entry -> entry.path.equals(used.path));
        used.note = there ? used.path.getFileName() + " was changed and cannot be used as it is now; " + used.id + " "
                + used.version + " goes on until TeleCoder ends." : "";
        return there;
    }

    /** Starts a version; tells whether that did not fail. The one that was used before goes on until then. */
    private boolean start(Entry entry, PluginFile file, Ahead ahead) {
        List<LoadedPlugin> needs = new ArrayList<>();
        for (PluginDependency need : file.dependencies()) {
            Entry other = running.get(need.getPluginId());
            LoadedPlugin its = other == null ? null : other.loaded;
            if (its != null) {
                needs.add(its);
            } else if (!need.isOptional()) {
                entry.becomes(State.REFUSED, entry.id + " " + entry.version + " needs the plugin " + need.getPluginId()
                        + ", which did not start; see there.");
                if (running.get(entry.id) == entry) {
                    stop(entry);
                }
                return true;
            }
        }
        Entry before = running.get(entry.id);
        LoadedPlugin old = before == null ? null : before.loaded;
        try {
            LoadedPlugin fresh = ahead.start(file, needs);
            State state = fresh.state();
            if (state == State.FAULTY || state == State.REFUSED && old != null && before != entry) {
                fail(entry, state, fresh.reason() + goingOn(before, entry));
                fresh.end();
            } else {
                use(entry, fresh, before, old);
                return true;
            }
        } catch (Throwable e) {
            LOG.error("Plugin {} {} was not started.", entry.id, entry.version, e);
            fail(entry, State.FAULTY, Reasons.of(entry.id + " " + entry.version, e) + goingOn(before, entry));
        }
        if (before == entry) {
            stop(entry);
        }
        return false;
    }

    private void use(Entry entry, LoadedPlugin fresh, @Nullable Entry before, @Nullable LoadedPlugin old) {
        if (old != null && before != null) {
            before.loaded = null;
            retired.add(old);
            LOG.info("Plugin {} {} takes the place of {}.", entry.id, entry.version, before.version);
        }
        entry.loaded = fresh;
        entry.note = "";
        running.remove(entry.id);
        running.put(entry.id, entry);
    }

    private static void fail(Entry entry, State state, String why) {
        entry.failed = true;
        entry.becomes(state, why);
    }

    private static String goingOn(@Nullable Entry before, Entry entry) {
        return before == null || before == entry ? "" : " " + before.id + " " + before.version + " goes on.";
    }

    private void stop(Entry entry) {
        running.remove(entry.id);
        LoadedPlugin plugin = entry.loaded;
        entry.loaded = null;
        if (plugin != null) {
            retired.add(plugin);
        }
    }

    private static PluginFile fileOf(Entry entry) {
        PluginFile file = entry.file;
        if (file == null) {
            throw new IllegalStateException(entry.path + " was not read");
        }
        return file;
    }

    /** What is to end since this was asked last, dependents first. */
    List<LoadedPlugin> takeRetired() {
        List<LoadedPlugin> all = List.copyOf(retired);
        retired.clear();
        return all;
    }

    /** What is used, in the order of starting. */
    List<Entry> running() {
        return List.copyOf(running.values());
    }

    /** All that there is to tell of: the files, and what is used although its file is another one. */
    List<Entry> all() {
        var all = new ArrayList<Entry>(entries);
        running.values().stream().filter(used -> !entries.contains(used)).forEach(all::add);
        return all;
    }
}
