package dev.telecoder.support.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Does what belongs to one chat in order, and chats beside each other, each on a virtual thread. Safe for many threads.
 *
 * @since 1.0
 */
public final class Lanes {

    private static final Executor THREADS = task -> Thread.ofVirtual().name("channel-lane").start(task);

    private final Map<String, CompletableFuture<?>> last = new HashMap<>();

    /** Makes them; there is no thread before there is something to do. */
    public Lanes() {}

    /**
     * Does something after all that was given for the same chat before.
     *
     * @param chat the chat
     * @param task what to do; what it throws ends nothing but itself, so it sees to that
     */
    public void run(String chat, Runnable task) {
        synchronized (last) {
            CompletableFuture<?> before = last.get(chat);
            CompletableFuture<?> mine = (before == null ? CompletableFuture.completedFuture(null) : before)
                    .handleAsync((done, failed) -> {
                        task.run();
                        return done;
                    }, THREADS);
            last.put(chat, mine);
            mine.whenComplete((done, failed) -> {
                synchronized (last) {
                    last.remove(chat, mine);
                }
            });
        }
    }
}
