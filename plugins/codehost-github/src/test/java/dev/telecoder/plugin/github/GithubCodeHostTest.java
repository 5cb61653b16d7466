package dev.telecoder.plugin.github;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.testkit.CodeHostContract;
import org.junit.jupiter.api.AfterEach;

class GithubCodeHostTest extends CodeHostContract {

    private final FakeGithub server = new FakeGithub();
    private final GithubCodeHost codeHost = new GithubCodeHost(server.context());

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
