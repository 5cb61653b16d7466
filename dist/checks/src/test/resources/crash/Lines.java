package dev.telecoder.checks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The world outside: files that are only ever appended to. */
final class Lines {

    private Lines() {}

    static void append(String file, String line) {
        try {
            pause();
            Files.writeString(Path.of(System.getenv("TELECODER_CHECK_FOLDER"), file), line + "\n", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            pause();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> read(String file) {
        Path path = Path.of(System.getenv("TELECODER_CHECK_FOLDER"), file);
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something outside takes a while, before and after it has its effect; a crash shall find both. */
    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
