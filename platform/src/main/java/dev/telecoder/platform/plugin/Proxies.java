package dev.telecoder.platform.plugin;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One proxy for each instance, by identity and for as long as somebody holds the proxy. Nothing is kept alive here. Safe
 * for use by many threads.
 */
final class Proxies {

    private final Map<Key, WeakReference<Object>> made = new HashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    synchronized Object of(Object instance, Supplier<Object> maker) {
        for (Reference<?> key = gone.poll(); key != null; key = gone.poll()) {
            made.remove(key);
        }
        var key = new Key(instance, gone);
        WeakReference<Object> known = made.get(key);
        Object proxy = known == null ? null : known.get();
        if (proxy == null) {
            proxy = maker.get();
            made.put(key, new WeakReference<>(proxy));
        }
        return proxy;
    }

    /** Compares by identity, and after its instance is gone only with itself. */
    private static final class Key extends WeakReference<Object> {

        private final int hash;

        Key(Object instance, ReferenceQueue<Object> queue) {
            super(instance, queue);
            this.hash = System.identityHashCode(instance);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Key key && get() != null && get() == key.get());
        }
    }
}
