package dev.telecoder.platform.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Plugins that bring libraries as jars of their own: a zip whose {@code lib} folder holds the plugin's jar and the others.
 * A class loader does not read jars inside a zip, so they are unpacked, once for each version of the file.
 */
final class ZipPlugins {

    private final Path folder;

    ZipPlugins(Path folder) {
        this.folder = folder;
    }

    /** The jars of a zip, by name. */
    List<Path> unpack(Path zip) throws IOException {
        String stamp = Long.toHexString(Files.getLastModifiedTime(zip).toMillis()) + "-"
                + Long.toHexString(Files.size(zip));
        Path into = folder.resolve(Inspector.name(zip) + "-" + stamp);
        if (!Files.isDirectory(into)) {
            Files.createDirectories(folder);
            Path fresh = Files.createTempDirectory(folder, "unpacking-");
            copy(zip, fresh);
            // A crash in the middle leaves a folder that nobody reads.
            Files.move(fresh, into, StandardCopyOption.ATOMIC_MOVE);
        }
        List<Path> jars = new ArrayList<>();
        try (var files = Files.newDirectoryStream(into, "*.jar")) {
            files.forEach(jars::add);
        }
        if (jars.isEmpty()) {
            throw new IOException("its lib folder holds no jar");
        }
        Collections.sort(jars);
        return jars;
    }

    private static void copy(Path zip, Path into) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                // Only names directly in lib, so no entry can point out of the folder.
                if (entry.getName().matches("lib/[^/\\\\]+\\.jar")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, into.resolve(entry.getName().substring("lib/".length())));
                    }
                }
            }
        }
    }
}
