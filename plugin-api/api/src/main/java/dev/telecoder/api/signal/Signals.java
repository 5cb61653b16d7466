package dev.telecoder.api.signal;

import dev.telecoder.api.HostProvided;

/**
 * Where facts from outside go. The host stores each once and hands it to whoever asks for its kind.
 *
 * @since 1.0
 */
@HostProvided
public interface Signals {

    /**
     * Takes a fact in; returns when it is stored.
     *
     * @param signal the fact
     * @return false if it was known already and nothing was done
     */
    boolean publish(Signal signal);
}
