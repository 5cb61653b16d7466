package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks in git data, after a host was killed. */
class StaleLocksTest {

    @TempDir Path git;

    @Test
    void removesTheLocksOfAHostBeforeThisOneAndNoOthers() throws IOException {
        Path refs = Files.createDirectories(git.resolve("refs/heads"));
        Path left = Files.createFile(git.resolve("HEAD.lock"));
        Path deep = Files.createFile(refs.resolve("main.lock"));
        Path branch = Files.createFile(refs.resolve("main"));
        Path held = Files.createFile(git.resolve("index.lock"));
        Instant before = StaleLocks.start().minusSeconds(1);
        for (Path old : new Path[]{left, deep, branch}) {
            Files.setLastModifiedTime(old, FileTime.from(before));
        }

        StaleLocks.remove(git);

        assertThat(left).doesNotExist();
        assertThat(deep).doesNotExist();
        assertThat(branch).exists();
        assertThat(held).exists();
    }

    @Test
    void findsNothingWhereThereIsNoRepositoryYet() throws IOException {
        StaleLocks.remove(git.resolve("nothing"));

        assertThat(git.resolve("nothing")).doesNotExist();
    }
}
