package dev.telecoder.checks.pull;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.checks.crash.ScriptedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What the stories of this package share: what they need, the settings of a host between a model and GitHub, and its lists. */
final class Story {

    private Story() {}

    /** Skips where the tests of a repository cannot run in a sandbox. */
    static void needsSandboxGitAndPython() {
        assumeTrue(runs("bwrap", "--ro-bind", "/", "/", "true"),
                "SKIPPED: bubblewrap does not run here, and the tests of the story run in a sandbox");
        assumeTrue(runs("git", "--version"), "SKIPPED: there is no git");
        assumeTrue(runs("python3", "--version"), "SKIPPED: there is no python3");
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

    /** The settings of a host that works on {@code myorg/shop}. */
    static String settings(ScriptedModel model, FakeGithub github, String ofTheRepo) {
        return """
                server: {port: 0}
                llm: {provider: openai, model: pattern-1, api_key: none, base_url: "%s"}
                github: {token: %s, webhook_secret: "%s", api_url: "%s/api/v3", git_url: "%s"}
                repos: [{name: myorg/shop, url: "%s/myorg/shop.git", host: github%s}]
                sandbox: {runtime: bubblewrap, egress: none}
                """.formatted(model.url(), FakeGithub.TOKEN, Hooks.SECRET, github.url(), github.url(), github.url(),
                ofTheRepo);
    }

    /** A list of the host's API. */
    static List<JsonNode> items(HostProcess host, String path) {
        try {
            List<JsonNode> found = new ArrayList<>();
            host.json("GET", path, null).get("items").forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was said in a conversation. */
    static List<String> texts(HostProcess host, String conversation) {
        return items(host, "/api/v1/conversations/" + conversation + "/messages?limit=100").stream()
                .map(one -> one.get("markdown").asText()).toList();
    }

    /** A monitor has looked at least once. */
    static boolean hasLooked(HostProcess host, String monitor) {
        return items(host, "/api/v1/monitors").stream()
                .anyMatch(one -> one.get("id").asText().equals(monitor) && one.path("last_check").isTextual());
    }
}
