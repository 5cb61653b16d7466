package dev.telecoder.platform.app;

import dev.telecoder.platform.store.DatabaseFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a backup of a home, also while its host runs. For one thread. */
final class BackupWriter {

    static final String DATABASE = "data/telecoder.db";

    /** Made anew where they are missing, or of no use elsewhere. */
    private static final Set<String> LEFT_OUT = Set.of("workspaces", "logs", "backups", "data/host.lock",
            "data/host.json", "data/host.json.new", DATABASE + "-wal", DATABASE + "-shm", DATABASE + "-journal");

    private final Home home;
    private final Consumer<String> told;
    private final List<BackupManifest.Kept> kept = new ArrayList<>();

    BackupWriter(Home home, Consumer<String> told) {
        this.home = home;
        this.told = told;
    }

    /** Writes the file, whole or not at all, and so that only its owner can read it. */
    BackupManifest write(Path target) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        Path database = target.resolveSibling(target.getFileName() + ".db.partial");
        PrivateFiles.create(partial);
        Files.deleteIfExists(database);
        try {
            BackupManifest manifest;
            try (ZipOutputStream zip = new ZipOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(partial), 64 * 1024), StandardCharsets.UTF_8)) {
                int schema = 0;
                if (Files.exists(home.database())) {
                    PrivateFiles.create(database);
                    DatabaseFile.copy(home.database(), database);
                    schema = DatabaseFile.inspect(database).schema();
                    add(zip, database, DATABASE);
                }
                // After the database: what it refers to is there, since files are only ever added.
                folder(zip, home.root(), "");
                manifest = new BackupManifest(Version.text(), schema, Instant.now(), kept);
                zip.putNextEntry(new ZipEntry(BackupManifest.NAME));
                zip.write(manifest.toJson().toString().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
                zip.setComment(BackupSeal.open());
            }
            BackupSeal.close(partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } finally {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(database);
        }
    }

    private void folder(ZipOutputStream zip, Path folder, String prefix) throws IOException {
        List<Path> inside;
        try (Stream<Path> files = Files.list(folder)) {
            inside = files.sorted().toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : inside) {
            String name = String.valueOf(file.getFileName());
            String path = prefix + name;
            boolean link = Files.isSymbolicLink(file);
            if (LEFT_OUT.contains(path) || path.equals(DATABASE) || name.endsWith(".partial")) {
                continue;
            }
            if (Files.isDirectory(file)) {
                if (link && !prefix.isEmpty()) {
                    told.accept(path + " is a link to a folder and was left out.");
                } else if (!name.equals("cache")) {
                    folder(zip, file, path + "/");
                }
            } else if (Files.isRegularFile(file)) {
                add(zip, file, path);
            } else {
                told.accept(path + " is no file that can be kept and was left out.");
            }
        }
    }

    private void add(ZipOutputStream zip, Path file, String path) throws IOException {
        InputStream opened;
        try {
            opened = Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            return; // it went away since the folder was listed
        }
        try (InputStream in = opened) {
            zip.putNextEntry(new ZipEntry(path));
            DigestOutputStream digest = new DigestOutputStream(new Unclosed(zip), BackupSeal.sha256());
            long size = in.transferTo(digest);
            digest.flush();
            zip.closeEntry();
            kept.add(new BackupManifest.Kept(path, size,
                    HexFormat.of().formatHex(digest.getMessageDigest().digest()), Files.isExecutable(file)));
        }
    }

    /** Writes whole blocks through. */
    private static final class Unclosed extends OutputStream {

        private final OutputStream out;

        Unclosed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }
    }
}
