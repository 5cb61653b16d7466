package dev.telecoder.platform.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copies made before a database is migrated; the newest few are kept. */
final class DatabaseCopies {

    private static final Logger log = LoggerFactory.getLogger(DatabaseCopies.class);
    private static final int KEPT = 5;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;

    DatabaseCopies(Path folder) {
        this.folder = folder;
    }

    void make(Connection connection, int version) throws SQLException, IOException {
        Files.createDirectories(folder);
        String name = "telecoder-v%03d-%s.db".formatted(version, TIME.format(Instant.now()));
        // Under its final name stands only a complete copy.
        Path partial = folder.resolve(name + ".partial");
        Files.deleteIfExists(partial);
        try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, partial.toString());
            copy.execute();
        }
        Path made = Files.move(partial, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        log.info("Copied the database to {} before changing it.", made);
        removeOld();
    }

    private void removeOld() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> copies =
                    files.filter(file -> file.getFileName().toString().matches("telecoder-v\\d+-[\\d-]+\\.db"))
                            .sorted(Comparator.comparing(DatabaseCopies::madeAt).reversed())
                            .toList();
            for (Path old : copies.subList(Math.min(KEPT, copies.size()), copies.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static String madeAt(Path copy) {
        return copy.getFileName().toString().replaceFirst("telecoder-v\\d+-", "");
    }
}
