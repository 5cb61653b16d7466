package dev.telecoder.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementContextListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStatementsTest {

    @TempDir Path folder;

    private final KeptStatements statements = new KeptStatements();
    private final List<PreparedStatement> used = new ArrayList<>();
    private Connection connection;
    private Handle handle;

    @BeforeEach
    void opensADatabase() throws Exception {
        var connections = new Connections(folder.resolve("kept.db"));
        connection = connections.writing();
        handle = connections.handle(connection, statements);
        handle.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT)");
        handle.getConfig(SqlStatements.class).addContextListener(new StatementContextListener() {

            @Override
            public void contextCleaned(StatementContext context) {
                if (context.getStatement() != null) {
                    used.add(context.getStatement());
                }
            }
        });
    }

    @AfterEach
    void closesIt() throws Exception {
        statements.close(connection);
        connection.close();
    }

    /** The driver ends a statement that fails; that must neither hide why nor spoil the next one. */
    @Test
    void saysWhyACommitFailedAndGoesOn() throws Exception {
        handle.execute("PRAGMA foreign_keys = ON");
        handle.execute("CREATE TABLE use (word INTEGER REFERENCES word (id) DEFERRABLE INITIALLY DEFERRED)");
        for (int round = 0; round < 2; round++) {
            statements.execute(connection, "BEGIN");
            handle.execute("INSERT INTO use VALUES (4711)");

            assertThatThrownBy(() -> statements.execute(connection, "COMMIT")).hasMessageContaining("FOREIGN KEY");

            statements.execute(connection, "ROLLBACK");
        }
        statements.execute(connection, "BEGIN");
        handle.execute("INSERT INTO word (id, text) VALUES (1, 'one')");
        statements.execute(connection, "COMMIT");
        assertThat(handle.createQuery("SELECT count(*) FROM word").mapTo(Integer.class).one()).isEqualTo(1);
    }

    @Test
    void usesTheSameStatementAgainForTheSameSql() {
        for (int i = 1; i <= 3; i++) {
            handle.createUpdate("INSERT INTO word (id, text) VALUES (:id, :text)").bind("id", i).bind("text", "w" + i)
                    .execute();
        }

        assertThat(used).hasSize(3);
        assertThat(used.stream().distinct()).hasSize(1);
        assertThat(words()).containsExactly("w1", "w2", "w3");
    }

    @Test
    void nestsTheSameSql() {
        handle.execute("INSERT INTO word (id, text) VALUES (1, 'a'), (2, 'b')");

        List<String> pairs = handle.createQuery("SELECT text FROM word WHERE id >= :from ORDER BY id").bind("from", 1)
                .map((rs, ctx) -> rs.getString(1) + handle
                        .createQuery("SELECT text FROM word WHERE id >= :from ORDER BY id").bind("from", 1)
                        .mapTo(String.class).list())
                .list();

        assertThat(pairs).containsExactly("a[a, b]", "b[a, b]");
    }

    @Test
    void forgetsWhatWasBoundBefore() {
        handle.createUpdate("INSERT INTO word (id, text) VALUES (:id, :text)").bind("id", 1).bind("text", "old")
                .execute();
        handle.createUpdate("INSERT INTO word (id, text) VALUES (:id, :text)").bind("id", 2)
                .bind("text", (String) null).execute();

        assertThat(words()).containsExactly("old", null);
    }

    @Test
    void goesOnAfterAStatementThatFailed() {
        handle.execute("INSERT INTO word (id, text) VALUES (1, 'a')");
        for (int i = 0; i < 2; i++) {
            try {
                handle.execute("INSERT INTO word (id, text) VALUES (?, ?)", 1, "again");
            } catch (RuntimeException e) {
                assertThat(e).hasStackTraceContaining("UNIQUE");
            }
        }
        handle.execute("INSERT INTO word (id, text) VALUES (?, ?)", 2, "b");

        assertThat(words()).containsExactly("a", "b");
    }

    @Test
    void keepsNoMoreThanItShould() {
        for (int i = 0; i < 1_000; i++) {
            handle.createQuery("SELECT " + i).mapTo(Integer.class).one();
        }

        assertThat(used.stream().distinct().filter(KeptStatementsTest::open)).isNotEmpty()
                .hasSizeLessThanOrEqualTo(250);
    }

    private static boolean open(PreparedStatement statement) {
        try {
            return !statement.isClosed();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> words() {
        return handle.createQuery("SELECT text FROM word ORDER BY id").map((rs, ctx) -> rs.getString(1)).list();
    }
}
