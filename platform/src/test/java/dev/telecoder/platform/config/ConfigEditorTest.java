package dev.telecoder.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.ConfigEditor.Edit;
import dev.telecoder.platform.config.ConfigEditor.Edited;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigEditorTest {

    private static final String FILE = """
            # My settings.
            llm:
              provider: anthropic   # the good one
              # the key
              api_key: ${KEY}

            server: {port: 7080, public_url: null}  # local

            repos:
              - name: myorg/api     # first
                branch: main
              - name: myorg/web
            heartbeat:
            # the end
            """;

    @TempDir Path home;

    @Test
    void changesAValueAndKeepsCommentsOrderAndLayout() throws Exception {
        assertThat(after(FILE, "llm.provider", "openai"))
                .isEqualTo(FILE.replace("provider: anthropic ", "provider: openai "));
        assertThat(after(FILE, "server.port", 8080)).isEqualTo(FILE.replace("7080", "8080"));
        assertThat(after(FILE, "server.public_url", "https://a.example/x"))
                .isEqualTo(FILE.replace("null}", "\"https://a.example/x\"}"));
        assertThat(after(FILE, "repos[0].branch", "dev")).isEqualTo(FILE.replace("branch: main", "branch: dev"));
        assertThat(after(FILE, "llm.api_key", "${OTHER}")).isEqualTo(FILE.replace("${KEY}", "\"${OTHER}\""));
    }

    @Test
    void addsWhatIsMissingWhereItBelongs() throws Exception {
        assertThat(after(FILE, "llm.model", "x-1")).contains("api_key: ${KEY}\n  model: x-1\n\nserver");
        assertThat(after(FILE, "server.host", "localhost")).contains("public_url: null, host: localhost}  # local");
        assertThat(after(FILE, "repos[1].branch", "dev")).contains("- name: myorg/web\n    branch: dev\nheartbeat:");
        assertThat(after(FILE, "repos[2]", JsonValue.object().put("name", "a/b").put("branch", "c").build()))
                .contains("- name: myorg/web\n  - name: a/b\n    branch: c\nheartbeat:");
        assertThat(after(FILE, "heartbeat.quiet_hours", "22:00-08:00"))
                .contains("heartbeat:\n  quiet_hours: \"22:00-08:00\"\n# the end\n");
        assertThat(after(FILE, "channels.telegram.bot_token", "12:ab"))
                .contains("\nchannels:\n  telegram:\n    bot_token: \"12:ab\"\n");
        assertThat(after("", "access.telegram.allow_from", List.of("12345", "x")))
                .isEqualTo("access:\n  telegram:\n    allow_from: [\"12345\", x]\n");
        assertThat(after("# nothing yet", "sandbox.memory", "1GB"))
                .isEqualTo("# nothing yet\nsandbox:\n  memory: \"1GB\"\n");
    }

    @Test
    void takesOutASettingWithItsLine() throws Exception {
        assertThat(after(FILE, "llm.provider", null)).doesNotContain("anthropic").contains("llm:\n  # the key");
        assertThat(after(FILE, "server.port", null)).contains("server: {public_url: null}  # local");
        assertThat(after(FILE, "server.public_url", null)).contains("server: {port: 7080}  # local");
        assertThat(after(FILE, "repos[0]", null)).contains("repos:\n  - name: myorg/web\n");
        assertThat(after(FILE, "repos[0].name", null)).isEqualTo(FILE); // would leave a repository without a name
        assertThat(after(FILE, "repos", null)).doesNotContain("myorg").contains("# local\n\nheartbeat:");
        assertThat(after("llm:\n  model: x\n", "llm.model", null)).isEqualTo("llm: {}\n");
    }

    @Test
    void writesNothingThatWouldBeWrongAndSaysWhy() throws Exception {
        Path file = Files.writeString(home.resolve("config.yaml"), FILE);
        var holder = new ConfigHolder(file, Map.of("KEY", "sk-very-secret"));

        Edited edited = new ConfigEditor(holder).apply(List.of(new Edit("server.port", JsonValue.of(99_999)),
                new Edit("llm.model", JsonValue.of("x"))), List.of());

        assertThat(edited.written()).isFalse();
        assertThat(edited.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("server.port");
            assertThat(problem.toString()).doesNotContain("sk-very");
        });
        assertThat(file).hasContent(FILE);
    }

    @Test
    void letsOldMistakesBeWhileAnotherSettingIsChanged() throws Exception {
        String old = "sandbox: {memory: lots}\nserver:\n  port: 1\n";

        assertThat(after(old, "server.port", 2)).isEqualTo("sandbox: {memory: lots}\nserver:\n  port: 2\n");
    }

    @Test
    void theFileIsForItsOwnerAloneAndHoldsAtOnce() throws Exception {
        Path file = Files.writeString(home.resolve("config.yaml"), FILE);
        var holder = new ConfigHolder(file, Map.of("KEY", "x"));
        List<ConfigChange> told = new ArrayList<>();
        holder.onChange(told::add);

        new ConfigEditor(holder).apply(List.of(new Edit("llm.model", JsonValue.of("m"))), List.of());

        assertThat(holder.current().settings().llm().model()).contains("m");
        assertThat(told).singleElement().satisfies(change -> assertThat(change.paths()).containsExactly("llm.model"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void leavesAnAliasToAPerson() throws Exception {
        String aliased =
                "x-common: &common {monitors: [ci]}\nrepos:\n  - name: a\n    <<: *common\nheartbeat: *common\n";
        Path file = Files.writeString(home.resolve("config.yaml"), aliased);

        Edited edited = new ConfigEditor(new ConfigHolder(file, Map.of()))
                .apply(List.of(new Edit("heartbeat.monitors", JsonValue.of("x"))), List.of());

        assertThat(edited.written()).isFalse();
        assertThat(edited.problems().getFirst().describe("config.yaml")).contains("alias").contains("by hand");
        assertThat(file).hasContent(aliased);
    }

    @Test
    void whateverIsSetIsReadAsItWasMeant() throws Exception {
        Random random = new Random(7);
        List<String> values = List.of("a", "yes", "007", "1.5", "null", "", " x ", "a: b", "# no", "\"q\"", "${KEY}",
                "a\nb", "- x", "{x}", "ü😀", "'", "\\", "true", "@x", "*x", "&x", "!x", "%x", "|", ">", "x #y", "x:",
                "🦞🦞");
        List<String> paths = List.of("llm.model", "repos[0].branch", "repos[1].branch", "server.host", "a.b.c",
                "access.telegram.groups.-1", "x-y", "heartbeat.z", "repos[1].url", "llm.provider");
        String text = FILE + "notes: |\n  lines\n  of text\nflow: [1, {a: b}]\n";
        for (int i = 0; i < 400; i++) {
            String path = paths.get(random.nextInt(paths.size()));
            List<String> steps = JsonPaths.steps(path);
            JsonValue before = YamlTree.literal(text);
            boolean away = random.nextInt(4) == 0;
            JsonValue value = JsonValue.of(values.get(random.nextInt(values.size())));

            text = away ? YamlEdit.remove(text, steps) : YamlEdit.set(text, steps, value);

            assertThat(YamlTree.literal(text)).as(i + " " + path + " " + (away ? "out" : value) + "\n" + text)
                    .isEqualTo(away ? JsonPaths.without(before, steps) : JsonPaths.with(before, steps, value));
            assertThat(text).contains("# My settings.").contains("# the end");
        }
    }

    private String after(String before, String path, @Nullable Object value) throws Exception {
        Path file = Files.writeString(home.resolve("config.yaml"), before);
        var holder = new ConfigHolder(file, Map.of("KEY", "x", "OTHER", "y"));
        new ConfigEditor(holder).apply(List.of(new Edit(path, value == null ? null : JsonValue.of(value))), List.of());
        return Files.readString(file);
    }
}
