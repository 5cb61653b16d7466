package dev.telecoder.platform.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.sqlite.SQLiteConfig;

/** Opens connections to the one file, each with the same settings. */
final class Connections {

    private static final int BUSY_MILLIS = 5_000;

    private final Path file;

    Connections(Path file) {
        this.file = file;
    }

    /** Makes the file, readable by its owner alone: it holds what people said. */
    void createFile() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException _) {
            // The usual case.
        }
    }

    Connection writing() throws SQLException {
        SQLiteConfig config = common();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // An acknowledged message must survive a power cut; Forcing sees to that, while the writer goes on.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        // Copying the log into the database takes two fsyncs and may hold up who waits for a commit: the writer does it when
        // it has nothing else to do, and in the midst of writing only when the log has become large.
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, String.valueOf(Writer.LONGEST_LOG_PAGES));
        return config.createConnection("jdbc:sqlite:" + file);
    }

    Connection reading() throws SQLException {
        SQLiteConfig config = common();
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        // Not opened read-only: SQLite then could not make the shared memory file of a fresh database.
        execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    Handle handle(Connection connection, KeptStatements statements) {
        Jdbi jdbi = Jdbi.create(connection);
        jdbi.setTransactionHandler(new JoinedTransaction());
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerColumnMapper(Instant.class, (row, column, _) -> {
            String text = row.getString(column);
            return text == null ? null : Times.parse(text);
        });
        return jdbi.open().setStatementBuilder(statements);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SQLiteConfig common() {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // none is asked for, and it takes a query after each insert
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }

    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {

        InstantArgument() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, _) -> statement.setString(position, Times.text(value));
        }
    }
}
