package dev.telecoder.checks.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.checks.crash.ScriptedModel;
import dev.telecoder.checks.crash.ScriptedModel.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The build turns red while nobody looks: one message with the cause, a press of Fix, a pull request, green, and resolved. */
@EnabledOnOs(OS.LINUX)
class FixButtonIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String RIGHT = "def total(prices):\n    return sum(prices)\n";
    private static final String WRONG = "def total(prices):\n    return sum(prices[1:])\n";

    @TempDir private Path temp;

    private FakeGithub github;
    private ScriptedModel model;
    private HostProcess host;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(RedBuildIT.runs("bwrap", "--ro-bind", "/", "/", "true"),
                "SKIPPED: bubblewrap does not run here, and the tests of the story run in a sandbox");
        assumeTrue(RedBuildIT.runs("git", "--version"), "SKIPPED: there is no git");
        assumeTrue(RedBuildIT.runs("python3", "--version"), "SKIPPED: there is no python3");
        Map<String, String> shop = new HashMap<>(RedBuildIT.SHOP);
        shop.put("cart.py", RIGHT);
        shop.put("CHANGELOG.md", "# Changes\n\n- total\n");
        github = FakeGithub.start(temp, shop);
        assertThat(github.build("main").passed()).isTrue();
        model = ScriptedModel.start(FixButtonIT::script);
        Path home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                llm: {provider: openai, model: pattern-1, api_key: none, base_url: "%s"}
                github: {token: %s, webhook_secret: "%s", api_url: "%s/api/v3", git_url: "%s"}
                repos: [{name: myorg/shop, url: "%s/myorg/shop.git", host: github, branch: main, monitors: [ci]}]
                heartbeat: {ci_poll_interval: 1s, pr_poll_interval: 1s}
                sandbox: {runtime: bubblewrap, egress: none}
                """.formatted(model.url(), FakeGithub.TOKEN, Hooks.SECRET, github.url(), github.url(), github.url()));
        host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
        host.awaitReady();
        host.await("the first look", LIMIT, () -> items("/api/v1/monitors").stream()
                .anyMatch(one -> one.get("id").asText().equals("ci") && one.path("last_check").isTextual()));
        polledTwice();
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.end();
            model.close();
            github.close();
        }
    }

    static Said script(ScriptedModel.Asked asked) {
        if (asked.user().stream().noneMatch(text -> text.contains("Fix incident"))) {
            return Said.text("{\"notify\": true, \"text\": \"total leaves out the first price.\"}");
        }
        return switch (asked.results()) {
            case 0 -> Said.call("ci.logs", "{}");
            case 1, 3 -> Said.call("test.run", "{}");
            case 2 -> Said.call("code.edit",
                    "{\"edits\":[{\"path\":\"cart.py\",\"old\":\"prices[1:]\",\"new\":\"prices\"}]}");
            case 4 -> Said.call("git.commit",
                    "{\"message\":\"Add up all prices\",\"branch\":\"telecoder/mend-total\"}");
            case 5 -> Said.call("git.pr", """
                    {"title":"Add up all prices","what":"total adds all prices.","why":"It left out the first."}""");
            default -> Said.text("The pull request is open.");
        };
    }

    @Test
    void redByPollingIsFixedByTheButtonAndResolvedInTheSameThread() throws Exception {
        github.repair("cart.py", WRONG);
        assertThat(github.build("main").passed()).isFalse();
        JsonNode red = told();
        polledTwice();
        assertThat(reds(red)).as("one message, with the cause").hasSize(1).first().asString()
                .contains("verify failed on main", "total leaves out the first price.");

        host.json("POST", "/api/v1/incidents/" + red.get("number").asText() + "/fix", "{}");
        host.await("the green pull request", LIMIT, () -> all(red).contains("is green"));
        assertThat(github.pulls()).hasSize(1);
        assertThat(github.pulls().getFirst().get("title").asText()).isEqualTo("Add up all prices");
        assertThat(github.pulls().getFirst().get("body").asText()).contains("## Tests before", "## Tests after",
                "`python3 -m unittest -v` exit 0: 2 passed");
        assertThat(items("/api/v1/approvals?state=pending")).as("the press is the consent").isEmpty();
        assertThat(github.runs()).extracting(FakeGithub.Run::passed).containsExactly(true, false, true);
        assertThat(incidents().getFirst().get("state").asText()).as("main is red still").isEqualTo("open");

        github.land("telecoder/mend-total");
        github.build("main");
        host.await("its end", LIMIT, () -> incidents().getFirst().get("state").asText().equals("resolved"));
        host.await("what is said of it", LIMIT, () -> all(red).contains("**Resolved**"));
        polledTwice();
        assertThat(incidents()).hasSize(1);
        assertThat(incidents().getFirst().get("conversation").asText()).isEqualTo(red.get("conversation").asText());
        assertThat(texts(red).stream().filter(text -> text.contains("**Resolved**"))).hasSize(1);
    }

    @Test
    void whatAWebhookTellsIsNotToldAgainByTheMonitorOrThePoller() throws Exception {
        github.tell(new Hooks(FakeGithub.JSON.readTree(temp.resolve("home/data/host.json").toFile()).get("url").asText()
                .replaceAll("/$", "")));
        github.repair("cart.py", WRONG);
        github.build("main");
        JsonNode red = told();
        polledTwice();
        polledTwice();

        assertThat(incidents()).hasSize(1);
        assertThat(reds(red)).hasSize(1);
    }

    /** The incident, when it was told. */
    private JsonNode told() throws InterruptedException {
        host.await("the message", LIMIT, () -> incidents().stream().anyMatch(
                one -> one.path("conversation").isTextual() && one.get("told").asBoolean()
                        && all(one).contains("failed on main")));
        return incidents().getFirst();
    }

    private void polledTwice() throws InterruptedException {
        int before = polls();
        host.await("the poller's looks", LIMIT, () -> polls() >= before + 2);
    }

    private int polls() {
        return (int) List.copyOf(github.requests).stream()
                .filter(one -> one.endsWith("/actions/runs?per_page=100")).count();
    }

    private List<JsonNode> incidents() {
        return items("/api/v1/incidents");
    }

    private String all(JsonNode incident) {
        return String.join("\n---\n", texts(incident));
    }

    private List<String> reds(JsonNode incident) {
        return texts(incident).stream().filter(text -> text.startsWith("**Warning**")).toList();
    }

    private List<String> texts(JsonNode incident) {
        return items("/api/v1/conversations/" + incident.get("conversation").asText() + "/messages?limit=100").stream()
                .map(one -> one.get("markdown").asText()).toList();
    }

    private List<JsonNode> items(String path) {
        try {
            List<JsonNode> found = new ArrayList<>();
            host.json("GET", path, null).get("items").forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
