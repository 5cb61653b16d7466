package dev.telecoder.platform.store;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps statements that were prepared once: SQLite takes longer to prepare one of ours than to run it. One that is in use is
 * not among the kept, so the same SQL may be nested. For one connection and its one thread.
 */
final class KeptStatements implements StatementBuilder {

    private static final Logger log = LoggerFactory.getLogger(KeptStatements.class);

    /** All there is fits; a query that puts its conditions together from pieces must not grow it without end. */
    private static final int MOST = 250;

    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>(64, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
            if (size() <= MOST) {
                return false;
            }
            closeQuietly(eldest.getValue());
            return true;
        }
    };

    /** The SQL of those in use, as SQLite got it: JDBI names one with its parameters' names when it gives it back. */
    private final Map<Statement, String> lent = new IdentityHashMap<>();

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return connection.createStatement();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        return take(connection, sql);
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return connection.prepareCall(sql);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        String prepare = lent.remove(statement);
        if (prepare == null || !(statement instanceof PreparedStatement prepared)) {
            statement.close();
            return;
        }
        if (!prepared.isClosed()) {
            try {
                // A value may be a whole answer of the model; it is not to be held until the next use.
                prepared.clearParameters();
            } catch (SQLException e) {
                // The driver has ended a statement that failed. What it failed with is what the caller must hear.
                closeQuietly(prepared);
                return;
            }
            PreparedStatement same = kept.put(prepare, prepared);
            if (same != null) {
                same.close();
            }
        }
    }

    @Override
    public void close(Connection connection) {
        kept.values().forEach(KeptStatements::closeQuietly);
        kept.clear();
    }

    /** Runs what has no parameters and no result. */
    void execute(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = take(connection, sql);
        try {
            statement.execute();
        } finally {
            close(connection, sql, statement);
        }
    }

    private PreparedStatement take(Connection connection, String sql) throws SQLException {
        PreparedStatement ready = kept.remove(sql);
        PreparedStatement statement = ready == null ? connection.prepareStatement(sql) : ready;
        lent.put(statement, sql);
        return statement;
    }

    private static void closeQuietly(Statement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            log.debug("A statement did not close.", e);
        }
    }
}
