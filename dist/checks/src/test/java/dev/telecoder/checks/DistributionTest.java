package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in the distribution, and what must not. */
class DistributionTest {

    @Test
    void hasWhatAUserNeeds() {
        var home = Distribution.home();

        assertThat(home.resolve("bin/telecoder")).isExecutable();
        assertThat(home.resolve("conf/config.example.yaml")).isNotEmptyFile();
        assertThat(home.resolve("guide/getting-started.md")).isNotEmptyFile();
        assertThat(home.resolve("plugins")).isNotEmptyDirectory();
    }

    @Test
    void hasTheSameClassInOneLibraryOnly() throws IOException {
        Map<String, String> seen = new HashMap<>();
        var twice = new TreeSet<String>();

        for (Path jar : libraries()) {
            try (var file = new JarFile(jar.toFile())) {
                file.stream().map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/")
                                && !name.endsWith("module-info.class"))
                        .forEach(name -> {
                            String other = seen.put(name, jar.getFileName().toString());
                            if (other != null) {
                                twice.add(other + " and " + jar.getFileName() + " both have " + name);
                            }
                        });
            }
        }

        assertThat(twice).isEmpty();
    }

    @Test
    void hasNoTestLibrary() throws IOException {
        assertThat(libraries()).map(jar -> jar.getFileName().toString())
                .noneMatch(
                        name -> name.matches("(junit|assertj|mockito|archunit|telecoder-plugin-testkit|opentest4j).*"));
    }

    @Test
    void linksInTheGuideLeadSomewhere() throws IOException {
        var broken = new TreeSet<String>();
        try (Stream<Path> pages = Files.list(Distribution.home().resolve("guide"))) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(Files.readString(page)).results()
                        .map(link -> link.group(1))
                        .filter(link -> !Files.exists(page.resolveSibling(link)))
                        .forEach(link -> broken.add(page.getFileName() + " -> " + link));
            }
        }

        assertThat(broken).isEmpty();
    }

    private static List<Path> libraries() throws IOException {
        try (Stream<Path> jars = Files.list(Distribution.home().resolve("lib"))) {
            return jars.sorted().toList();
        }
    }
}
