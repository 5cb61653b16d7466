package dev.telecoder.checks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.testkit.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A build turns red, stays red and is green again, at GitHub; what the built distribution tells of it, without a model. */
@EnabledOnOs(OS.LINUX)
class CiStoryIT {

    private static final String REPO = "myorg/api";
    private static final String SECRET = "It's a Secret to Everybody";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String LOG = """
            ##[group]Run mvn test
            [ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0 <<< FAILURE! -- in org.acme.LoginTest
            [ERROR] org.acme.LoginTest.rejectsEmptyPassword -- Time elapsed: 0.01 s <<< FAILURE!
            org.opentest4j.AssertionFailedError: expected: <401> but was: <200>
            ##[error]Process completed with exit code 1.
            """;

    @TempDir private Path temp;

    private QuietGithub github;
    private HostProcess host;
    private Path home;

    @BeforeEach
    void start() throws Exception {
        Path git = Files.createDirectories(temp.resolve("git/myorg")).getParent();
        github = QuietGithub.start(git);
        TestRepository repository = TestRepository.in(Files.createDirectories(temp.resolve("api")),
                Map.of("README.md", "# API\n"));
        Files.createSymbolicLink(git.resolve(REPO + ".git"), repository.remote());
        home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                github: {token: t, webhook_secret: "%s", api_url: "%s/api/v3", git_url: "%s"}
                repos: [{name: %s, url: "%s/%s.git", host: github, branch: main, monitors: [ci]}]
                heartbeat: {ci_poll_interval: 1s, pr_poll_interval: 1s}
                """.formatted(SECRET, github.url(), github.url(), REPO, github.url(), REPO));
        github.ended(REPO, "0000000", "success", "");
        host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
        host.awaitReady();
        host.await("the first look", LIMIT, () -> !monitor("last_check").isEmpty());
        polledTwice();
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.end();
        }
        github.close();
    }

    @Test
    void redByPollingIsToldOnceWithItsCauseUntilItIsGreenAgain() throws Exception {
        github.ended(REPO, "c0ffee1", "failure", LOG);
        host.await("the incident", LIMIT, () -> !incidents().isEmpty());
        JsonNode red = incidents().getFirst();
        assertThat(red.get("title").asText()).as(red.toString())
                .isEqualTo("verify failed on main: org.acme.LoginTest.rejectsEmptyPassword");
        assertThat(red.get("detail").asText()).contains("Commit c0ffee1.")
                .contains("Failing tests (1): org.acme.LoginTest.rejectsEmptyPassword");
        assertThat(red.get("told").asBoolean()).isTrue();
        assertThat(messages(red)).hasSize(1).first().asString().contains("LoginTest.rejectsEmptyPassword");

        assertThat(items("/api/v1/tasks")).as("what was told only is no task").isEmpty();

        push(github.ended(REPO, "c0ffee2", "failure", LOG), "d-2");
        looksTwice();
        polledTwice();
        assertThat(incidents()).hasSize(1);
        assertThat(messages(red)).as("still red for the same reason, pushed and polled").hasSize(1);

        github.ended(REPO, "c0ffee3", "success", "");
        host.await("its end", LIMIT, () -> incidents().getFirst().get("state").asText().equals("resolved"));
        host.await("what is said of it", LIMIT, () -> String.join("\n", messages(red)).contains("Resolved"));
        assertThat(messages(red)).last().asString().contains("Resolved").contains("Fixed by @anna in #204");
        assertThat(monitor("state")).isEqualTo("up");
    }

    @Test
    void whatAWebhookTellsAndALookFindsIsOneMessage() throws Exception {
        push(github.ended(REPO, "c0ffee1", "failure", LOG), "d-1");
        host.await("the incident", LIMIT, () -> !incidents().isEmpty());
        looksTwice();
        polledTwice();
        push(github.ended(REPO, "c0ffee2", "success", ""), "d-2");
        host.await("its end", LIMIT, () -> incidents().getFirst().get("state").asText().equals("resolved"));
        looksTwice();
        polledTwice();

        assertThat(incidents()).hasSize(1);
        List<String> said = messages(incidents().getFirst());
        assertThat(said.stream().filter(text -> text.contains("Warning"))).hasSizeLessThanOrEqualTo(1);
        assertThat(said.stream().filter(text -> text.contains("Resolved"))).hasSize(1);
    }

    private void push(byte[] body, String delivery) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String url = HostProcess.JSON.readTree(home.resolve("data/host.json").toFile()).get("url").asText();
        int status = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url.replaceAll("/$", "")
                + "/hooks/codehost-github/events")).header("X-GitHub-Event", "workflow_run")
                .header("X-GitHub-Delivery", delivery)
                .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(202);
    }

    /** The poller has asked twice since now. */
    private void polledTwice() throws Exception {
        int before = polls();
        host.await("the poller's looks", LIMIT, () -> polls() >= before + 2);
    }

    private int polls() {
        return github.asked.entrySet().stream().filter(one -> one.getKey().endsWith("/actions/runs?per_page=100"))
                .mapToInt(one -> one.getValue().get()).sum();
    }

    /** Two looks that began after now are over. */
    private void looksTwice() throws Exception {
        for (int i = 0; i < 2; i++) {
            String before = monitor("last_check");
            host.await("another look", LIMIT, () -> !monitor("last_check").equals(before));
        }
    }

    private String monitor(String member) {
        return items("/api/v1/monitors").stream().filter(one -> one.get("id").asText().equals("ci"))
                .map(one -> one.path(member).asText("")).findFirst().orElse("").replace("null", "");
    }

    private List<JsonNode> incidents() {
        return items("/api/v1/incidents");
    }

    private List<String> messages(JsonNode incident) {
        return items("/api/v1/conversations/" + incident.get("conversation").asText() + "/messages").stream()
                .map(one -> one.get("markdown").asText()).toList();
    }

    private List<JsonNode> items(String path) {
        try {
            return StreamSupport.stream(host.json("GET", path, null).get("items").spliterator(), false).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
