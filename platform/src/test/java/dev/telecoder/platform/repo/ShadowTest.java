package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's own repository, after a host was killed while it made it. */
class ShadowTest {

    @TempDir Path directory;

    @BeforeEach
    void install() {
        NeutralReader.install();
    }

    @Test
    void makesARepositoryAnewThatWasLeftWithoutItsHead() throws IOException {
        Path git = Files.createDirectories(directory.resolve("shadow.git"));
        Files.createFile(git.resolve("HEAD.lock"));
        Files.writeString(git.resolve("config"), "[core]\n\tbare = true\n");

        try (Repository opened = new Shadow(directory).open(List.of())) {
            assertThat(opened.getFullBranch()).startsWith("refs/heads/");
        }

        assertThat(git.resolve("HEAD")).exists();
        assertThat(git.resolve("HEAD.lock")).doesNotExist();
    }

    @Test
    void makesARepositoryAnewThatWasLeftWithoutItsSettings() throws IOException {
        Path git = Files.createDirectories(directory.resolve("shadow.git"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/master\n");

        try (Repository opened = new Shadow(directory).open(List.of())) {
            assertThat(opened.getFullBranch()).startsWith("refs/heads/");
        }

        assertThat(git.resolve("config")).exists();
    }
}
