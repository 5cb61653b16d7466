package dev.telecoder.platform.http;

import dev.telecoder.api.CancellationToken;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

final class TestToken implements CancellationToken {

    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    void cancel() {
        cancelled = true;
        actions.forEach(Runnable::run);
    }

    int registered() {
        return actions.size();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        actions.add(action);
        if (cancelled) {
            action.run();
        }
        return () -> actions.remove(action);
    }
}
