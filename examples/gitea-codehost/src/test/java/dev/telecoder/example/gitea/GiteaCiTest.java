package dev.telecoder.example.gitea;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.testkit.CiProviderContract;
import org.junit.jupiter.api.AfterEach;

class GiteaCiTest extends CiProviderContract {

    private final FakeGitea server = new FakeGitea();
    private final GiteaCi ci = new GiteaCi(server.context());

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
