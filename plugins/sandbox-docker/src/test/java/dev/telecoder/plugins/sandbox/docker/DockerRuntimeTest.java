package dev.telecoder.plugins.sandbox.docker;

import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.testkit.SandboxRuntimeContract;

/** Docker keeps the contract; skipped, visibly, where there is none. */
class DockerRuntimeTest extends SandboxRuntimeContract {

    @Override
    protected SandboxRuntime runtime() {
        return TestDocker.runtime(folder);
    }
}
