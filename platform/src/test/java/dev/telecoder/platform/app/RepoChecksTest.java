package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.testkit.TestRepositories;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepoChecksTest {

    private final Repositories known = new TestRepositories().withCodeHost("api", new Github())
            .withCodeHost("myorg/api", new Github());

    @Test
    void findsARepositoryItsCodeHostCannotName() {
        RepoSettings mirror = new RepoSettings("api", "file:///srv/mirrors/api.git", "", "github");

        assertThat(RepoChecks.of(List.of(mirror), known)).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(State.WARN);
            assertThat(one.what()).contains("api").contains("github");
            assertThat(one.fix()).contains("repos[].name").contains("github.git_url");
        });
    }

    @Test
    void isContentWhereTheUrlOrTheNameTells() {
        RepoSettings mirror = new RepoSettings("myorg/api", "file:///srv/mirrors/api.git", "", "github");
        RepoSettings usual = new RepoSettings("api", "https://github.com/myorg/api.git", "", "github");

        assertThat(RepoChecks.of(List.of(mirror, usual), known)).extracting(Finding::state).containsExactly(State.OK);
    }

    /** Knows what is below its own address. */
    private static final class Github implements CodeHost {

        @Override
        public String id() {
            return "github";
        }

        @Override
        public Optional<String> identify(String url) {
            return url.startsWith("https://github.com/") ? Optional.of("myorg/api") : Optional.empty();
        }
    }
}
