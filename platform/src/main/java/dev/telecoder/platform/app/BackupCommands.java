package dev.telecoder.platform.app;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.store.Times;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about backups. None needs a host. */
final class BackupCommands {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private BackupCommands() {}

    private static JsonValue.ObjectBuilder json(String file, BackupManifest manifest) {
        return JsonValue.object().put("file", file).put("version", manifest.version())
                .put("schema", manifest.schema()).put("created_at", Times.text(manifest.createdAt()))
                .put("files", manifest.files().size()).put("bytes", manifest.bytes());
    }

    private static Path existing(String file) {
        Path path = Path.of(file).toAbsolutePath().normalize();
        if (!Files.isRegularFile(path)) {
            throw CommandFailure.usage("There is no file " + file + ".");
        }
        return path;
    }

    /** {@code backup create}. */
    @CommandLine.Command(description = "Writes everything worth keeping into one file, also while the host runs.")
    static final class Create extends Command {

        @Parameters(arity = "0..1", paramLabel = "FILE",
                description = "where to (default: a new file in the home's backups)") private String file = "";

        Create(Io io) {
            super(io);
        }

        @Override
        public Integer call() throws IOException {
            Home home = io.home();
            if (!Files.isDirectory(home.root())) {
                throw CommandFailure.usage("There is no home " + home.root() + " to make a backup of.");
            }
            Path target = file.isEmpty()
                    ? PrivateFiles.folder(home.backups()).resolve("telecoder-" + STAMP.format(Instant.now()) + ".zip")
                    : Path.of(file).toAbsolutePath().normalize();
            if (Files.exists(target)) {
                throw CommandFailure.usage(target + " exists. Name another file, or remove it first.");
            }
            BackupManifest manifest = new BackupWriter(home, io::tell).write(target);
            if (asJson) {
                io.line(json(target.toString(), manifest).build().toString());
            } else {
                io.line(target.toString());
                io.tell(manifest.files().size() + " files, " + Files.size(target) / 1024
                        + " KB. Clones of repositories, logs and caches are not in it.");
            }
            io.tell("It holds secrets: config.yaml as it is, and all that was said. Only you can read it; keep it so.");
            return 0;
        }
    }

    /** {@code backup verify}. */
    @CommandLine.Command(description = "Checks every byte of a backup, and the database in it.")
    static final class Verify extends Command {

        @Parameters(paramLabel = "FILE", description = "the backup") private String file = "";

        Verify(Io io) {
            super(io);
        }

        @Override
        public Integer call() throws IOException {
            Path path = existing(file);
            Path folder = Files.createTempDirectory("telecoder-verify-");
            try {
                BackupManifest manifest = new BackupReader(path, json).unpack(folder);
                if (asJson) {
                    io.line(json(file, manifest).put("ok", true).put("problem", null).build().toString());
                } else {
                    io.line(file + " is whole: " + manifest.files().size() + " files, of "
                            + Times.text(manifest.createdAt()) + ", TeleCoder " + manifest.version() + ".");
                }
                return 0;
            } catch (BackupDamage e) {
                if (asJson) {
                    io.line(JsonValue.object().put("file", file).put("ok", false).put("problem", e.getMessage())
                            .build().toString());
                } else {
                    io.tell("telecoder: " + file + " cannot be restored. " + e.getMessage());
                }
                return CommandFailure.NO;
            } finally {
                Folders.delete(folder);
            }
        }
    }

    /** {@code backup restore}. */
    @CommandLine.Command(description = "Puts a backup back; with --force the home that is there is kept aside.")
    static final class Restore extends Command {

        @Parameters(paramLabel = "FILE", description = "the backup") private String file = "";

        @Option(names = "--force",
                description = "also where the home holds something, which is kept beside it") private boolean force;

        Restore(Io io) {
            super(io);
        }

