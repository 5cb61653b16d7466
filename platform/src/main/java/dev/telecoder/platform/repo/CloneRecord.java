package dev.telecoder.platform.repo;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What the host knows of a task's clone, kept beside it and not in it.
 *
 * @param repo the repository's name
 * @param url where it was cloned from
 * @param directory the folder of the clone
 * @param defaultBranch the remote's default branch
 * @param configured whether the operator configured it
 */
record CloneRecord(String repo, String url, Path directory, String defaultBranch, boolean configured) {

    private static final String FILE = "clone.properties";

    static Optional<CloneRecord> find(Path shadow) throws IOException {
        Path file = shadow.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return Optional.of(new CloneRecord(properties.getProperty("repo"), properties.getProperty("url"),
                Path.of(properties.getProperty("directory")), properties.getProperty("default_branch"),
                Boolean.parseBoolean(properties.getProperty("configured"))));
    }

    void write(Path shadow) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("repo", repo);
        properties.setProperty("url", url);
        properties.setProperty("directory", directory.toString());
        properties.setProperty("default_branch", defaultBranch);
        properties.setProperty("configured", String.valueOf(configured));
        Path next = shadow.resolve(FILE + ".new");
        try (Writer writer = Files.newBufferedWriter(next)) {
            properties.store(writer, null);
        }
        Files.move(next, shadow.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
