package dev.telecoder.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the distribution lies that this build has just made. */
public final class Distribution {

    private Distribution() {}

    public static Path sourceTree() {
        // Surefire runs a module's tests in the module's folder: dist/checks.
        return Path.of("").toAbsolutePath().getParent().getParent();
    }

    public static Path home() {
        return sourceTree().resolve("dist/target/telecoder");
    }

    public static Stream<Path> plugins() {
        try (Stream<Path> jars = Files.list(home().resolve("plugins"))) {
            return jars.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no distribution. Run `mvn package` in the whole tree first.", e);
        }
    }
}
