package dev.telecoder.testkit;

import dev.telecoder.api.CancellationToken;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A cancellation a test pulls by hand. Safe for many threads.
 *
 * @since 1.0
 */
public final class ManualCancellation implements CancellationToken {

    private final List<Action> actions = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    /** Makes a token that is not cancelled. */
    public ManualCancellation() {}

    /** Cancels; runs every registered action once, on this thread. A second call does nothing. */
    public void cancel() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
        }
        for (Action action : actions) {
            if (actions.remove(action)) {
                action.what().run();
            }
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public Registration onCancel(Runnable action) {
        Action registered = new Action(action);
        synchronized (this) {
            if (!cancelled) {
                actions.add(registered);
                return () -> actions.remove(registered);
            }
        }
        action.run();
        return () -> {};
    }

    /** {@return how many actions still wait; 0 when everything that was registered was closed again} */
    public int registrations() {
        return actions.size();
    }

    /** Compared by identity, so that one action registered twice counts twice. */
    private static final class Action {

        private final Runnable what;

        private Action(Runnable what) {
            this.what = what;
        }

        private Runnable what() {
            return what;
        }
    }
}
