package dev.telecoder.platform.plugin;

import java.time.Duration;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that run in one version of a plugin, and what it handed out that is still open. A version that was replaced ends
 * when neither is left. Safe for use by many threads.
 */
final class Calls {

    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private final WeakHashMap<Object, Boolean> open = new WeakHashMap<>();
    private volatile long lastEnd = System.nanoTime();
    private volatile boolean doorClosed;

    /** One call, and the thread of the host that makes it. */
    static final class Call {

        private final Thread thread = Thread.currentThread();
        private volatile boolean interrupted;
    }

    Call begin() {
        var call = new Call();
        running.add(call);
        return call;
    }

    void end(Call call) {
        running.remove(call);
        lastEnd = System.nanoTime();
        if (call.interrupted) {
            // It was meant for the plugin, not for what the host does next.
            Thread.interrupted();
        }
    }

    /** Something was handed out that has an end of its own. */
    void opened(Object proxy) {
        synchronized (open) {
            open.put(proxy, true);
        }
    }

    void closed(Object proxy) {
        synchronized (open) {
            open.remove(proxy);
        }
    }

    /** Whether nothing has run for a while and nothing is open. */
    boolean quiet(Duration since) {
        synchronized (open) {
            return running.isEmpty() && open.isEmpty() && System.nanoTime() - lastEnd >= since.toNanos();
        }
    }

    int count() {
        return running.size();
    }

    void interruptAll() {
        for (Call call : running) {
            call.interrupted = true;
            call.thread.interrupt();
        }
    }

    /** From now on its extensions are not called any more; what runs goes on. */
    void closeDoor() {
        // Who was let in just now is not counted yet.
        lastEnd = System.nanoTime();
        doorClosed = true;
    }

    boolean doorClosed() {
        return doorClosed;
    }
}
