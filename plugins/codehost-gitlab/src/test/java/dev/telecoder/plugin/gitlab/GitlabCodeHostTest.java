package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.testkit.CodeHostContract;
import org.junit.jupiter.api.AfterEach;

class GitlabCodeHostTest extends CodeHostContract {

    private final FakeGitlab server = new FakeGitlab();
    private final GitlabCodeHost codeHost = new GitlabCodeHost(server.context());

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
