package dev.telecoder.platform.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that classes are loaded from: not those that people drop, but copies that nobody else writes, one for each
 * version of a file. A zip, which brings libraries as jars of their own in {@code lib}, is unpacked, because a class loader
 * does not read jars inside a zip. The host locks.
 */
final class Copies {

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final Path folder;

    Copies(Path folder) {
        this.folder = folder;
    }

    /** What to load the classes of a file from, by name. */
    List<Path> of(Path file, Stamp stamp) throws IOException {
        Path into = folder.resolve(Inspector.name(file) + "-" + stamp.shortName());
        if (!Files.isDirectory(into)) {
            Files.createDirectories(folder);
            Path fresh = Files.createTempDirectory(folder, "new-");
            try {
                if (file.toString().endsWith(".zip")) {
                    unpack(file, fresh);
                } else {
                    Files.copy(file, fresh.resolve(file.getFileName().toString()));
                }
                if (!Stamp.of(file).equals(stamp)) {
                    throw new IOException("it changed while it was read");
                }
                // A crash in the middle leaves a folder that nobody reads.
                Files.move(fresh, into, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(fresh);
            }
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

    /** Removes the copies that are not used. */
    void keepOnly(Collection<Path> used) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path copy : all) {
                if (used.stream().noneMatch(file -> file.startsWith(copy))) {
                    delete(copy);
                }
            }
        } catch (IOException e) {
            LOG.debug("Old copies of plugins stay in {}.", folder, e);
        }
    }

    private static void delete(Path copy) {
        if (!Files.exists(copy)) {
            return;
        }
        try (var files = Files.walk(copy)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("The copy {} stays.", copy, e);
        }
    }

    private static void unpack(Path zip, Path into) throws IOException {
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
