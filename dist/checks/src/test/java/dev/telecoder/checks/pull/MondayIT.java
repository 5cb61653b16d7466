package dev.telecoder.checks.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.checks.crash.ScriptedModel;
import dev.telecoder.checks.crash.ScriptedModel.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Monday, nine o'clock: three alerts of Dependabot, one of them critical. One message; the person says yes; the versions are
 * updated, the tests run, and there is a pull request.
 */
@EnabledOnOs(OS.LINUX)
class MondayIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Instant SUNDAY = Instant.parse("2026-11-22T08:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");

    private static final Map<String, String> API = Map.of(
            "requirements.txt", "jinja2==2.4\nrequests==2.3.0\nurllib3==1.24.1\n",
            "versions.py", """
                    def pinned():
                        with open('requirements.txt') as lines:
                            return dict(line.strip().split('==') for line in lines)
                    """,
            "test_versions.py", """
                    import unittest

                    from versions import pinned


                    class VersionsTest(unittest.TestCase):
                        def test_each_is_pinned(self):
                            self.assertEqual(sorted(pinned()), ['jinja2', 'requests', 'urllib3'])


                    if __name__ == "__main__":
                        unittest.main()
                    """,
            "ci.sh", "set -e\npython3 -m unittest -v\n");

    @TempDir private Path temp;

    private FakeGithub github;
    private ScriptedModel model;
    private HostProcess host;

    @BeforeEach
    void start() throws Exception {
        Story.needsSandboxGitAndPython();
        github = FakeGithub.start(temp, API);
        model = ScriptedModel.start(MondayIT::script);
        Files.writeString(Files.createDirectories(temp.resolve("home")).resolve("config.yaml"),
                Story.settings(model, github, ", branch: main, monitors: [deps]") + """
                        heartbeat: {timezone: UTC, ci_poll_interval: 1s, pr_poll_interval: 1s}
                        osv: {api_url: "http://127.0.0.1:9"}
                        """);
    }

    private void lifeAt(Instant begin) throws Exception {
        github.clock(Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), begin)));
        host = HostProcess.start(temp.resolve("home"), Map.of("TELECODER_CACHE", "off", "TELECODER_JAVA_OPTS",
                "-Dtelecoder.clock=" + begin));
        host.awaitReady();
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
        if (!asked.user().getLast().contains("yes") && asked.results() == 0) {
            return Said.text("{\"notify\": true, \"text\": \"Want me to update and run the test suite?\"}");
        }
        if (!asked.all().contains("3 dependency alerts")) {
            return Said.text("Yes to what?");
        }
        return switch (asked.results()) {
            case 0 -> Said.call("plan.propose", """
                    {"summary":"Update the three packages with alerts","repo":"myorg/shop",
                     "branch":"telecoder/update-dependencies","steps":["update","run the tests","open a pull request"],
                     "effects":["push","pull-request"]}""");
            case 1 -> Said.call("deps.update", "{\"package\":\"jinja2\",\"version\":\"2.11.3\"}");
            case 2 -> Said.call("deps.update", "{\"package\":\"requests\",\"version\":\"2.32.4\"}");
            case 3 -> Said.call("deps.update", "{\"package\":\"urllib3\",\"version\":\"1.26.19\"}");
            case 4 -> Said.call("git.commit", "{\"message\":\"Update what Dependabot warns of\","
                    + "\"branch\":\"telecoder/update-dependencies\"}");
            case 5 -> Said.call("git.pr", """
                    {"title":"Update what Dependabot warns of","what":"jinja2, requests and urllib3 are updated.",
                     "why":"One alert is critical."}""");
            default -> Said.text("The pull request is open.");
        };
    }

    @Test
    void threeAlertsAreOneMessageAndYesIsAPullRequest() throws Exception {
        lifeAt(SUNDAY);
        host.await("the first look", LIMIT, () -> Story.hasLooked(host, "deps"));
        host.end();
        ArrayNode alerts = FakeGithub.JSON.createArrayNode();
        alerts.add(alert(1, "requests", "high", "2.32.4"));
        alerts.add(alert(2, "jinja2", "critical", "2.11.3"));
        alerts.add(alert(3, "urllib3", "medium", "1.26.19"));
        github.alerts(alerts);

        lifeAt(MONDAY);
        host.await("the message", LIMIT, () -> items("/api/v1/incidents").stream()
                .anyMatch(one -> one.path("conversation").isTextual() && !texts(one).isEmpty()));
        assertThat(items("/api/v1/incidents")).hasSize(1);
        JsonNode incident = items("/api/v1/incidents").getFirst();
        assertThat(texts(incident)).hasSize(1);
        JsonNode offer = items("/api/v1/approvals?state=pending").getFirst();
        assertThat(texts(incident).getFirst()).contains("**Critical** myorg/shop: 3 dependency alerts",
                "1 critical", "Want me to update and run the test suite?",
                "**Offer** " + offer.get("id").asText()
                        + ": update `jinja2` to 2.11.3, `requests` to 2.32.4 and `urllib3` to"
                        + " 1.26.19 in myorg/shop, run the build and the tests, and open a pull request",
                "**Yes allows**: push, pull-request on myorg/shop, branches `telecoder/*`");
        assertThat(offer.get("kind").asText()).isEqualTo("plan");

        String conversation = incident.get("conversation").asText();
        host.json("POST", "/api/v1/conversations/" + conversation + "/messages", "{\"text\":\"yes\"}");
        host.await("the green pull request", LIMIT, () -> String.join("\n", texts(incident)).contains("is green"));
        assertThat(items("/api/v1/approvals")).as("the offer and the plan of the task, and no other question")
                .hasSize(2).allMatch(one -> one.get("state").asText().equals("allowed"));
        assertThat(github.pulls()).hasSize(1);
        assertThat(FakeGithub.sh(github.bare(), "git show telecoder/update-dependencies:requirements.txt"))
                .isEqualTo("jinja2==2.11.3\nrequests==2.32.4\nurllib3==1.26.19\n");
        assertThat(github.pulls().getFirst().get("body").asText()).contains("## Tests after",
                "`python3 -m unittest -v` exit 0: 1 passed");
        assertThat(github.runs()).extracting(FakeGithub.Run::passed).containsExactly(true);
    }

    private ObjectNode alert(int number, String name, String severity, String fixed) {
        ObjectNode alert = FakeGithub.JSON.createObjectNode().put("number", number).put("state", "open")
                .put("created_at", SUNDAY.atOffset(ZoneOffset.UTC).plusHours(20).toInstant().toString())
                .put("html_url", github.url() + "/myorg/shop/security/dependabot/" + number);
        alert.putObject("dependency").put("manifest_path", "requirements.txt").putObject("package")
                .put("ecosystem", "pip").put("name", name);
        alert.putObject("security_advisory").put("ghsa_id", "GHSA-0000-0000-000" + number).put("severity", severity)
                .put("summary", name + " runs what others send");
        alert.putObject("security_vulnerability").put("severity", severity).putObject("first_patched_version")
                .put("identifier", fixed);
        return alert;
    }

    private List<String> texts(JsonNode incident) {
        return Story.texts(host, incident.get("conversation").asText());
    }

    private List<JsonNode> items(String path) {
        return Story.items(host, path);
    }
}
