package dev.telecoder.plugins.sandbox.bubblewrap;

import dev.telecoder.api.sandbox.SandboxRuntime;
import dev.telecoder.testkit.SandboxAbuseContract;

/** What a stranger's code tries under bubblewrap. */
class BubblewrapAbuseTest extends SandboxAbuseContract {

    @Override
    protected SandboxRuntime runtime() {
        return new BubblewrapRuntime(Host.here(folder.resolve("plugin")));
    }
}
