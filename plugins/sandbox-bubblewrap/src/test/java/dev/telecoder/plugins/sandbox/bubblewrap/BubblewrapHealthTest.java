package dev.telecoder.plugins.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.health.HealthCheck.Finding;
import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.support.process.Spawner;
import dev.telecoder.testkit.HealthCheckContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class BubblewrapHealthTest extends HealthCheckContract {

    @TempDir private Path folder;

    @Override
    protected HealthCheck check() {
        return new BubblewrapHealth(host(), folder);
    }

    @Test
    void saysHowToInstallIt() {
        List<Finding> found = check().check(() -> false);

        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(State.WARN);
            assertThat(one.fix()).contains("apt install bubblewrap");
        });
    }

    @Test
    void namesTheSettingThatForbidsIt() throws IOException {
        Path bwrap = Files.writeString(folder.resolve("bwrap"),
                "#!/bin/sh\n[ \"$1\" = --version ] && { echo bubblewrap 0.9.0; exit 0; }\n"
                        + "echo 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n");
        assertThat(bwrap.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(folder.resolve("kernel"));
        Files.writeString(folder.resolve("kernel/apparmor_restrict_unprivileged_userns"), "1\n");

        List<Finding> found = check().check(() -> false);

        assertThat(found).extracting(Finding::name).containsExactly("bwrap", "user-namespaces");
        assertThat(found.getLast().state()).isEqualTo(State.WARN);
        assertThat(found.getLast().fix()).contains("kernel.apparmor_restrict_unprivileged_userns=0");
    }

    private Host host() {
        return new Host(List.of(folder), "amd64", folder, folder.resolve("none"), true, folder.resolve("plugin"),
                new Spawner());
    }
}
