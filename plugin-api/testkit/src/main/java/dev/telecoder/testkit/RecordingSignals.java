package dev.telecoder.testkit;

import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.Signals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps published signals as the host does: each once by source and delivery id, one that was pushed and polled once by its fact. Safe for many threads.
 *
 * @since 1.0
 */
public final class RecordingSignals implements Signals {

    private final List<Signal> signals = new ArrayList<>();
    private final Set<List<String>> known = new HashSet<>();

    /** Makes one that knows nothing. */
    public RecordingSignals() {}

    @Override
    public synchronized boolean publish(Signal signal) {
        boolean otherWay = signals.stream().filter(one -> one.source().equals(signal.source()))
                .anyMatch(one -> !signal.fact().isEmpty() && one.deliveryId().equals(signal.fact())
                        || one.fact().equals(signal.deliveryId()));
        return !otherWay && known.add(List.of(signal.source(), signal.deliveryId())) && signals.add(signal);
    }

    /** {@return the signals that were new, in order} */
    public synchronized List<Signal> signals() {
        return List.copyOf(signals);
    }
}
