package dev.telecoder.platform.app;

import dev.telecoder.api.json.Json;
import dev.telecoder.platform.store.DatabaseFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads a backup that may be damaged or made to do harm: nothing in it is believed before it was checked. For one thread. */
final class BackupReader {

    private static final long MOST_MANIFEST = 64L * 1024 * 1024;
    private static final int MOST_FILES = 1_000_000;

    /** Deflate packs a thousand to one at most, and what people write ten to one. */
    private static final long MOST_RATIO = 200;
    private static final long ALWAYS_FINE = 256L * 1024 * 1024;

    private final Path file;
    private final Json json;

    BackupReader(Path file, Json json) {
        this.file = file;
        this.json = json;
    }

    /** Unpacks it all into an empty folder, and checks every byte on the way and the database at the end. */
    BackupManifest unpack(Path into) throws IOException, BackupDamage {
        BackupSeal.check(file);
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            BackupManifest manifest = manifest(zip);
            check(zip, manifest);
            if (Files.getFileStore(into).getUsableSpace() < manifest.bytes()) {
                throw new IOException("There is too little space in " + into.getParent() + ": "
                        + manifest.bytes() / (1024 * 1024) + " MB are needed.");
            }
            for (BackupManifest.Kept kept : manifest.files()) {
                unpack(zip, kept, into);
            }
            database(into, manifest);
            return manifest;
        } catch (ZipException | IllegalArgumentException e) {
            throw new BackupDamage("It cannot be read as a zip: " + e.getMessage());
        }
    }

    private BackupManifest manifest(ZipFile zip) throws IOException, BackupDamage {
        ZipEntry entry = zip.getEntry(BackupManifest.NAME);
        if (entry == null) {
            throw new BackupDamage("It has no " + BackupManifest.NAME + ", so it is no backup of TeleCoder.");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) MOST_MANIFEST);
            if (in.read() >= 0) {
                throw new BackupDamage("Its " + BackupManifest.NAME + " is too large.");
            }
            return BackupManifest.of(new String(bytes, StandardCharsets.UTF_8), json);
        }
    }

    private void check(ZipFile zip, BackupManifest manifest) throws IOException, BackupDamage {
        if (manifest.schema() > DatabaseFile.knownSchema()) {
            throw new BackupDamage("It was made by a newer TeleCoder (" + manifest.version() + ", schema "
                    + manifest.schema() + "; this one knows up to " + DatabaseFile.knownSchema()
                    + "). Install that version to restore it.");
        }
        if (zip.size() > MOST_FILES) {
            throw new BackupDamage("It has " + zip.size() + " files, more than a backup ever has.");
        }
        Set<String> listed = new HashSet<>(List.of(BackupManifest.NAME));
        long total = 0;
        for (BackupManifest.Kept kept : manifest.files()) {
            if (!isPlain(kept.path())) {
                throw new BackupDamage("It names a file outside of the home: " + shown(kept.path()) + ".");
            }
            if (kept.size() < 0 || !listed.add(kept.path())) {
                throw new BackupDamage("It lists " + shown(kept.path()) + " twice or without a size.");
            }
            total = Math.addExact(total, kept.size());
        }
        if (total > ALWAYS_FINE && total / MOST_RATIO > Files.size(file)) {
            throw new BackupDamage("It says it holds " + total / (1024 * 1024)
                    + " MB, which is more than a file of its size can honestly hold.");
        }
        Set<String> found = new HashSet<>();
        for (ZipEntry entry : zip.stream().<ZipEntry>map(one -> one).toList()) {
            if (!listed.contains(entry.getName()) || !found.add(entry.getName())) {
                throw new BackupDamage(
                        "It holds " + shown(entry.getName()) + ", which it does not list, or holds twice.");
            }
        }
        if (!found.containsAll(listed)) {
            listed.removeAll(found);
            throw new BackupDamage("It lacks " + shown(listed.iterator().next()) + ".");
        }
    }

    private static void unpack(ZipFile zip, BackupManifest.Kept kept, Path into) throws IOException, BackupDamage {
        Path target = into.resolve(kept.path()).normalize();
        ZipEntry entry = zip.getEntry(kept.path());
        if (!target.startsWith(into) || entry == null) {
            throw new BackupDamage("It names a file outside of the home: " + shown(kept.path()) + ".");
        }
        try {
            PrivateFiles.folder(target.getParent());
            PrivateFiles.create(target);
        } catch (FileAlreadyExistsException e) {
            throw new BackupDamage("It has both a file and a folder " + shown(kept.path()) + ".");
        }
        MessageDigest digest = BackupSeal.sha256();
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > kept.size()) {
                    throw new BackupDamage(shown(kept.path()) + " in it is larger than it says.");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        if (size != kept.size() || !HexFormat.of().formatHex(digest.digest()).equals(kept.sha256())) {
            throw new BackupDamage(shown(kept.path()) + " in it is damaged: its checksum differs.");
        }
        if (kept.executable() && PrivateFiles.posix(target)) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void database(Path into, BackupManifest manifest) throws BackupDamage {
        Path database = into.resolve(BackupWriter.DATABASE);
        if (!Files.exists(database)) {
            if (manifest.schema() > 0) {
                throw new BackupDamage("Its database is missing.");
            }
            return;
        }
        DatabaseFile.Inspection found = DatabaseFile.inspect(database);
        if (!found.faults().isEmpty()) {
            throw new BackupDamage("The database in it is damaged: " + String.join("; ", found.faults()));
        }
        if (!found.usable()) {
            throw new BackupDamage("The database in it was made by another build of TeleCoder (" + manifest.version()
                    + ", schema " + found.schema() + "; this one knows up to " + found.known()
                    + "). Install that version to restore it.");
        }
    }

    /** Relative, with ordinary names alone, on any system. */
    private static boolean isPlain(String path) {
        if (path.isEmpty() || path.indexOf('\\') >= 0 || path.indexOf(':') >= 0
                || path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        return List.of(path.split("/", -1)).stream()
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static String shown(String path) {
        return "'" + path.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
