package dev.telecoder.checks.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.checks.crash.ScriptedModel;
import dev.telecoder.checks.crash.ScriptedModel.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** "The build is red, please fix": from there to the green pull request, with nothing but a chat, a model and GitHub. */
@EnabledOnOs(OS.LINUX)
class RedBuildIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The sum is wrong, and CI also wants each change to be told in CHANGELOG.md, which the tests do not see. */
    private static final Map<String, String> SHOP = Map.of(
            "cart.py", "def total(prices):\n    return sum(prices[1:])\n",
            "test_cart.py", """
                    import unittest

                    from cart import total


                    class CartTest(unittest.TestCase):
                        def test_total(self):
                            self.assertEqual(total([1, 2]), 3)

                        def test_empty(self):
                            self.assertEqual(total([]), 0)


                    if __name__ == "__main__":
                        unittest.main()
                    """,
            "CHANGELOG.md", "# Changes\n",
            "ci.sh", """
                    set -e
                    python3 -m unittest -v
                    grep -q total CHANGELOG.md || { echo 'CHANGELOG.md: error: no entry tells of total'; exit 1; }
                    """);

    @TempDir private Path temp;

    private FakeGithub github;
    private ScriptedModel model;
    private HostProcess host;
    private String conversation;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(runs("bwrap", "--version") && runs("bwrap", "--ro-bind", "/", "/", "true"),
                "SKIPPED: bubblewrap does not run here, and the tests of the story run in a sandbox");
        assumeTrue(runs("git", "http-backend", "--help") || runs("git", "--version"), "SKIPPED: there is no git");
        assumeTrue(runs("python3", "--version"), "SKIPPED: there is no python3");
        github = FakeGithub.start(temp, SHOP);
        github.build("main");
        model = ScriptedModel.start(RedBuildIT::script);
        Path home = Files.createDirectories(temp.resolve("home"));
        Files.writeString(home.resolve("config.yaml"), """
                server: {port: 0}
                llm: {provider: openai, model: pattern-1, api_key: none, base_url: "%s"}
                github: {token: %s, webhook_secret: "%s", api_url: "%s/api/v3", git_url: "%s"}
                repos: [{name: myorg/shop, url: "%s/myorg/shop.git", host: github}]
                sandbox: {runtime: bubblewrap, egress: none}
                """.formatted(model.url(), FakeGithub.TOKEN, Hooks.SECRET, github.url(), github.url(), github.url()));
        life();
        conversation = host.json("POST", "/api/v1/conversations", "{\"title\":\"The shop\"}").get("id").asText();
    }

    private void life() throws Exception {
        Path home = temp.resolve("home");
        host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
        host.awaitReady();
        github.tell(new Hooks(FakeGithub.JSON.readTree(home.resolve("data/host.json").toFile()).get("url").asText()
                .replaceAll("/$", "")));
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.end();
            model.close();
            github.close();
        }
    }

    private static boolean runs(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Said script(ScriptedModel.Asked asked) {
        String last = asked.user().getLast();
        boolean repairs = asked.user().stream().anyMatch(text -> text.contains("failed on `"));
        return switch (asked.results()) {
            case 0 -> Said.call("ci.logs", "{}");
            case 1 -> Said.call("plan.propose", """
                    {"summary":"Mend total, which leaves out the first price","repo":"myorg/shop",
                     "branch":"telecoder/mend-total","steps":["mend cart.py","run the tests","open a pull request"],
                     "effects":["push","pull-request"]}""");
            case 2, 4 -> Said.call("test.run", "{}");
            case 3 -> Said.call("code.edit",
                    "{\"edits\":[{\"path\":\"cart.py\",\"old\":\"prices[1:]\",\"new\":\"prices\"}]}");
            case 5 -> Said.call("git.commit",
                    "{\"message\":\"Add up all prices\",\"branch\":\"telecoder/mend-total\"}");
            case 6 -> Said.call("git.pr", """
                    {"title":"Add up all prices","what":"total adds all prices.","why":"It left out the first."}""");
            case 7 -> repairs ? Said.call("ci.logs", "{\"run\":\"" + run(last) + "\"}")
                    : Said.text("The pull request is open.");
            case 8 -> Said.call("code.edit",
                    "{\"edits\":[{\"path\":\"CHANGELOG.md\",\"old\":\"# Changes\\n\",\"new\":\"# Changes\\n\\n"
                            + "- total adds all prices\\n\"}]}");
            case 9 -> Said.call("test.run", "{}");
            case 10 -> Said.call("git.commit", "{\"message\":\"Tell of the change\"}");
            case 11 -> Said.call("git.pr", """
                    {"title":"Add up all prices","what":"total adds all prices.","why":"It left out the first."}""");
            default -> Said.text("I told of the change in CHANGELOG.md.");
        };
    }

    private static String run(String told) {
        return told.replaceAll("(?s).*\"run\": \"(\\w+)\".*", "$1");
    }

    private List<JsonNode> messages(String role) {
        try {
            List<JsonNode> found = new ArrayList<>();
            host.json("GET", "/api/v1/conversations/" + conversation + "/messages?limit=100", null).get("items")
                    .forEach(one -> {
                        if (one.get("role").asText().equals(role)) {
                            found.add(one);
                        }
                    });
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String text) throws IOException {
        ObjectNode message = FakeGithub.JSON.createObjectNode().put("text", text);
        host.json("POST", "/api/v1/conversations/" + conversation + "/messages", message.toString());
    }

    private void go() throws Exception {
        host.await("the plan", LIMIT, () -> pending().size() == 1);
        JsonNode plan = pending().getFirst();
        assertThat(plan.get("kind").asText()).isEqualTo("plan");
        assertThat(plan.get("detail").asText()).contains("push, pull-request on myorg/shop");
        host.json("POST", "/api/v1/approvals/" + plan.get("id").asText(), "{\"decision\":\"allow_once\"}");
    }

    private List<JsonNode> pending() {
        try {
            List<JsonNode> found = new ArrayList<>();
            host.json("GET", "/api/v1/approvals?state=pending", null).get("items").forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String finals() {
        return String.join("\n---\n", messages("assistant").stream().map(one -> one.get("markdown").asText())
                .filter(text -> text.contains("is green") || text.contains("is red")).toList());
    }

    @Test
    void isRepairedProvenAndWatchedToGreen() throws Exception {
        say("The build is red, please fix.");
        go();
        host.await("the final message", LIMIT, () -> finals().contains("is green"));

        ObjectNode pull = github.pulls().getFirst();
        assertThat(github.pulls()).hasSize(1);
        assertThat(github.runs()).extracting(FakeGithub.Run::passed).as("main, and the branch twice")
                .containsExactly(false, false, true);
        assertThat(github.head("telecoder/mend-total")).isEqualTo(github.runs().getLast().commit());
        assertThat(github.head("main")).as("nobody pushed to main").isEqualTo(github.runs().getFirst().commit());
        assertThat(pending()).as("the plan covers the repair").isEmpty();
        System.out.println(pull.get("body").asText());
        System.out.println(finals());
        messages("assistant").forEach(one -> System.out.println("> " + one.get("markdown").asText()));
    }
}
