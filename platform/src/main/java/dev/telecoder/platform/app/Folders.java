package dev.telecoder.platform.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removes folders that were only needed for a while. */
final class Folders {

    private Folders() {}

    /** Removes a folder with all that is in it; what cannot be removed stays, for it is in a folder of temporary files. */
    static void delete(Path folder) {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException | UncheckedIOException e) {
            return;
        }
        for (Path file : all) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // the next one may still go
            }
        }
    }
}
