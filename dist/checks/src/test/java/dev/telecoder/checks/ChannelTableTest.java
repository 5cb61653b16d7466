package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test shows what of a channel names tests that there are. */
class ChannelTableTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`");

    @Test
    void eachTestThatThePageNamesExists() throws IOException {
        Map<String, Path> tests = Stream.of("plugins", "dist/checks/src").flatMap(folder -> files(ROOT.resolve(folder)))
                .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""),
                        Function.identity(), (one, other) -> one));
        List<String> named = NAMED.matcher(Files.readString(ROOT.resolve("plugins/CHANNELS.md"))).results()
                .filter(found -> !tests.containsKey(found.group(1))
                        || found.group(2) != null && !text(tests.get(found.group(1)))
                                .contains("void " + found.group(2) + "("))
                .map(found -> found.group()).toList();

        assertThat(named).as("named by plugins/CHANNELS.md and not there").isEmpty();
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith("Test.java") && !file.toString().contains("/target/"))
                    .toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
