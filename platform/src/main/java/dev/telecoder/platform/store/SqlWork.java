package dev.telecoder.platform.store;

import org.jdbi.v3.core.Handle;

/**
 * What a feature does with the database, in one transaction.
 *
 * <p>It runs on a thread of the store, so it must be quick and must not wait for anything but the database. It may be
 * run a second time if the first attempt was rolled back, so it changes nothing outside the database; use
 * {@link Database#afterCommit} for that. No result set, stream or handle may leave it.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface SqlWork<T> {

    /**
     * Does the work.
     *
     * @param handle the open transaction; neither to be closed nor committed
     * @return what comes of it
     * @throws Exception whatever goes wrong; the transaction is then rolled back
     */
    T run(Handle handle) throws Exception;
}
