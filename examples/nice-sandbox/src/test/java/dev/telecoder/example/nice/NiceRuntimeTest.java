package dev.telecoder.example.nice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.testkit.SandboxRuntimeContract;
import dev.telecoder.testkit.SandboxSpec;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NiceRuntimeTest extends SandboxRuntimeContract {

    @Override
    protected SandboxRuntime runtime() {
        return new NiceRuntime();
    }

    @Test
    void letsOthersGoFirst() throws IOException {
        try (var sandbox = runtime().open(SandboxSpec.in(folder))) {
            assertThat(run(sandbox, Command.of("nice")).lines()).containsExactly("19");
        }
    }
}
