package dev.telecoder.platform.plugin;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs code of a plugin for a limited time, on a thread of its own: only then can the caller go on without it. The thread is
 * one of the system's, because an endless loop on a virtual thread would keep a processor from all others, and it is never
 * used twice, because what the plugin leaves in its thread-locals would keep the plugin alive.
 */
final class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private Watchdog() {}

    /** Some code of a plugin. */
    @FunctionalInterface
    interface Code<T extends @Nullable Object> {
        T call() throws Throwable;
    }

    /**
     * Runs code.
     *
     * @throws Overdue if it does not return in time; it was interrupted then
     * @throws Throwable whatever the code throws
     */
    static <T extends @Nullable Object> T call(String what, Duration limit, ClassLoader classes, Code<T> code)
            throws Throwable {
        var work = new Work<>(code);
        Thread thread = Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false).name(what).unstarted(work);
        thread.setContextClassLoader(classes);
        thread.start();
        boolean ended;
        try {
            ended = thread.join(limit);
        } catch (InterruptedException e) {
            thread.interrupt();
            boolean heeded = joined(thread);
            Thread.currentThread().interrupt();
            if (heeded) {
                return work.outcome();
            }
            throw PluginException.of(Failure.CANCELLED, what + " was stopped.");
        }
        if (ended) {
            return work.outcome();
        }
        String where = where(thread);
        thread.interrupt();
        boolean heeded = joined(thread);
        if (!heeded) {
            LOG.error("{} does not stop either and is left behind in the thread of this name{}.", what, where);
        }
        throw new Overdue("did not return within " + shown(limit) + where
                + (heeded ? "; it was interrupted" : "; it was interrupted, did not heed that, and is left behind"));
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(Limits.GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String where(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        for (StackTraceElement at : stack) {
            if (!at.getClassName().startsWith("java.") && !at.getClassName().startsWith("jdk.")) {
                return " (it was at " + at + ")";
            }
        }
        return "";
    }

    private static String shown(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.1f s", limit.toMillis() / 1000.0);
    }

    /** What the thread does, and what came of it. */
    private static final class Work<T extends @Nullable Object> implements Runnable {

        private final Code<T> code;
        private @Nullable T result;
        private @Nullable Throwable thrown;

        Work(Code<T> code) {
            this.code = code;
        }

        @Override
        public void run() {
            try {
                result = code.call();
            } catch (Throwable e) {
                thrown = e;
            }
        }

        @SuppressWarnings("NullAway")
        T outcome() throws Throwable {
            Throwable failed = thrown;
            if (failed != null) {
                throw failed;
            }
            return result;
        }
    }
}
