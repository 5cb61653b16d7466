package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/** Folders as a whole: named, measured, removed. Links are never followed. */
final class Folders {

    private Folders() {}

    /** {@return a folder name a person recognises, different for different identities} */
    static String nameFor(String title, String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            String words = title.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
            return (words.length() > 60 ? words.substring(0, 60) : words) + "-" + HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    static void delete(Path folder) throws IOException {
        Removal.of(folder);
    }

    static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException closedOrNoFolder) {
            return false;
        }
    }

    /** How much there is; of what is another user's or deeper than a path can name, nothing is known. */
    static long size(Path folder) throws IOException {
        long[] bytes = {0};
        Set<Path> opened = new HashSet<>();
        if (Files.exists(folder)) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    // What was closed to hide how much there is, is opened; its owner is the host's user.
                    if (e instanceof AccessDeniedException && opened.add(file)
                            && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && Removal.open(file)) {
                        Files.walkFileTree(file, this);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return bytes[0];
    }
}
