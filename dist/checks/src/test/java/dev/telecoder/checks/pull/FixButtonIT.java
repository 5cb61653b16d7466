package dev.telecoder.checks.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.checks.crash.ScriptedModel;
import dev.telecoder.checks.crash.ScriptedModel.Said;
import dev.telecoder.testkit.FakeTelegram;
import dev.telecoder.testkit.TelegramBody;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final long ANNA = 4711;
    private static final String RIGHT = "def total(prices):\n    return sum(prices)\n";
    private static final String WRONG = "def total(prices):\n    return sum(prices[1:])\n";

    @TempDir private Path temp;

    private FakeGithub github;
    private ScriptedModel model;
    private FakeTelegram telegram;
    private HostProcess host;

    @BeforeEach
    void start() throws Exception {
        Story.needsSandboxGitAndPython();
        Map<String, String> shop = new HashMap<>(RedBuildIT.SHOP);
        shop.put("cart.py", RIGHT);
        shop.put("CHANGELOG.md", "# Changes\n\n- total\n");
        github = FakeGithub.start(temp, shop);
        assertThat(github.build("main").passed()).isTrue();
        telegram = FakeTelegram.start();
        model = ScriptedModel.start(FixButtonIT::script);
        Path home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(home.resolve("config.yaml"),
                Story.settings(model, github, ", branch: main, monitors: [ci], notify: [\"telegram:" + ANNA + "\"]") + """
                        heartbeat: {ci_poll_interval: 1s, pr_poll_interval: 1s}
                        channels: {telegram: {bot_token: "%s", api_url: "%s"}}
                        access: {telegram: {dm_policy: open, allow_from: ["*"]}}
                        """.formatted(FakeTelegram.TOKEN, telegram.url()));
        host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
        host.awaitReady();
        host.await("the first look", LIMIT, () -> Story.hasLooked(host, "ci"));
        telegram.write(ANNA, "Anna", "/whoami");
        host.await("an answer in the chat", LIMIT, () -> !telegram.sent().isEmpty());
        polledTwice();
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.end();
            model.close();
            github.close();
            telegram.close();
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
        FakeTelegram.Sent red = told();
        polledTwice();
        assertThat(reds()).as("one message, with the cause").hasSize(1).first()
                .extracting(one -> TelegramBody.visible(one.body())).asString()
                .contains("verify failed on main", "total leaves out the first price.");

        telegram.press(red, "fix", ANNA, "Anna");
        host.await("the green pull request", LIMIT, () -> said("is green"));
        assertThat(said("Anna pressed Fix. I work on a branch")).isTrue();
        assertThat(github.pulls()).hasSize(1);
        assertThat(github.pulls().getFirst().get("title").asText()).isEqualTo("Add up all prices");
        assertThat(github.pulls().getFirst().get("body").asText()).contains("## Tests before", "## Tests after",
                "`python3 -m unittest -v` exit 0: 2 passed");
        assertThat(Story.items(host, "/api/v1/approvals?state=pending")).as("the press is the consent").isEmpty();
        assertThat(github.runs()).extracting(FakeGithub.Run::passed).containsExactly(true, false, true);
        assertThat(incidents().getFirst().get("state").asText()).as("main is red still").isEqualTo("open");

        github.land("telecoder/mend-total");
        github.build("main");
        host.await("its end", LIMIT, () -> incidents().getFirst().get("state").asText().equals("resolved"));
        host.await("what is said of it", LIMIT, () -> said("Resolved"));
        polledTwice();
        assertThat(incidents()).hasSize(1);
        assertThat(telegram.sent()).as("in the place of the message that told of it")
                .filteredOn(one -> TelegramBody.visible(one.body()).contains("Resolved"))
                .extracting(FakeTelegram.Sent::messageId).containsExactly(red.messageId());
        assertThat(telegram.refused()).isEmpty();
    }

    @Test
    void whatAWebhookTellsIsNotToldAgainByTheMonitorOrThePoller() throws Exception {
        github.tell(new Hooks(FakeGithub.JSON.readTree(temp.resolve("home/data/host.json").toFile()).get("url").asText()
                .replaceAll("/$", "")));
        github.repair("cart.py", WRONG);
        github.build("main");
        told();
        polledTwice();
        polledTwice();

        assertThat(incidents()).hasSize(1);
        assertThat(reds()).hasSize(1);
    }

    /** The message that tells of it, once it is there. */
    private FakeTelegram.Sent told() throws InterruptedException {
        host.await("the message", LIMIT, () -> !reds().isEmpty());
        return reds().getFirst();
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
        return Story.items(host, "/api/v1/incidents");
    }

    private List<FakeTelegram.Sent> reds() {
        return telegram.sent().stream().filter(one -> TelegramBody.visible(one.body()).startsWith("Warning")).toList();
    }

    private boolean said(String words) {
        return telegram.sent().stream().anyMatch(one -> TelegramBody.visible(one.body()).contains(words));
    }
}
