package dev.telecoder.plugin.github;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.testkit.CiProviderContract;
import org.junit.jupiter.api.AfterEach;

class GithubCiTest extends CiProviderContract {

    private final FakeGithub server = new FakeGithub();
    private final GithubCi ci = new GithubCi(server.context());

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
