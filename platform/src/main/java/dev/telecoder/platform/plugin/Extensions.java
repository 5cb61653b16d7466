package dev.telecoder.platform.plugin;

import java.util.List;
import org.pf4j.ExtensionPoint;

/** The extensions of the plugins that are started. Each instance is guarded: a fault in it is noted against its plugin. */
public interface Extensions {

    /**
     * Lists the extensions of a kind.
     *
     * @param kind an interface of the plugin API
     * @param <T> the kind
     * @return the extensions there are now, by plugin id
     */
    <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind);

    /**
     * Asks to be told when {@link #of} would answer something else.
     *
     * @param changed called on any thread, after the change
     */
    void onChange(Runnable changed);

    /**
     * An extension.
     *
     * @param plugin the id of the plugin it came from
     * @param instance what to call
     * @param <T> its kind
     */
    record Extension<T>(String plugin, T instance) {}
}
