package dev.telecoder.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is left out of the promise: only what says why. */
class ExperimentalTest {

    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void eachTypeThatMayStillChangeSaysWhy() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> experimental = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> read(file).lines().anyMatch(line -> line.strip().equals("@Experimental"))).toList();

            assertThat(experimental).isNotEmpty()
                    .allSatisfy(file -> assertThat(read(file)).contains("Experimental because "));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
