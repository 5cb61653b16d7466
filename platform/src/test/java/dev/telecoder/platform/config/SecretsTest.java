package dev.telecoder.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Secret;
import dev.telecoder.api.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file, no word that tells of it shows what must not be seen. */
class SecretsTest {

    private static final String SECRET = "hunter2-is-my-secret";
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", SECRET);

    @Setting("A bot.")
    record Bot(@Setting("A code that only its type makes a secret.") Secret passcode,
            @Setting("A number.") Integer number) {}

    private static final List<SectionUse> USES = List.of(new SectionUse("channels.bot", Bot.class));

    @TempDir Path home;

    @ParameterizedTest
    @ValueSource(strings = {
            "github: {token: hunter2-is-my-secret}",
            "github: {token: [hunter2-is-my-secret]}",
            "github: {token: {deep: {inside: hunter2-is-my-secret}}}",
            "github: {token: \"${TOKEN}\", git_url: \"https://x:${TOKEN}@host\"}",
            "channels: {bot: {passcode: hunter2-is-my-secret}}",
            "channels: {bot: {passcode: [hunter2-is-my-secret]}}",
            "channels: {bot: {passcode: {x: hunter2-is-my-secret}}}",
            "channels: {bot: {number: \"${TOKEN}\"}}",
            "channels: {other: {api_key: hunter2-is-my-secret, note: hunter2-is-my-secret}}",
            "llm: {api_key: hunter2-is-my-secret, provider: hunter2-is-my-secret, max_output_tokens: hunter2-is-my-secret}",
            "llm: {fallbacks: [{api_key: hunter2-is-my-secret, model: 1}, {api_key: [hunter2-is-my-secret]}]}",
            "server: {port: \"${TOKEN}\"}\nsomething: \"${TOKEN}\"",
            "access: \"${TOKEN}\"",
    })
    void noSecretIsShown(String yaml) throws Exception {
        Path file = Files.writeString(home.resolve("config.yaml"), "x-nothing: 1\n");
        var holder = new ConfigHolder(file, ENVIRONMENT);
        Files.writeString(file, yaml);

        ConfigChange change = holder.reload(USES);

        String all = change + "" + holder.state() + holder.current() + holder.current().problems(USES)
                + change.problems().stream().map(problem -> problem.describe("config.yaml") + problem.toJson()).toList()
                + ConfigShow.of(file, ENVIRONMENT, USES) + ConfigSchema.of(USES);
        assertThat(all).doesNotContain("hunter2").doesNotContain(SECRET);
    }

    @Test
    void aHeldSectionShowsNeitherItsOldNorItsNewSecret() throws Exception {
        Path file = Files.writeString(home.resolve("config.yaml"), "llm: {api_key: %s, model: a}\n".formatted(SECRET));
        var holder = new ConfigHolder(file, ENVIRONMENT);
        Files.writeString(file, "llm: {api_key: another-secret-word, max_output_tokens: another-secret-word}\n");

        ConfigChange change = holder.reload(USES);

        assertThat(change.held()).containsExactly("llm");
        assertThat(holder.current().settings().llm().apiKey()).contains(new Secret(SECRET));
        assertThat(change + "" + holder.current().problems(USES) + ConfigShow.of(file, ENVIRONMENT, USES))
                .doesNotContain(SECRET).doesNotContain("another-secret");
    }
}
