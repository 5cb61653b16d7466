package dev.telecoder.platform.signal;

import dev.telecoder.api.signal.SignalListener;

/** stub. */
public final class StoredSignals {
    /** l.
     * @param id i
     * @param instance s
     */
    public record Listener(String id, SignalListener instance) {}
}
