package dev.telecoder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The benchmark as a step of {@code mvn -Pbench verify}: a bar that is missed fails the build. */
@EnabledOnOs(OS.LINUX)
class BenchIT {

    @Test
    void missesNoBar() throws Exception {
        assertThat(Bench.run(Path.of("").toAbsolutePath())).isEmpty();
    }
}
