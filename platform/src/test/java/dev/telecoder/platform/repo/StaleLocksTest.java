package dev.telecoder.platform.repo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleLocksTest {

    @TempDir Path folder;

    @Test
    void takesALockThatIsOlderThanThisProcessForStaleHoweverLittle() throws Exception {
        Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        Path left = Files.writeString(folder.resolve("HEAD.lock"), "");
        Files.setLastModifiedTime(left, FileTime.from(started.minusMillis(21)));
        assertThat(StaleLocks.start()).isAfterOrEqualTo(started.minusMillis(20));
        Path ours = Files.writeString(folder.resolve("index.lock"), "");

        StaleLocks.remove(folder);

        assertThat(left).doesNotExist();
        assertThat(ours).exists();
    }
}
