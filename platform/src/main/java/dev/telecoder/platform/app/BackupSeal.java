package dev.telecoder.platform.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The end of a backup: the SHA-256 of all that stands before it, as the comment of the zip. A zip checks its contents only;
 * with this no byte of the file can change unnoticed.
 */
final class BackupSeal {

    private static final String PREFIX = "telecoder-backup sha256:";
    private static final int DIGITS = 64;

    private BackupSeal() {}

    /** The comment to write the zip with, which {@link #close} then fills in. */
    static String open() {
        return PREFIX + "0".repeat(DIGITS);
    }

    static void close(Path file) throws IOException {
        String digest = digest(file, Files.size(file) - DIGITS);
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "rw")) {
            end.seek(end.length() - DIGITS);
            end.write(digest.getBytes(StandardCharsets.US_ASCII));
            end.getFD().sync();
        }
    }

    static void check(Path file) throws IOException, BackupDamage {
        long size = Files.size(file);
        byte[] end = new byte[PREFIX.length() + DIGITS];
        if (size > end.length) {
            try (RandomAccessFile reading = new RandomAccessFile(file.toFile(), "r")) {
                reading.seek(size - end.length);
                reading.readFully(end);
            }
        }
        String text = new String(end, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(PREFIX)) {
            throw new BackupDamage(
                    "It does not end as a backup does: it was cut off, its end is damaged, or it is none.");
        }
        if (!text.substring(PREFIX.length()).equals(digest(file, size - DIGITS))) {
            throw new BackupDamage("It is not as it was written: its checksum differs.");
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(Path file, long length) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[64 * 1024];
        long left = length;
        try (InputStream in = Files.newInputStream(file)) {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException(file + " became shorter while it was read.");
                }
                digest.update(buffer, 0, read);
                left -= read;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
