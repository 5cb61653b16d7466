package dev.telecoder.platform.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** What the caller of the store gets for what work threw. */
final class Thrown {

    private Thrown() {}

    /** A feature's own exception stays what it is; what the database threw is explained. */
    static RuntimeException unchecked(Path file, @Nullable Throwable thrown) {
        return switch (thrown) {
            case Error error -> throw error;
            case JdbiException jdbi -> StoreException.of(file, jdbi);
            case RuntimeException own -> own;
            case SQLException sql -> StoreException.of(file, sql);
            case null -> new IllegalStateException("Work failed without an exception.");
            case Exception other ->
                    new StoreException(StoreException.Kind.FAULT, "Work on the database failed: " + other, other);
            default -> new IllegalStateException(thrown);
        };
    }
}
