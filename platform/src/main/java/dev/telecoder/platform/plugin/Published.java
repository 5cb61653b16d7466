package dev.telecoder.platform.plugin;

import dev.telecoder.api.signal.SignalListener;
import dev.telecoder.platform.plugin.Extensions.Extension;
import dev.telecoder.platform.signal.StoredSignals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What there is to tell of the plugins as of the last change: nobody waits for a plugin that takes its time to start.
 *
 * @param listed all that was found
 * @param loaded what is used, in the order of starting; its entries change while this holds
 * @param extensions what that offers, by plugin id
 */
record Published(List<Entry> listed, List<LoadedPlugin> loaded, List<Extension<Object>> extensions) {

    static final Published NOTHING = new Published(List.of(), List.of(), List.of());

    static Published of(Roster roster) {
        List<LoadedPlugin> loaded =
                roster.running().stream().map(entry -> entry.loaded).filter(Objects::nonNull).toList();
        return new Published(roster.all(), loaded,
                loaded.stream().sorted(Comparator.comparing(plugin -> plugin.file().id()))
                        .flatMap(plugin -> plugin.extensions().stream()).toList());
    }

    Stream<LoadedPlugin> plugins() {
        return loaded.stream();
    }

    List<PluginReport> reports() {
        return listed.stream().map(Entry::report)
                .sorted(Comparator.comparing(PluginReport::id).thenComparing(PluginReport::state)).toList();
    }

    List<StoredSignals.Listener> signalListeners() {
        var found = new ArrayList<StoredSignals.Listener>();
        plugins().forEach(plugin -> {
            for (Slot slot : plugin.slots()) {
                Extension<Object> extension = slot.extension();
                if (extension != null && extension.instance() instanceof SignalListener listener) {
                    found.add(new StoredSignals.Listener(plugin.file().id() + "/" + slot.className(), listener));
                }
            }
        });
        return found;
    }

    /** Finds an extension by its plugin and its class. */
    @Nullable Object extension(String plugin, String className) {
        return plugins().filter(one -> one.file().id().equals(plugin)).flatMap(one -> one.slots().stream())
                .filter(slot -> slot.className().equals(className)).map(Slot::extension).filter(Objects::nonNull)
                .<Object>map(Extension::instance).findFirst().orElse(null);
    }
}