        @Override
        public Integer call() throws IOException {
            Path path = existing(file);
            Home home = io.home();
            Optional<HostFile> running = HostFile.read(home, json);
            if (running.isPresent()) {
                throw CommandFailure.usage("TeleCoder is running for " + home.root() + " (process "
                        + running.get().pid() + "). Stop it first.");
            }
            boolean full = holdsSomething(home);
            if (full && !force) {
                throw CommandFailure.usage(home.root() + " is not empty. With --force it is kept aside under another"
                        + " name, and the backup takes its place. Or set TELECODER_HOME to another folder.");
            }
            Path parent = PrivateParent.of(home.root());
            Path staging = PrivateFiles.folder(
                    parent.resolve("." + home.root().getFileName() + "-restoring-" + ProcessHandle.current().pid()));
            try {
                BackupManifest manifest = new BackupReader(path, json).unpack(staging);
                Path aside = replace(home, staging, full);
                tell(home, manifest, aside);
                return 0;
            } catch (BackupDamage e) {
                throw CommandFailure.no(file + " cannot be restored. " + e.getMessage());
            } finally {
                Folders.delete(staging);
            }
        }

        private @Nullable Path replace(Home home, Path staging, boolean full) throws IOException {
            if (!Files.exists(home.root())) {
                Files.move(staging, home.root(), StandardCopyOption.ATOMIC_MOVE);
                return null;
            }
            Files.createDirectories(home.data());
            HostFile.Lock lock = HostFile.Lock.take(home).orElseThrow(() -> CommandFailure.usage(
                    "Another TeleCoder works in " + home.root() + ". Try again when it has ended."));
            try {
                Path aside = home.root().resolveSibling(home.root().getFileName() + "-before-restore-"
                        + STAMP.format(Instant.now()));
                Files.move(home.root(), aside, StandardCopyOption.ATOMIC_MOVE);
                Files.move(staging, home.root(), StandardCopyOption.ATOMIC_MOVE);
                if (!full) {
                    Folders.delete(aside);
                }
                return full ? aside : null;
            } catch (AtomicMoveNotSupportedException e) {
                throw CommandFailure.usage(home.root() + " cannot be moved aside: it is on a file system of its own."
                        + " Restore into another folder (TELECODER_HOME) and copy that.");
            } catch (FileSystemException e) {
                throw CommandFailure.usage(home.root() + " cannot be moved aside (" + e.getMessage()
                        + "). Restore into another folder (TELECODER_HOME) and copy that.");
            } finally {
                lock.close();
            }
        }

        private void tell(Home home, BackupManifest manifest, @Nullable Path aside) {
            if (asJson) {
                io.line(json(file, manifest).put("home", home.root().toString())
                        .put("kept_aside", aside == null ? null : aside.toString()).build().toString());
                return;
            }
            io.line(home.root() + " is as it was at " + Times.text(manifest.createdAt()) + ".");
            if (aside != null) {
                io.line("What was there before is in " + aside + ".");
            }
            io.tell("`telecoder start` goes on from there. Do not run it beside the one the backup was made of: both"
                    + " would answer the same chats and send what was still to be sent.");
        }

        /** Whether there is anything a person may miss; what the commands themselves leave behind is not. */
        private static boolean holdsSomething(Home home) throws IOException {
            if (!Files.exists(home.root())) {
                return false;
            }
            try (Stream<Path> files = Files.walk(home.root())) {
                return files.filter(one -> !Files.isDirectory(one)).map(one -> home.root().relativize(one).toString())
                        .anyMatch(one -> !List.of("data/host.lock").contains(one) && !one.startsWith("logs/"));
            }
        }
    }

    /** The folder a home lies in. */
    private static final class PrivateParent {

        static Path of(Path home) throws IOException {
            Path parent = home.getParent();
            if (parent == null) {
                throw CommandFailure.usage(home + " is no folder to restore into. Set TELECODER_HOME.");
            }
            return Files.createDirectories(parent);
        }
    }
}
