package dev.telecoder.platform.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sqlite.SQLiteConfig;

/** What can be done with a database that is not open here: another process may have it open, or it may be damaged. */
public final class DatabaseFile {

    private static final int BUSY_MILLIS = 5_000;
    private static final int MOST_FAULTS = 20;

    private DatabaseFile() {}

    /**
     * What a database is like.
     *
     * @param schema how many migrations it has had; 0 if none
     * @param known how many this program has
     * @param otherBuild whether a migration it had is another than this program's
     * @param faults what is damaged, a line each; empty if nothing
     */
    public record Inspection(int schema, int known, boolean otherBuild, List<String> faults) {

        /** Copies the list. */
        public Inspection {
            faults = List.copyOf(faults);
        }

        /** {@return whether this program can open it, perhaps after migrating it} */
        public boolean usable() {
            return faults.isEmpty() && !otherBuild && schema <= known;
        }
    }

    /** {@return how many migrations this program has} */
    public static int knownSchema() {
        return Migrations.bundled().size();
    }

    /**
     * Copies a database as it is at one moment, also while it is written to.
     *
     * @param from the database
     * @param to the copy, which is made
     * @throws StoreException if it cannot be read or the copy not be written
     */
    public static void copy(Path from, Path to) {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + from);
                PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, to.toString());
            copy.execute();
        } catch (SQLException e) {
            throw StoreException.of(from, e);
        }
    }

    /**
     * Looks at a database without changing it: every page and every reference.
     *
     * @param file the database
     * @return what it is like
     */
    public static Inspection inspect(Path file) {
        List<Migrations.Step> steps = Migrations.bundled();
        List<String> faults = new ArrayList<>();
        Map<Integer, String> applied = new TreeMap<>();
        if (!Files.isRegularFile(file)) {
            return new Inspection(0, steps.size(), false, List.of("there is no file " + file));
        }
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setReadOnly(true);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST_FAULTS + ")")) {
                while (rows.next()) {
                    if (!"ok".equals(rows.getString(1))) {
                        faults.add(String.valueOf(rows.getString(1)));
                    }
                }
            }
            try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
                while (rows.next() && faults.size() < MOST_FAULTS) {
                    faults.add("a row of " + rows.getString(1) + " refers to one of " + rows.getString(3)
                            + " that is not there");
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT 1 FROM sqlite_master WHERE name = 'schema_version'")) {
                if (!rows.next()) {
                    return new Inspection(0, steps.size(), false, faults);
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT version, checksum FROM schema_version")) {
                while (rows.next()) {
                    applied.put(rows.getInt(1), String.valueOf(rows.getString(2)));
                }
            }
        } catch (SQLException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        boolean other = applied.entrySet().stream().anyMatch(one -> one.getKey() >= 1 && one.getKey() <= steps.size()
                && !steps.get(one.getKey() - 1).checksum().equals(one.getValue()));
        return new Inspection(applied.keySet().stream().mapToInt(Integer::intValue).max().orElse(0), steps.size(),
                other, faults);
    }
}
