package dev.telecoder.platform.plugin;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
        return call(work -> thread().newThread(work).start(), what, limit, classes, code);
    }

    /**
     * Runs code on a thread of an executor, whose threads are nobody else's.
     *
     * @throws Overdue if it does not return in time; it was interrupted then
     * @throws Throwable whatever the code throws
     */
    static <T extends @Nullable Object> T call(Executor threads, String what, Duration limit, ClassLoader classes,
            Code<T> code) throws Throwable {
        var work = new Work<>(what, classes, code);
        threads.execute(work);
        boolean ended;
        try {
            ended = work.ended(limit);
        } catch (InterruptedException e) {
            work.interrupt();
            boolean heeded = joined(work);
            Thread.currentThread().interrupt();
            if (heeded) {
                return work.outcome();
            }
            throw PluginException.of(Failure.CANCELLED, what + " was stopped.");
        }
        if (ended) {
            return work.outcome();
        }
        String where = where(work);
        work.interrupt();
        boolean heeded = joined(work);
        if (!heeded) {
            LOG.error("{} does not stop either and is left behind in the thread of this name{}.", what, where);
        }
        throw new Overdue("did not return within " + shown(limit) + where
                + (heeded ? "; it was interrupted" : "; it was interrupted, did not heed that, and is left behind"));
    }

    /**
     * Threads for the calls of one plugin. Making one for each call took longer than most calls do; kept for a second only, so
     * that nothing of a plugin that has ended is held by what it left in them.
     */
    static Executor threads() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), thread());
    }

    private static ThreadFactory thread() {
        return Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false).name("plugin").factory();
    }

    private static boolean joined(Work<?> work) {
        try {
            return work.ended(Limits.GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String where(Work<?> work) {
        Thread thread = work.thread;
        StackTraceElement[] stack = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
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

        private final String what;
        private final ClassLoader classes;
        private final Code<T> code;
        private final CountDownLatch end = new CountDownLatch(1);
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Thread thread;
        private boolean over;
        private @Nullable T result;
        private @Nullable Throwable thrown;

        Work(String what, ClassLoader classes, Code<T> code) {
            this.what = what;
            this.classes = classes;
            this.code = code;
        }

        @Override
        public void run() {
            Thread mine = Thread.currentThread();
            String idle = mine.getName();
            mine.setName(what);
            mine.setContextClassLoader(classes);
            thread = mine;
            try {
                result = code.call();
            } catch (Throwable e) {
                thrown = e;
            } finally {
                lock.lock();
                over = true;
                lock.unlock();
                mine.setContextClassLoader(null);
                mine.setName(idle);
                end.countDown();
            }
        }

        boolean ended(Duration limit) throws InterruptedException {
            return end.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** Not after its end: the thread may be at the next call by then. */
        void interrupt() {
            lock.lock();
            try {
                Thread at = thread;
                if (!over && at != null) {
                    at.interrupt();
                }
            } finally {
                lock.unlock();
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
