package dev.telecoder.platform.app;

import dev.telecoder.platform.config.LastGood;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Where everything of one TeleCoder is kept.
 *
 * @param root {@code TELECODER_HOME}, or {@code ~/.telecoder}
 */
record Home(Path root) {

    static Home of(Map<String, String> environment) {
        String named = environment.get("TELECODER_HOME");
        Path root = named == null || named.isBlank() ? Path.of(System.getProperty("user.home"), ".telecoder")
                : Path.of(named);
        return new Home(root.toAbsolutePath().normalize());
    }

    /** Makes the folders; others cannot look into them. */
    Home prepare() {
        try {
            Files.createDirectories(root);
            if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
            for (Path folder : List.of(plugins(), skills(), jobs(), data(), workspaces(),
                    logs(),
                    backups())) {
                Files.createDirectories(folder);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The home " + root + " cannot be made or written. Set TELECODER_HOME to a folder of yours.",
                    e);
        }
    }

    Path config() {
        return root.resolve("config.yaml");
    }

    LastGood lastGoodConfig() {
        return new LastGood(data().resolve(LastGood.NAME));
    }

    Path plugins() {
        return root.resolve("plugins");
    }

    Path skills() {
        return root.resolve("skills");
    }

    Path jobs() {
        return root.resolve("jobs");
    }

    Path data() {
        return root.resolve("data");
    }

    Path workspaces() {
        return root.resolve("workspaces");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path backups() {
        return root.resolve("backups");
    }

    Path database() {
        return data().resolve("telecoder.db");
    }

    Path lock() {
        return data().resolve("host.lock");
    }

    Path hostFile() {
        return data().resolve("host.json");
    }
}
