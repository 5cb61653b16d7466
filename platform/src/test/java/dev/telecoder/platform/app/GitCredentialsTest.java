package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.GitTokens;
import dev.telecoder.platform.config.ConfigHolder;
import dev.telecoder.platform.repo.GitHttpServer;
import dev.telecoder.platform.repo.PushPolicy;
import dev.telecoder.platform.repo.PushRules;
import dev.telecoder.platform.repo.Repos;
import dev.telecoder.platform.repo.TaskCheckout;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCredentialsTest {

    private static final String APP = """
            github:
              app_id: "12"
              private_key_file: app.pem
              installation_id: "34"
              git_url: "%s"
            """;

    @TempDir private Path temp;

    private final AtomicReference<String> token = new AtomicReference<>("ghs_first");

    private GitCredentials credentials(String yaml) throws IOException {
        Path file = Files.writeString(temp.resolve("config.yaml"), yaml);
        return new GitCredentials(new ConfigHolder(file, Map.of()),
                id -> id.equals("github") ? Optional.of(new App()) : Optional.empty());
    }

    @Test
    void clonesAndPushesWithTheTokenAnAppHasNow() throws Exception {
        TestRepository remote = TestRepository.in(Files.createDirectory(temp.resolve("owner")));
        try (GitHttpServer server = GitHttpServer.start(temp, "none of these")) {
            server.takes("x-access-token:ghs_first");
            Repos repos = new Repos(temp.resolve("workspaces"), List::of,
                    credentials(APP.formatted(server.url("").replaceFirst("/$", ""))), () -> PushRules.DEFAULT,
                    Clock.systemUTC());

            TaskCheckout checkout = repos.open("t1", server.url("owner/remote.git"), "", PushPolicy.ALLOW);
            Files.writeString(checkout.directory().resolve("README.md"), "mine\n");
            checkout.createBranch("telecoder/x", "");
            var commit = checkout.commit("Mine", List.of());
            server.takes("x-access-token:ghs_second");
            assertThatThrownBy(() -> checkout.push("telecoder/x", false)).isInstanceOf(PluginException.class)
                    .hasMessageContaining("github.app_id").hasMessageNotContaining("ghs_");
            token.set("ghs_second");
            checkout.push("telecoder/x", false);

            assertThat(remote.head("telecoder/x")).contains(commit.id());
            try (Stream<Path> files = Files.walk(temp.resolve("workspaces"))) {
                assertThat(files.filter(Files::isRegularFile)).as("it is written nowhere")
                        .allSatisfy(file -> assertThat(
                                new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                                .doesNotContain("ghs_"));
            }
        }
    }

    @Test
    void givesTheTokenOfAnAppToItsOwnServerOnly() throws Exception {
        GitCredentials credentials = credentials(APP.formatted("https://github.example.org"));

        assertThat(credentials.find(URI.create("https://github.example.org/a/b.git")))
                .hasValueSatisfying(login -> assertThat(login.user()).isEqualTo("x-access-token"));
        assertThat(credentials.find(URI.create("https://github.com/a/b.git"))).isEmpty();
        assertThat(credentials.find(URI.create("https://github.example.org:8443/a/b.git"))).isEmpty();
        assertThat(credentials.find(URI.create("https://gitlab.com/a/b.git"))).isEmpty();
    }

    @Test
    void usesTheTokenThatIsWrittenDownFirst() throws Exception {
        GitCredentials credentials = credentials(APP.formatted("https://github.com") + "  token: ghp_written\n");
        URI address = URI.create("https://github.com/a/b.git");

        assertThat(credentials.find(address)).hasValueSatisfying(
                login -> assertThat(login.password().reveal()).isEqualTo("ghp_written"));
        assertThat(credentials.setting(address)).isEqualTo("github.token");
    }

    /** A code host whose App has a new token now and then. */
    private final class App implements CodeHost, GitTokens {

        @Override
        public String id() {
            return "github";
        }

        @Override
        public Optional<String> identify(String url) {
            return Optional.empty();
        }

        @Override
        public Optional<Secret> gitToken() {
            return Optional.of(new Secret(token.get()));
        }
    }
}
