package dev.telecoder.platform.plugin;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the files that were installed came from, and their checksums then: a small file for each. For one thread. */
final class Origins {

    private static final Logger LOG = LoggerFactory.getLogger(Origins.class);

    private final Path folder;
    private final Json json;

    Origins(Path folder, Json json) {
        this.folder = folder;
        this.json = json;
    }

    /** Notes where a file came from. */
    void note(Path file, JsonValue origin) throws IOException {
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, "new-", ".tmp");
        Files.writeString(fresh, origin.toString());
        Files.move(fresh, of(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is known of a file; nothing of one that was dropped in. */
    Optional<JsonValue> find(Path file) {
        try {
            return Files.exists(of(file)) ? Optional.of(json.parse(Files.readString(of(file)))) : Optional.empty();
        } catch (IOException | PluginException e) {
            LOG.warn("Where {} came from cannot be read: {}", file.getFileName(), e.getMessage());
            return Optional.empty();
        }
    }

    void forget(Path file) throws IOException {
        Files.deleteIfExists(of(file));
    }

    private Path of(Path file) {
        return folder.resolve(file.getFileName() + ".json");
    }
}
