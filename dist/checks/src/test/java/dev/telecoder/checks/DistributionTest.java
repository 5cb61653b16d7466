package dev.telecoder.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
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
    void listsAllItsPartsInTheSbom() throws IOException {
        Path list = Distribution.home().resolve("telecoder.cdx.json");
        assumeThat(list).as("Maven makes it only when it is not offline").exists();

        var listed = new TreeSet<String>();
        new ObjectMapper().readTree(list.toFile()).get("components")
                .forEach(part -> listed.add(part.get("name").asText() + "-" + part.get("version").asText() + ".jar"));

        assertThat(listed).containsAll(libraries().stream().map(jar -> jar.getFileName().toString()).toList())
                .containsAll(Distribution.plugins().map(jar -> jar.getFileName().toString()).toList());
    }

    @Test
    void listsEachOfItsFilesWithItsChecksum() throws Exception {
        var wrong = new TreeSet<String>();
        var digest = MessageDigest.getInstance("SHA-256");
        List<String> lines = Files.readAllLines(Distribution.home().resolve("SHA256SUMS"));
        for (String line : lines) {
            Path file = Distribution.home().resolve(line.substring(66));
            if (!HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file))).equals(line.substring(0, 64))) {
                wrong.add(line);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(lines).hasSizeGreaterThan(100).anyMatch(line -> line.endsWith("  bin/telecoder"))
                .noneMatch(line -> line.contains("lib/start-"));
    }

    @Test
    void hasTheDatabasesLibraryForEachSystemBesideTheJars() throws IOException {
        try (Stream<Path> systems = Files.list(Distribution.home().resolve("lib/native"))) {
            assertThat(systems.map(folder -> folder.getFileName().toString())).containsExactlyInAnyOrder("Linux-x86_64",
                    "Linux-aarch64", "Linux-Musl-x86_64", "Linux-Musl-aarch64", "Mac-x86_64", "Mac-aarch64");
        }
        for (Path jar : libraries()) {
            try (var file = new JarFile(jar.toFile())) {
                assertThat(file.stream().map(entry -> entry.getName()))
                        .noneMatch(name -> name.endsWith(".so") || name.endsWith(".dylib") || name.endsWith(".dll"))
                        .noneMatch(name -> name.startsWith("META-INF/") && name.endsWith(".SF"));
            }
        }
    }

    @Test
    void hasTheLicencesOfItsLibraries() {
        assertThat(Distribution.home().resolve("licenses")).isDirectoryContaining(
                folder -> folder.getFileName().toString().startsWith("sqlite-jdbc-"));
    }

    @Test
    void hasAStartArchiveForTheJavaItWasBuiltWith() throws IOException {
        try (Stream<Path> files = Files.list(Distribution.home().resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString())).filteredOn(name -> name.endsWith(".jsa"))
                    .singleElement().asString().matches("start-\\d+-\\d+\\.jsa");
        }
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
            return jars.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
