package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateTest {

    private static final String ENV = """
            # of version 2
            GITHUB_TOKEN=ghp_secret-of-github
            ANTHROPIC_API_KEY=sk-ant-secret-${of}-anthropic
            OPENAI_API_KEY=sk-secret-of-openai
            TELEGRAM_BOT_TOKEN="123:secret-of-telegram"
            TELEGRAM_DEFAULT_REPO=myorg/api
            SLACK_BOT_TOKEN=xoxb-secret-of-slack
            TELECODER_ADDR=:7099
            TELECODER_DOCKER_IMAGE=my-image
            TELECODER_LLM_MODEL=claude-x
            TELECODER_MAX_REVISIONS=3
            SOMETHING_ELSE=secret-of-something
            """;

    @TempDir Path home;

    @BeforeEach
    void version2() throws Exception {
        Files.writeString(home.resolve("config.env"), ENV);
    }

    @Test
    void readsConfigEnvAsDefaultsBelowConfigYaml() throws Exception {
        Files.writeString(home.resolve("config.yaml"), "server: {port: 7001}\n# ${SOMETHING_ELSE}\n");

        Typed typed = Typed.in(home, "config", "show", "--json");

        JsonValue shown = new HostJson().parse(typed.out());
        assertThat(of(shown, "server.port")).hasToString("7001 file config.yaml:1");
        assertThat(of(shown, "llm.provider")).hasToString("anthropic config.env config.env");
        assertThat(of(shown, "llm.model")).hasToString("claude-x config.env config.env");
        assertThat(of(shown, "channels.telegram.bot_token")).hasToString("*** config.env config.env");
        assertThat(of(shown, "sandbox.runtime")).hasToString("auto default default");
        assertThat(typed.out()).doesNotContain("secret-");
    }

    @Test
    void saysWhatWouldBecomeOfEachLineAndWritesNothing() throws Exception {
        Typed typed = Typed.in(home, "migrate", "v2", "--dry-run", "--json");

        JsonValue plan = new HostJson().parse(typed.out());
        assertThat(typed.exit()).isZero();
        assertThat(plan.get("written").asBoolean(true)).isFalse();
        assertThat(plan.get("items").items())
                .extracting(item -> item.get("name").text() + " " + item.get("state").text())
                .contains("GITHUB_TOKEN taken", "ANTHROPIC_API_KEY taken", "OPENAI_API_KEY left",
                        "SLACK_BOT_TOKEN left",
                        "TELEGRAM_DEFAULT_REPO changed", "TELECODER_ADDR changed", "TELECODER_MAX_REVISIONS left",
                        "SOMETHING_ELSE left");
        assertThat(typed.out() + typed.err()).doesNotContain("secret-");
        assertThat(home.resolve("config.yaml")).doesNotExist();
        assertThat(home.resolve("config.env")).hasContent(ENV);
    }

    @Test
    void writesAConfigYamlWithWhichTheSameHolds() throws Exception {
        Files.writeString(home.resolve("telecoder.db"), "old");
        List<String> before = holding();

        Typed typed = Typed.in(home, "migrate", "v2");

        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("telecoder.db").doesNotContain("secret-");
        assertThat(holding()).isEqualTo(before);
        assertThat(Typed.in(home, "config", "validate").out().lines()).as("but for the plugin, which is not here")
                .allMatch(line -> line.contains("llm.provider"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("config.yaml"))))
                .isEqualTo("rw-------");
        assertThat(home.resolve("config.yaml")).content().contains("bot_token: \"123:secret-of-telegram\"")
                .contains("$${of}");
        assertThat(home.resolve("config.env")).doesNotExist();
        assertThat(home.resolve("telecoder.db")).hasContent("old");
        try (Stream<Path> kept = Files.list(home.resolve("backups"))) {
            assertThat(kept.map(Path::toString)).singleElement().asString().endsWith(".env");
        }
    }

    @Test
    void neverOverwritesAndWithForceAddsToWhatIsThere() throws Exception {
        String mine = "# mine\nserver:\n  port: 7001 # kept\n";
        Files.writeString(home.resolve("config.yaml"), mine);

        Typed refused = Typed.in(home, "migrate", "v2");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("--force");
        assertThat(home.resolve("config.yaml")).hasContent(mine);

        Typed forced = Typed.in(home, "migrate", "v2", "--force");
        assertThat(forced.exit()).isZero();
        assertThat(home.resolve("config.yaml")).content().startsWith(mine).contains("provider: anthropic");
        try (Stream<Path> kept = Files.list(home.resolve("backups"))) {
            assertThat(kept.filter(file -> file.toString().endsWith(".yaml"))).singleElement()
                    .satisfies(file -> assertThat(file).hasContent(mine));
        }
    }

    @Test
    void hasNothingToDoWithoutAConfigEnv() throws Exception {
        Files.delete(home.resolve("config.env"));

        Typed typed = Typed.in(home, "migrate", "v2");

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).contains("config.env");
    }

    @Test
    void givesNoKeyToAnotherProvider() throws Exception {
        Files.writeString(home.resolve("config.yaml"), "llm: {provider: openai}\n");

        JsonValue shown = new HostJson().parse(Typed.in(home, "config", "show", "--json", "llm").out());

        assertThat(of(shown, "llm.api_key")).hasToString("*** config.env config.env");
        assertThat(of(shown, "llm.model")).isEmpty();
        Typed.in(home, "migrate", "v2", "--force");
        assertThat(home.resolve("config.yaml")).content().contains("sk-secret-of-openai").doesNotContain("sk-ant");
    }

    private List<String> holding() {
        return new HostJson().parse(Typed.in(home, "config", "show", "--json").out()).items().stream()
                .map(one -> one.get("path").text() + "=" + one.get("value")).sorted().toList();
    }

    private static String of(JsonValue shown, String path) {
        return shown.items().stream().filter(one -> one.get("path").text().equals(path)).findFirst()
                .map(one -> one.get("value").text() + " " + one.get("source").text() + " " + one.get("from").text())
                .orElse("");
    }
}
