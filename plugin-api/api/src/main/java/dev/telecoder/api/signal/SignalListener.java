package dev.telecoder.api.signal;

import dev.telecoder.api.channel.Channel;
import java.util.Set;

/**
 * The wish to be told of facts from outside. A channel that wants them implements it beside {@code Channel}.
 *
 * @since 1.0
 */
public interface SignalListener {

    /** {@return the kinds to be told of, such as {@code issue_comment.created}} */
    Set<String> signals();

    /**
     * Takes a fact. Each comes once, in order for one subject; one that could not be taken comes again.
     *
     * @param signal what happened
     */
    void onSignal(Signal signal);
}
