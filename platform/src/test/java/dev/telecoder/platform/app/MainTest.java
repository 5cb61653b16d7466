package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frame of all commands, and those that need no plugin. */
class MainTest {

    @TempDir private Path home;

    @Test
    void printsItsVersionAndMakesNoHome() {
        Typed typed = Typed.in(home.resolve("none"), "--version");

        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).startsWith("telecoder ");
        assertThat(home.resolve("none")).doesNotExist();
    }

    @Test
    void suggestsTheNearestCommand() {
        Typed typed = Typed.in(home, "skils");

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).contains("Did you mean 'skills'?");
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void suggestsTheNearestOption() {
        Typed typed = Typed.in(home, "status", "--jsn");

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).contains("Did you mean '--json'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "skills list", "chat -m hi", "status", "config show"})
    void refusesToWorkForASkill(String command) {
        Typed typed = Typed.in(home, Map.of("TELECODER_RUN", "01abc"), "", command.split(" "));

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("TELECODER_RUN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "channels list", "approvals list", "approvals approve 7K3Q",
            "approvals deny 7K3Q",
            "approvals rules list", "approvals rules remove 1", "pairing list", "pairing approve telegram ABCDEFGH",
            "pairing revoke telegram 1"})
    void saysThatAHostIsNeeded(String command) {
        Typed typed = Typed.in(home, command.split(" "));

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).contains("telecoder start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "serve", "status", "chat", "demo", "skills", "skills run", "plugins", "channels",
            "conversations", "approvals", "approvals rules", "pairing", "config", "config validate", "logs"})
    void showsHowToCallEachCommand(String command) {
        Typed typed = Typed.in(home, (command + " --help").split(" "));

        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).startsWith("Usage: telecoder " + command);
    }

    @Test
    void listsNothingInAFreshHome() {
        assertThat(Typed.in(home, "plugins", "list", "--json").out()).isEqualTo("[]\n");
        assertThat(Typed.in(home, "conversations", "list", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void listsAllThatIsWrongWithTheSettings() throws IOException {
        Files.writeString(home.resolve("config.yaml"), "server: {prt: 1}\nsandbox: {cpus: 0}\n");

        Typed typed = Typed.in(home, "config", "validate", "--json");

        JsonValue problems = new HostJson().parse(typed.out());
        assertThat(typed.exit()).isEqualTo(1);
        assertThat(problems.items()).extracting(problem -> problem.get("line").asInt(0)).contains(1, 2);
        assertThat(problems.items()).extracting(problem -> problem.get("did_you_mean").text()).contains("port");
    }

    @Test
    void showsTheSettingsWithoutSecrets() throws IOException {
        Files.writeString(home.resolve("config.yaml"), "llm: {provider: openai, api_key: sk-very-secret-thing}\n");

        Typed typed = Typed.in(home, "config", "show");

        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("llm.provider").contains("openai").contains("config.yaml:1")
                .contains("***").contains("server.port").contains("7080").contains("default")
                .doesNotContain("very-secret");
    }

    @Test
    void tellsSettingsThatCannotBeReadFromWrongOnes() throws IOException {
        Files.writeString(home.resolve("config.yaml"), "llm: {provider: [\n");

        assertThat(Typed.in(home, "config", "validate").exit()).isEqualTo(2);
        assertThat(Typed.in(home, "config", "show").exit()).isEqualTo(2);
    }

    @Test
    void saysHowToSetUpAModel() {
        Typed typed = Typed.in(home, "chat", "-m", "hi");

        assertThat(typed.exit()).isEqualTo(1);
        assertThat(typed.err()).contains("No model is set up yet");
        assertThat(typed.out()).isEmpty();
    }

    @Test
    void answersACommandWithoutAModel() {
        Typed typed = Typed.in(home, "chat", "-m", "/whoami");

        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("owner");
    }

    @Test
    void doesNotKnowEverySkill() {
        Typed typed = Typed.in(home, "skills", "run", "no.such");

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).contains("no.such");
    }

    @Test
    void namesTheHostThatIsThereAlready() throws IOException {
        try (Serving serving = Serving.begin(new Home(home).prepare(), Map.of(), 0)) {
            Typed second = Typed.in(home, "start", "--port", "0");
            Typed status = Typed.in(home, "status", "--json");
            Typed command = Typed.in(home, "chat", "-m", "/status");

            assertThat(second.exit()).isEqualTo(2);
            assertThat(second.err()).contains("process " + ProcessHandle.current().pid()).contains(serving.url());
            assertThat(new HostJson().parse(status.out()).get("url").text()).isEqualTo(serving.url());
            assertThat(command.out()).contains("TeleCoder");
        }

        assertThat(Typed.in(home, "status").exit()).isEqualTo(2);
        assertThat(new Home(home).hostFile()).doesNotExist();
    }

    @Test
    void showsTheEndOfTheLog() throws IOException {
        Files.createDirectories(home.resolve("logs"));
        Files.writeString(home.resolve("logs/telecoder.log"),
                "2026-01-02T03:04:05.678Z WARN  platform.x: first\nsecond\n");

        Typed typed = Typed.in(home, "logs", "-n", "2", "--json");

        assertThat(typed.out().lines().toList()).containsExactly(
                "{\"at\":\"2026-01-02T03:04:05.678Z\",\"level\":\"WARN\",\"logger\":\"platform.x\",\"message\":\"first\"}",
                "{\"message\":\"second\"}");
    }

    @Test
    void saysWhatASeedOfTheDemoLacks() throws IOException {
        Path programs = Files.createDirectories(home.resolve("bin"));
        Path git = programs.resolve("git");
        Files.writeString(git, "#!/bin/sh\n");
        assertThat(git.toFile().setExecutable(true)).isTrue();

        Typed typed = Typed.in(home, Map.of("PATH", programs.toString()), "", "demo", "--seed", "2");

        assertThat(typed.exit()).isEqualTo(2);
        assertThat(typed.err()).contains("python3, which is not installed");
    }
}
