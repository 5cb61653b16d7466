package dev.telecoder.plugins.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.sandbox.SandboxRuntime.Feature;
import dev.telecoder.support.process.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On folders that look like control groups; the real ones are tried by the contract, where there are any. */
class ControlGroupsTest {

    @TempDir Path folder;

    @Test
    void usesTheTreesOfVersionOne() throws IOException {
        Files.createDirectories(folder.resolve("memory/service"));
        Files.createDirectories(folder.resolve("cpu,cpuacct"));
        Path own = own("5:pids:/", "4:memory:/service", "3:cpu,cpuacct:/", "0::/");
        Files.createSymbolicLink(folder.resolve("cpu"), folder.resolve("cpu,cpuacct"));

        var groups = ControlGroups.find(folder, own);
        var made = groups.make(Mark.ofThisHost("a"), 1024, 7, 0.5);

        assertThat(groups.features()).containsExactlyInAnyOrder(Feature.MEMORY, Feature.CPU);
        assertThat(made).hasSize(2);
        assertThat(find("memory/service", "memory.limit_in_bytes")).hasContent("1024");
        assertThat(find("cpu", "cpu.cfs_quota_us")).hasContent("50000");
        assertThat(groups.marks()).containsExactly(Mark.ofThisHost("a"));
    }

    @Test
    void usesTheGroupAboveItsOwnInVersionTwo() throws IOException {
        Path slice = Files.createDirectories(folder.resolve("user.slice/app.slice/own.scope")).getParent();
        Files.writeString(slice.resolve("cgroup.subtree_control"), "memory pids\n");
        Files.writeString(slice.resolve("cgroup.procs"), "");

        var groups = ControlGroups.find(folder, own("0::/user.slice/app.slice/own.scope"));
        groups.make(Mark.ofThisHost("a"), 1024, 7, 0.5);

        assertThat(groups.features()).containsExactlyInAnyOrder(Feature.MEMORY, Feature.PIDS);
        assertThat(find("user.slice/app.slice", "memory.max")).hasContent("1024");
        assertThat(find("user.slice/app.slice", "pids.max")).hasContent("7");
    }

    @Test
    void claimsNothingWhereNothingCanBeMade() throws IOException {
        assertThat(ControlGroups.find(folder, own("0::/init.scope")).features()).isEmpty();
        assertThat(ControlGroups.find(folder, folder.resolve("none")).features()).isEmpty();
        assertThat(ControlGroups.find(folder, own("0::/")).make(Mark.ofThisHost("a"), 1, 1, 1)).isEmpty();
    }

    private Path own(String... lines) throws IOException {
        return Files.writeString(folder.resolve("own"), String.join("\n", lines) + "\n");
    }

    private Path find(String parent, String file) {
        return folder.resolve(parent).resolve("telecoder-" + Mark.ofThisHost("a").text()).resolve(file);
    }
}
