package dev.telecoder.platform.skill;

import dev.telecoder.api.CancellationToken;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A token that can be cancelled, alone or with the one it was made from. Safe for many threads. */
public final class Token implements CancellationToken, AutoCloseable {

    private final Object lock = new Object();
    private final Set<Action> actions = new LinkedHashSet<>();
    private final Registration parent;
    private boolean cancelled;

    /** Makes a token that nothing cancels but {@link #cancel}. */
    public Token() {
        this.parent = () -> {};
    }

    /**
     * Makes a token that is cancelled with another.
     *
     * @param other the other
     */
    public Token(CancellationToken other) {
        this.parent = other.onCancel(this::cancel);
    }

    /** Cancels. Returns when all registered actions have run. */
    public void cancel() {
        List<Action> all;
        synchronized (lock) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            all = new ArrayList<>(actions);
            actions.clear();
        }
        all.forEach(action -> action.what.run());
    }

    @Override
    public boolean isCancelled() {
        synchronized (lock) {
            return cancelled;
        }
    }

    @Override
    public Registration onCancel(Runnable action) {
        Action registered = new Action(action);
        synchronized (lock) {
            if (!cancelled) {
                actions.add(registered);
                return () -> {
                    synchronized (lock) {
                        actions.remove(registered);
                    }
                };
            }
        }
        action.run();
        return () -> {};
    }

    @Override
    public void close() {
        parent.close();
    }

    private static final class Action {

        private final Runnable what;

        private Action(Runnable what) {
            this.what = what;
        }
    }
}
