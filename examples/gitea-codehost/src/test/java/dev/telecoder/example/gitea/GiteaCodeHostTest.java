package dev.telecoder.example.gitea;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.testkit.CodeHostContract;
import org.junit.jupiter.api.AfterEach;

class GiteaCodeHostTest extends CodeHostContract {

    private final FakeGitea server = new FakeGitea();
    private final GiteaCodeHost codeHost = new GiteaCodeHost(server.context());

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected CodeHost codeHost() {
        return codeHost;
    }

    @Override
    protected Service service() {
        return server;
    }
}
