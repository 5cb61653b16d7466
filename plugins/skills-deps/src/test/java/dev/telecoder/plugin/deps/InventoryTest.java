package dev.telecoder.plugin.deps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.testkit.TestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryTest {

    @TempDir private Path workspace;

    /** Each resource holds "== NAME" before each of its files, and what is expected of them after "== expect". */
    @ParameterizedTest
    @CsvSource({"npm-3", "npm-1", "pnpm-5", "pnpm-6", "pnpm-9", "yarn-1", "yarn-berry", "pip", "pip-compile", "poetry",
            "uv",
            "pipenv", "cargo", "go", "go-old", "composer", "bundler", "nuget-lock", "nuget-project", "maven",
            "gradle-lock",
            "gradle-catalog", "gradle-script", "pyproject", "package-json"})
    void readsWhatAProjectDependsOn(String name) {
        List<String> expected = write(name);

        assertThat(lines(read())).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void tellsWhatItCouldNotCheckAndGoesOnAfterBrokenFiles() throws IOException {
        Files.writeString(workspace.resolve("package-lock.json"), "{ broken");
        Files.writeString(workspace.resolve("pom.xml"), "<project>");
        Files.writeString(workspace.resolve("requirements.txt"), "flask>=1.0\ndjango==4.2\n");

        Inventory inventory = read();

        assertThat(lines(inventory)).containsExactly("PyPI django 4.2 [django] requirements.txt");
        assertThat(inventory.notes()).anyMatch(note -> note.contains("package-lock.json"))
                .anyMatch(note -> note.contains("pom.xml is no XML")).anyMatch(note -> note.contains("flask>=1.0"));
    }

    @Test
    void readsNothingOutsideTheWorkspaceAndNoXmlEntities() throws IOException {
        Path secret = Files.writeString(workspace.resolveSibling("secret.txt"), "leaked==1.0\n");
        Path inner = Files.createDirectory(workspace.resolve("inner"));
        Files.writeString(inner.resolve("requirements.txt"), "-r ../../secret.txt\na==1.0\n");
        Files.createSymbolicLink(inner.resolve("dev-requirements.txt"), secret);
        Files.writeString(inner.resolve("pom.xml"), "<!DOCTYPE p [<!ENTITY x SYSTEM \"" + secret.toUri()
                + "\">]><project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId>"
                + "<version>&x;</version></dependency></dependencies></project>");

        assertThat(lines(read())).containsExactly("PyPI a 1.0 [a] inner/requirements.txt");
        Files.delete(secret);
    }

    private Inventory read() {
        try {
            return Inventory.of(new Project(workspace, TestContext.with().json()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Inventory inventory) {
        return inventory.dependencies().stream()
                .map(one -> one.version() + " " + one.via().toString().replace(", ", ">") + " "
                        + one.file())
                .toList();
    }

    private List<String> write(String name) {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/locks/" + name + ".txt"), name)) {
            String[] parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^== ");
            for (int i = 1; i < parts.length - 1; i++) {
                int line = parts[i].indexOf('\n');
                Path file = workspace.resolve(parts[i].substring(0, line).strip());
                Files.createDirectories(file.getParent());
                Files.writeString(file, parts[i].substring(line + 1));
            }
            return parts[parts.length - 1].lines().skip(1).filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
