package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.Repositories;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.platform.config.ConfigHolder;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.signal.Pollers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ExtensionPoint;

/** What is polled, how often, and when that is looked up anew. */
class PollingTest {

    @TempDir private Path folder;

    private final List<Runnable> listeners = new ArrayList<>();
    private final List<Extensions.Extension<SignalPoller>> pollers = new ArrayList<>();
    private final List<Repositories.Repository> repos = new ArrayList<>();
    private int asked;
    private ConfigHolder config;
    private Polling polling;

    @BeforeEach
    void start() throws Exception {
        write("heartbeat: {ci_poll_interval: 2m, pr_poll_interval: 7m, dep_audit_interval: 12h}\n");
        config = new ConfigHolder(folder.resolve("config.yaml"), Map.of());
        polling = new Polling(config, new Extensions() {
            @Override
            @SuppressWarnings("unchecked")
            public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
                asked++;
                return (List<Extension<T>>) (List<?>) List.copyOf(pollers);
            }

            @Override
            public void onChange(Runnable changed) {
                listeners.add(changed);
            }
        }, Known::new);
        repos.add(new Repositories.Repository("my/api", "https://x/my/api.git", "main"));
        pollers.add(new Extensions.Extension<>("ci-buildkite", new Named("buildkite")));
    }

    @Test
    void allRepositoriesAreWatchedAtTheIntervalsOfTheSettings() {
        Pollers.Scope scope = polling.scope();

        assertThat(scope.repos()).extracting(SignalPoller.Watched::name, SignalPoller.Watched::url,
                SignalPoller.Watched::host).containsExactly(
                        org.assertj.core.groups.Tuple.tuple("my/api",
                                "https://x/my/api.git", ""));
        assertThat(scope.intervals()).isEqualTo(new SignalPoller.Intervals(Duration.ofMinutes(2),
                Duration.ofMinutes(7), Duration.ofHours(12)));
        assertThat(polling.sources()).extracting(Pollers.Source::id).containsExactly("ci-buildkite/buildkite");
    }

    @Test
    void nothingIsPolledWhereTheHeartbeatIsOff() throws Exception {
        write("heartbeat: {enabled: false}\n");

        assertThat(config.reload()).isNotNull();

        assertThat(polling.scope().repos()).isEmpty();
    }

    @Test
    void pluginsAreAskedAgainOnlyWhenSomethingChanged() throws Exception {
        Pollers.Scope first = polling.scope();
        for (int i = 0; i < 10; i++) {
            polling.sources();
            assertThat(polling.scope()).isSameAs(first);
        }
        assertThat(asked).isEqualTo(1);

        pollers.add(new Extensions.Extension<>("codehost-gitlab", new Named("gitlab")));
        assertThat(polling.sources()).as("nobody said so yet").hasSize(1);
        listeners.forEach(Runnable::run);
        assertThat(polling.sources()).extracting(Pollers.Source::id).containsExactly("ci-buildkite/buildkite",
                "codehost-gitlab/gitlab");

        repos.add(new Repositories.Repository("my/web", "https://x/my/web.git", "main"));
        assertThat(polling.scope().repos()).as("somebody watches one more").extracting(SignalPoller.Watched::name)
                .containsExactly("my/api", "my/web");

        write("heartbeat: {ci_poll_interval: 3m}\n");
        config.reload();
        assertThat(polling.scope().intervals().ci()).isEqualTo(Duration.ofMinutes(3));
        assertThat(asked).isEqualTo(4);
    }

    private void write(String settings) throws Exception {
        Files.writeString(folder.resolve("config.yaml"), settings);
    }

    private final class Known implements Repositories {

        @Override
        public List<Repository> all() {
            return List.copyOf(repos);
        }

        @Override
        public Checkout open(String nameOrUrl, String branch) {
            throw new UnsupportedOperationException("nothing is opened to poll it");
        }

        @Override
        public Optional<CodeHost> codeHost(String repo) {
            return Optional.empty();
        }

        @Override
        public List<CiProvider> ci(String repo) {
            return List.of();
        }
    }

    private record Named(String id) implements SignalPoller {

        @Override
        public Set<String> signals() {
            return Set.of();
        }

        @Override
        public void poll(Look look) {}
    }
}
