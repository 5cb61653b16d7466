package dev.telecoder.plugins.sandbox.docker;

import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.testkit.SandboxAbuseContract;

/** What a stranger's code tries in a container. */
class DockerAbuseTest extends SandboxAbuseContract {

    @Override
    protected SandboxRuntime runtime() {
        return TestDocker.runtime(folder);
    }
}
