package dev.telecoder.plugins.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.testkit.SandboxRuntimeContract;
import dev.telecoder.testkit.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plain processes keep the contract, as far as they say they can. */
class ProcessRuntimeTest extends SandboxRuntimeContract {

    @Override
    protected SandboxRuntime runtime() {
        return new ProcessRuntime();
    }

    @Test
    void saysThatItIsUnsafeAndEnforcesNothing() {
        var probe = runtime().probe();

        assertThat(probe.available()).isTrue();
        assertThat(probe.features()).isEmpty();
        assertThat(probe.reason()).startsWith("Unsafe").contains("docker or bubblewrap");
    }

    @Test
    void passesOnOnlyHarmlessVariablesOfTheHost() throws IOException {
        var host = Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8", "API_TOKEN", "secret", "SSH_AUTH_SOCK", "/s");
        var runtime = new ProcessRuntime(Path.of("/usr/bin/setsid"), name -> host.getOrDefault(name, ""));

        try (var sandbox = runtime.open(SandboxSpec.in(folder))) {
            var names = run(sandbox, Command.of("env")).lines().stream().map(line -> line.split("=")[0]).toList();

            assertThat(names).contains("PATH", "HOME", "LANG", "TELECODER_RUN").doesNotContain("API_TOKEN",
                    "SSH_AUTH_SOCK");
        }
    }

    @Test
    void endsAChildThatGaveUpSessionAndParentAlsoWithoutTheSetsidProgram() throws IOException {
        var runtime = new ProcessRuntime(Path.of("/nonexistent"), name -> "");
        var spec = SandboxSpec.in(folder);

        try (var sandbox = runtime.open(spec)) {
            var late = run(sandbox, shell("(setsid sh -c 'trap \"\" TERM; (sleep 300 &) ; sleep 301' &) ; sleep 302")
                    .timeout(Duration.ofMillis(300)));

            assertThat(late.exit().timedOut()).isTrue();
            assertGone(spec.id());
        }
    }

    @Test
    void refusesToRunOutsideTheWorkspace() throws IOException {
        var spec = SandboxSpec.in(folder);
        Files.createSymbolicLink(spec.workspace().resolve("out"), Path.of("/etc"));

        try (var sandbox = runtime().open(spec)) {
            for (String directory : new String[]{"..", "out", "/etc", "nowhere"}) {
                var answer = run(sandbox, Command.of("pwd").in(directory));

                assertThat(answer.exit().code()).as(directory).isEqualTo(127);
                assertThat(answer.text()).contains("not in the workspace");
            }
        }
    }
}
