package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.testkit.SandboxRuntimeContract;

/** bubblewrap keeps the contract; skipped, visibly, where it is not installed. */
class BubblewrapRuntimeTest extends SandboxRuntimeContract {

    @Override
    protected SandboxRuntime runtime() {
        return new BubblewrapRuntime(Host.here(folder.resolve("plugin")));
    }
}
