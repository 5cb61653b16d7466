package dev.telecoder.platform.store;

import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One write and what became of it; its waiter is told only when the batch is on disk. */
final class WriteTask<T> {

    /** Stands behind the last task when the store closes. */
    static final WriteTask<?> END = new WriteTask<>(_ -> "", false);

    private final SqlWork<T> work;
    private final boolean forced;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    WriteTask(SqlWork<T> work, boolean forced) {
        this.work = work;
        this.forced = forced;
    }

    /** Whether it is to be on the disk itself, past the system's own memory, before its waiter is told. */
    boolean forced() {
        return forced;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /** Runs the work; {@return whether it succeeded}. */
    boolean run(Handle handle) {
        result = null;
        failure = null;
        try {
            result = work.run(handle);
            return true;
        } catch (Throwable e) {
            failure = e;
            return false;
        }
    }

    Throwable failure() {
        Throwable thrown = failure;
        return thrown == null ? new IllegalStateException("The work did not fail.") : thrown;
    }

    void failed(Throwable reason) {
        failure = reason;
    }

    @SuppressWarnings("NullAway") // a result may be null where T says so
    void tell() {
        if (failure == null) {
            future.complete(result);
        } else {
            future.completeExceptionally(failure);
        }
    }
}
