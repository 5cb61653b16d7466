package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.testkit.CiProviderContract;
import org.junit.jupiter.api.AfterEach;

class GitlabCiTest extends CiProviderContract {

    private final FakeGitlab server = new FakeGitlab();
    private final GitlabCi ci = new GitlabCi(server.context());

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
