package dev.telecoder.platform.skill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.platform.config.HostJson;
import dev.telecoder.platform.conversation.Conversations;
import dev.telecoder.platform.repo.Credentials;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.RepoSettings;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.sandbox.SandboxSettings;
import dev.telecoder.platform.sandbox.Sandboxes;
import dev.telecoder.platform.store.Database;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {

    private static final String URL = "https://github.com/myorg/api.git";

    @TempDir Path temp;

    private final Clock clock = Clock.systemUTC();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(temp.resolve("telecoder.db"), temp.resolve("backups"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aRepositoryIsBuiltByWhatTheSettingsNameInTheirOrder() {
        assertThat(ci(List.of("buildkite", "github"))).containsExactly("buildkite", "github");
        assertThat(ci(List.of("buildkite"))).containsExactly("buildkite");
        assertThat(ci(List.of("jenkins"))).as("no plugin offers it").isEmpty();
    }

    @Test
    void aRepositoryIsBuiltByItsHostWhereNothingIsSaid() {
        assertThat(ci(List.of())).containsExactly("github");
    }

    private List<String> ci(List<String> named) {
        Repos repos = new Repos(temp.resolve("workspaces"),
                () -> List.of(new RepoSettings("myorg/api", URL, "main", "github", named)), Credentials.NONE,
                () -> PushRules.DEFAULT, clock);
        var places = new Places(database, new HostJson(), new Conversations(database, clock), repos,
                new Sandboxes(List::of, SandboxSettings.of("auto", "h"), clock), () -> PushRules.DEFAULT,
                new FakeExtensions(new Ci("github"), new Ci("buildkite"), new Ci("gitlab")),
                (account, cancellation) -> {
                    throw new UnsupportedOperationException();
                });
        return places.lookingAt("monitors").ci("myorg/api").stream().map(CiProvider::id).toList();
    }

    private record Ci(String id) implements CiProvider {

        @Override
        public List<Run> runs(String repo, String branch, int limit) {
            return List.of();
        }

        @Override
        public String log(String repo, String runId) {
            return "";
        }
    }
}
