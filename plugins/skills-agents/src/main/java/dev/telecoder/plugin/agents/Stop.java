package dev.telecoder.plugin.agents;

import dev.telecoder.api.CancellationToken;
import java.util.ArrayList;
import java.util.List;

/** Ends one agent, while what asked for it goes on. Many threads may use it. */
final class Stop implements CancellationToken {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    void cancel() {
        List<Runnable> now;
        synchronized (this) {
            cancelled = true;
            now = List.copyOf(actions);
            actions.clear();
        }
        now.forEach(Runnable::run);
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return () -> {
                    synchronized (this) {
                        actions.remove(action);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }
}
