package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.store.Database;
import dev.telecoder.platform.store.DatabaseFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups that are damaged, and such as were made to do harm. */
class BackupDamageTest {

    @TempDir private Path folder;

    @Test
    void tellsAnyByteThatChanged() throws IOException {
        byte[] whole = Files.readAllBytes(made());
        Path file = folder.resolve("damaged.zip");
        int step = Math.max(1, whole.length / 1_500);

        for (int at = 0; at < whole.length; at += at < 300 || at > whole.length - 400 ? 1 : step) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x20;
            Files.write(file, damaged);
            int place = at;
            assertThatThrownBy(() -> unpack(file)).as("byte %d of %d", place, whole.length)
                    .isInstanceOf(BackupDamage.class);
        }
    }

    @Test
    void tellsWhereAPieceIsMissingOrAdded() throws IOException {
        byte[] whole = Files.readAllBytes(made());
        Path file = folder.resolve("damaged.zip");
        for (int length : List.of(0, 1, 50, whole.length / 2, whole.length - 100, whole.length - 1)) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> unpack(file)).as("cut to %d", length).isInstanceOf(BackupDamage.class);
        }

        Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> unpack(file)).isInstanceOf(BackupDamage.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../out", "/etc/out", "a/../../out", "a\\..\\out", "C:/out", "./a", "a//b", "a/", "", "a\nb"})
    void keepsEveryFileWithinTheHome(String path) throws IOException {
        Path file = crafted(Map.of(path, new byte[]{1}), 0, 1);

        assertThatThrownBy(() -> unpack(file)).isInstanceOf(BackupDamage.class);
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(one -> one.endsWith("out"))).isEmpty();
        }
    }

    @Test
    void believesNoSizeThatIsWrong() throws IOException {
        Path larger = crafted(Map.of("a", new byte[1_000_000]), 0, 10);
        Path bomb = crafted(Map.of("a", new byte[1_000]), 0, 1L << 50);
        Path shorter = crafted(Map.of("a", new byte[10]), 0, 11);

        assertThatThrownBy(() -> unpack(larger)).hasMessageContaining("larger than it says");
        assertThatThrownBy(() -> unpack(bomb)).hasMessageContaining("more than a file of its size");
        assertThatThrownBy(() -> unpack(shorter)).hasMessageContaining("checksum");
    }

    @Test
    void refusesTheBackupOfANewerProgramWithAdvice() throws IOException {
        Path file = crafted(Map.of("a", new byte[]{1}), DatabaseFile.knownSchema() + 1, 1);

        assertThatThrownBy(() -> unpack(file)).isInstanceOf(BackupDamage.class).hasMessageContaining("newer TeleCoder")
                .hasMessageContaining("Install that version");
    }

    @Test
    void opensTheDatabaseAndChecksIt() throws IOException {
        Path database = folder.resolve("whole.db");
        Database.open(database, folder).close();
        byte[] bytes = Files.readAllBytes(database);
        java.util.Arrays.fill(bytes, 4096, 4096 + 600, (byte) 0x5a);
        Path file = crafted(Map.of(BackupWriter.DATABASE, bytes), DatabaseFile.knownSchema(), bytes.length);

        assertThatThrownBy(() -> unpack(file)).isInstanceOf(BackupDamage.class).hasMessageContaining("database");
    }

    @Test
    void leavesNothingBehindOfADamagedOne() throws IOException {
        Path home = folder.resolve("homes/home");
        Path file = crafted(Map.of("a", new byte[10]), 0, 11);

        Typed restored = Typed.in(home, "backup", "restore", file.toString());

        assertThat(restored.exit()).isEqualTo(1);
        assertThat(restored.err()).contains("cannot be restored");
        try (Stream<Path> left = Files.walk(folder.resolve("homes"))) {
            assertThat(left.filter(Files::isRegularFile).filter(one -> !one.toString().contains("logs"))).isEmpty();
        }
    }

    private Path made() throws IOException {
        Path home = folder.resolve("home");
        new Home(home).prepare();
        Database.open(new Home(home).database(), folder).close();
        Files.writeString(home.resolve("config.yaml"), "llm: {}\n");
        Path file = folder.resolve("whole.zip");
        new BackupWriter(new Home(home), line -> fail(line)).write(file);
        return file;
    }

    /** A backup with a valid seal and true checksums, but otherwise as it should not be. */
    private Path crafted(Map<String, byte[]> files, int schema, long size) throws IOException {
        Path file = Files.createTempFile(folder, "crafted", ".zip");
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        BackupManifest manifest = new BackupManifest("9.9.9", schema, Instant.EPOCH,
                files.entrySet().stream().map(one -> new BackupManifest.Kept(one.getKey(), size,
                        HexFormat.of().formatHex(BackupSeal.sha256().digest(one.getValue())), false)).toList());
        all.put(BackupManifest.NAME, manifest.toJson().toString().getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> one : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue());
                zip.closeEntry();
            }
            zip.setComment(BackupSeal.open());
        }
        Files.write(file, bytes.toByteArray());
        BackupSeal.close(file);
        return file;
    }

    private void unpack(Path file) throws IOException, BackupDamage {
        Path into = Files.createTempDirectory(folder, "into");
        try {
            new BackupReader(file, new HostJson()).unpack(into);
        } finally {
            Folders.delete(into);
        }
    }
}
