package dev.telecoder.plugin.buildkite;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.testkit.CiProviderContract;
import org.junit.jupiter.api.AfterEach;

class BuildkiteCiTest extends CiProviderContract {

    private final FakeBuildkite server = new FakeBuildkite();
    private final BuildkiteCi ci = new BuildkiteCi(server.context());

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected CiProvider provider() {
        return ci;
    }

    @Override
    protected Service service() {
        return server;
    }
}
