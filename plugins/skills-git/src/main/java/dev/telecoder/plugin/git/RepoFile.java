package dev.telecoder.plugin.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files of the tree that say something about the repository. */
final class RepoFile {

    private RepoFile() {}

    /** A file of the tree; empty if it is none, too long, or reached over a link, which could lead out of the tree. */
    static Optional<String> read(Path root, String name, int longest) {
        Path file = root.resolve(name);
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && file.getParent().toRealPath().equals(root.toRealPath().resolve(name).getParent())
                    && Files.size(file) <= longest) {
                return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // What cannot be read is no reason to open no pull request.
            return Optional.empty();
        }
        return Optional.empty();
    }
}
