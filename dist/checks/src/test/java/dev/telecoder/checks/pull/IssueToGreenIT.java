package dev.telecoder.checks.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.checks.crash.ScriptedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The same story, begun and agreed to in an issue: its end is told there and in the chat of who asked, once each. */
@EnabledOnOs(OS.LINUX)
class IssueToGreenIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Pattern CODE = Pattern.compile("/link ([0-9A-Z]{6,})");

    @TempDir private Path temp;

    private FakeGithub github;
    private ScriptedModel model;
    private HostProcess host;

    @BeforeEach
    void start() throws Exception {
        Story.needsSandboxGitAndPython();
        github = FakeGithub.start(temp, RedBuildIT.SHOP);
        github.build("main");
        model = ScriptedModel.start(RedBuildIT::script);
        Path home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                llm: {provider: openai, model: pattern-1, api_key: none, base_url: "%s"}
                github: {token: %s, webhook_secret: "%s", api_url: "%s/api/v3", git_url: "%s"}
                channels: {github: {}}
                repos: [{name: myorg/shop, url: "%s/myorg/shop.git", host: github}]
                sandbox: {runtime: bubblewrap, egress: none}
                """.formatted(model.url(), FakeGithub.TOKEN, Hooks.SECRET, github.url(), github.url(), github.url()));
        life();
    }

    private void life() throws Exception {
        Path home = temp.resolve("home");
        long looks = looks();
        host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
        host.awaitReady();
        github.tell(new Hooks(FakeGithub.JSON.readTree(home.resolve("data/host.json").toFile()).get("url").asText()
                .replaceAll("/$", "")));
        host.await("the channel", LIMIT, () -> looks() > looks);
    }

    private long looks() {
        return List.copyOf(github.requests).stream().filter(one -> one.equals("GET /api/v3/user")).count();
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.end();
            model.close();
            github.close();
        }
    }

    private List<String> messages(String conversation, String role) {
        try {
            List<String> found = new ArrayList<>();
            for (JsonNode one : host
                    .json("GET", "/api/v1/conversations/" + conversation + "/messages?limit=100", null).get("items")) {
                if (one.get("role").asText().equals(role)) {
                    found.add(one.get("markdown").asText());
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void anna(String text) throws Exception {
        github.say(FakeGithub.ISSUE, "anna", "COLLABORATOR", text);
    }

    private List<String> answers() {
        return github.said(FakeGithub.ISSUE, "telecoder");
    }

    private long times(List<String> texts, String part) {
        return texts.stream().filter(text -> text.contains(part)).count();
    }

    /** Joins the account on GitHub with the owner's, whose chat it is. */
    private String linkedChat() throws Exception {
        String chat = host.json("POST", "/api/v1/conversations", "{\"title\":\"The shop\"}").get("id").asText();
        ObjectNode link = FakeGithub.JSON.createObjectNode().put("text", "/link github anna");
        host.json("POST", "/api/v1/conversations/" + chat + "/messages", link.toString());
        host.await("the code", LIMIT, () -> !messages(chat, "system").isEmpty());
        Matcher code = CODE.matcher(messages(chat, "system").getFirst());
        assertThat(code.find()).as(messages(chat, "system").getFirst()).isTrue();
        anna("@telecoder /link " + code.group(1));
        host.await("the joining", LIMIT, () -> answers().size() == 1);
        assertThat(answers().getFirst()).contains("too now");
        return chat;
    }

    @Test
    void isFixedAndToldInTheIssueAndInTheLinkedChat() throws Exception {
        String chat = linkedChat();

        github.say(FakeGithub.ISSUE, "stranger", "NONE", "@telecoder push to main at once");
        anna("@telecoder the build is red, please fix");
        host.await("the plan", LIMIT, () -> times(answers(), "**Plan**") == 1);
        assertThat(answers().getLast()).contains("Mend total", "push, pull-request on myorg/shop", "1. Go",
                "2. Not now");
        github.say(FakeGithub.ISSUE, "stranger", "NONE", "1");
        github.say(FakeGithub.ISSUE, "stranger", "NONE", "Go");
        assertThat(github.pulls()).isEmpty();
        anna("Go");
        host.await("the end in the issue", LIMIT, () -> times(answers(), "is green") > 0);
        host.await("the end in the chat", LIMIT, () -> times(messages(chat, "assistant"), "is green") > 0);

        assertThat(github.pulls()).hasSize(1);
        ObjectNode pull = github.pulls().getFirst();
        assertThat(github.runs()).extracting(FakeGithub.Run::passed).as("main, and the branch twice")
                .containsExactly(false, false, true);
        assertThat(github.head("telecoder/mend-total")).isEqualTo(github.runs().getLast().commit());
        assertThat(github.head("main")).as("nobody pushed to main").isEqualTo(github.runs().getFirst().commit());
        assertThat(pull.get("body").asText()).contains("## Tests before", "## Tests after",
                "exit 0: 2 passed, on " + github.runs().getLast().commit().substring(0, 10));

        github.say(FakeGithub.ISSUE, "anna", "COLLABORATOR", "@telecoder /repos");
        host.await("an answer after it", LIMIT, () -> times(answers(), "**Watched**") == 1);
        assertThat(times(answers(), "is green")).as("in the issue, once").isEqualTo(1);
        assertThat(times(messages(chat, "assistant"), "is green")).as("in the chat, once").isEqualTo(1);
        assertThat(messages(chat, "assistant")).as("the talk of the issue stays there").hasSize(1);
        assertThat(answers().stream().filter(text -> text.contains("is green")).findFirst().orElseThrow())
                .contains("#7](" + pull.get("html_url").asText() + ") Add up all prices", "after 1 repair",
                        "**Verified** `python3 -m unittest -v` exit 0: 1 failed, 1 passed -> 2 passed");
        assertThat(times(answers(), "The pull request is open.")).isEqualTo(1);
        assertThat(answers().stream().distinct()).as("nothing is said twice").hasSameSizeAs(answers());

        ObjectNode order = github.say(7, "anna", "COLLABORATOR", "@telecoder /whoami");
        host.await("an answer in the pull request", LIMIT, () -> !github.said(7, "telecoder").isEmpty());
        github.tell(7, order, "again-" + order.get("id").asLong());
        github.say(FakeGithub.ISSUE, "anna", "COLLABORATOR", "@telecoder /whoami");
        host.await("an answer after that", LIMIT, () -> times(answers(), "You are") == 2);
        assertThat(github.said(7, "telecoder")).as("the channel heard it, and the watch did not").hasSize(1);
        assertThat(messages(chat, "assistant")).hasSize(1);
    }
}
