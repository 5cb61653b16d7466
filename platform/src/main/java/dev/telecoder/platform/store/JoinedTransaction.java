package dev.telecoder.platform.store;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Tells JDBI that work is always in a transaction, which is the store's: what {@code handle.inTransaction} does is part of
 * it. The store begins and ends it in SQL, because the driver would begin the next one at once and hold its lock.
 */
final class JoinedTransaction implements TransactionHandler {

    @Override
    public void begin(Handle handle) {
        // It has begun.
    }

    @Override
    public void commit(Handle handle) {
        throw new UnsupportedOperationException("The store commits, when the work has ended.");
    }

    @Override
    public void rollback(Handle handle) {
        throw new UnsupportedOperationException("To roll back, throw an exception out of the work.");
    }

    @Override
    public boolean isInTransaction(Handle handle) {
        return true;
    }

    @Override
    public void savepoint(Handle handle, String name) {
        handle.execute("SAVEPOINT \"" + name + "\"");
    }

    @Override
    public void rollbackToSavepoint(Handle handle, String name) {
        handle.execute("ROLLBACK TO \"" + name + "\"");
    }

    @Override
    public void releaseSavepoint(Handle handle, String name) {
        handle.execute("RELEASE \"" + name + "\"");
    }

    @Override
    public <R, X extends Exception> R inTransaction(Handle handle, HandleCallback<R, X> callback) throws X {
        return callback.withHandle(handle);
    }

    @Override
    public <R, X extends Exception> R inTransaction(
            Handle handle, TransactionIsolationLevel level, HandleCallback<R, X> callback) throws X {
        return callback.withHandle(handle);
    }
}
