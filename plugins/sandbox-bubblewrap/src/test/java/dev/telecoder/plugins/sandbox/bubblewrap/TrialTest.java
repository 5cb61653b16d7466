package dev.telecoder.plugins.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telecoder.api.PluginException;
import dev.telecoder.support.process.Spawner;
import dev.telecoder.testkit.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {

    @TempDir Path folder;

    @BeforeEach
    void onLinux() {
        assumeTrue("Linux".equals(System.getProperty("os.name")), "bubblewrap is for Linux");
    }

    @Test
    void tellsHowToInstallIt() throws IOException {
        var runtime = new BubblewrapRuntime(host());

        assertThat(runtime.probe().available()).isFalse();
        assertThat(runtime.probe().reason()).contains("not installed", "apt install bubblewrap");
        assertThatThrownBy(() -> runtime.open(SandboxSpec.in(folder))).isInstanceOf(PluginException.class)
                .hasMessageContaining("apt install bubblewrap");
    }

    @Test
    void saysWhatBwrapSaidIfItDoesNotWork() throws IOException {
        bwrap("if [ \"$1\" = --version ]; then echo bubblewrap 9.9; else echo 'bwrap: No permissions' >&2; exit 1; fi");

        var probe = new Trial(host()).run().probe();

        assertThat(probe.available()).isFalse();
        assertThat(probe.version()).isEqualTo("9.9");
        assertThat(probe.reason()).contains("bwrap: No permissions");
        assertThat(probe.features()).isEmpty();
    }

    @Test
    void asksOnlyOnceAMinute() throws IOException {
        Path count = folder.resolve("count");
        bwrap("echo asked >>" + count + "; exit 1");
        var runtime = new BubblewrapRuntime(host());

        runtime.probe();
        int asked = Files.readAllLines(count).size();
        runtime.probe();

        assertThat(Files.readAllLines(count)).hasSize(asked);
    }

    private Host host() {
        return new Host(List.of(folder), "amd64", folder, folder.resolve("none"), true, folder.resolve("plugin"),
                new Spawner());
    }

    private void bwrap(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
