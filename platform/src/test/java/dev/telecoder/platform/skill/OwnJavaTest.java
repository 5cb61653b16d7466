package dev.telecoder.platform.skill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.sandbox.SandboxRuntime.Spec.Mount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnJavaTest {

    private static final Path OWN = Path.of(System.getProperty("java.home"));
    private static final Mount OTHER = new Mount(Path.of("/objects"), "/objects", true);

    @Test
    void lendsItsOwnJavaWhereTheSystemHasNone() {
        assertThat(OwnJava.with(List.of(OTHER), List.of(Path.of("/nowhere/java")), OWN))
                .containsExactly(OTHER, new Mount(OWN, OWN.toString(), true));
    }

    @Test
    void leavesASystemItsOwn() {
        assertThat(OwnJava.with(List.of(OTHER), List.of(OWN.resolve("bin/java")), OWN)).containsExactly(OTHER);
    }
}
