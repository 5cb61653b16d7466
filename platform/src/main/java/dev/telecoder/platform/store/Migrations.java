package dev.telecoder.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings a database to the version of this program, step by step, each step whole or not at all. */
final class Migrations {

    private static final List<String> BUNDLED = List.of("V001__first.sql", "V002__message_search.sql",
            "V003__usage_and_context.sql", "V004__recall.sql", "V005__heartbeat.sql", "V007__watch.sql",
            "V008__signal_facts.sql");

    /**
     * One step.
     *
     * @param version its number; they grow, and a gap is one that was left free
     * @param name the name of its file
     * @param sql its statements
     */
    record Step(int version, String name, String sql) {

        String checksum() {
            try {
                byte[] bytes = sql.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Migrations() {}

    static List<Step> bundled() {
        return BUNDLED.stream().map(Migrations::load).toList();
    }

    static void run(Connections connections, Path file, Path backups, List<Step> steps)
            throws SQLException, IOException {
        try (Connection connection = connections.writing()) {
            Map<Integer, String> applied = applied(connection);
            check(file, backups, applied, steps);
            List<Step> pending =
                    steps.stream().filter(step -> !applied.containsKey(step.version())).toList();
            if (pending.isEmpty()) {
                return;
            }
            if (!applied.isEmpty()) {
                new DatabaseCopies(backups).make(connection, applied.size());
            }
            for (Step step : pending) {
                apply(connection, step);
            }
        }
    }

    private static void check(Path file, Path backups, Map<Integer, String> applied, List<Step> steps) {
        Map<Integer, Step> known = steps.stream().collect(Collectors.toMap(Step::version, Function.identity()));
        int newest = steps.stream().mapToInt(Step::version).max().orElse(0);
        applied.forEach((version, checksum) -> {
            Step step = known.get(version);
            if (step == null) {
                throw new StoreException(
                        StoreException.Kind.OTHER_VERSION,
                        "The database " + file + " was written by a newer TeleCoder (schema " + version
                                + ", this one knows up to " + newest + "). Install the newer TeleCoder again, "
                                + "or put an older copy from " + backups + " in its place.",
                        null);
            }
            if (!step.checksum().equals(checksum)) {
                throw new StoreException(
                        StoreException.Kind.OTHER_VERSION,
                        "The database " + file + " was made by another build of TeleCoder: its step "
                                + step.name() + " differs. Use that build, or move the file away "
                                + "to begin with an empty one.",
                        null);
            }
        });
    }

    private static Map<Integer, String> applied(Connection connection) throws SQLException {
        var applied = new TreeMap<Integer, String>();
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, "
                            + "checksum TEXT NOT NULL, applied_at TEXT NOT NULL)");
            try (ResultSet rows = statement.executeQuery("SELECT version, checksum FROM schema_version")) {
                while (rows.next()) {
                    applied.put(rows.getInt(1), rows.getString(2));
                }
            }
        }
        return applied;
    }

    private static void apply(Connection connection, Step step) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)")) {
            Connections.execute(connection, "BEGIN IMMEDIATE");
            // executeUpdate hands the whole text to SQLite, which runs one statement after the other.
            statement.executeUpdate(step.sql());
            insert.setInt(1, step.version());
            insert.setString(2, step.name());
            insert.setString(3, step.checksum());
            insert.setString(4, Times.text(Instant.now()));
            insert.executeUpdate();
            Connections.execute(connection, "COMMIT");
        } catch (SQLException e) {
            try {
                Connections.execute(connection, "ROLLBACK");
            } catch (SQLException alreadyRolledBack) {
                e.addSuppressed(alreadyRolledBack);
            }
            throw e;
        }
    }

    private static Step load(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream("/db/migration/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The migration " + name + " is missing from this build.");
            }
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Step(Integer.parseInt(name.substring(1, 4)), name, sql);
        } catch (IOException e) {
            throw new IllegalStateException("The migration " + name + " cannot be read.", e);
        }
    }
}
