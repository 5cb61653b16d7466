package dev.telecoder.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.api.skill.Risk;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

    enum Mode {
        POLLING,
        WEBHOOK
    }

    record Telegram(Secret botToken, Optional<URI> apiUrl, Mode mode, Duration timeout, List<String> chats) {

        Telegram {
            Objects.requireNonNull(botToken, "bot_token");
            mode = mode == null ? Mode.POLLING : mode;
            timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
        }
    }

    private static final String DESIGN = """
            llm:
              provider: anthropic          # or openai, deepseek, ollama, etc.
              model: claude-sonnet-4-6
              api_key: ${ANTHROPIC_API_KEY}
            channels:
              telegram:
                bot_token: ${TELEGRAM_BOT_TOKEN}
            github:
              token: ${GITHUB_TOKEN}
            repos:
              - name: myorg/api
                branch: main
                monitors: [ci, deps, prs]
                notify: "telegram:12345"
              - name: myorg/frontend
                branch: main
                monitors: [ci, prs]
                autonomy: draft
            heartbeat:
              enabled: true
              ci_poll_interval: 5m
              quiet_hours: "22:00-08:00"
              notify: ["telegram:12345"]
            sandbox:
              image: telecoder-sandbox
              docker_network: telecoder-net
              memory: 512MB
            memory:
              enabled: true
              embedder: openai
            budget: {per_task_usd: 2.50, per_day_usd: null}
            permissions:
              defaults: {EXTERNAL: allow}
              rules: [{skill: "git.pr", repo: "myorg/*", role: developer, decision: allow}]
            access:
              telegram: {dm_policy: allowlist, allow_from: [12345], groups: {"-100987": {mention: false}}}
            """;

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "ANTHROPIC_API_KEY", "sk-ant-secret",
            "TELEGRAM_BOT_TOKEN", "1234:hidden",
            "GITHUB_TOKEN", "ghp_hidden");

    @TempDir Path home;

    @Test
    void readsTheDesignsFile() {
        Config config = ConfigFile.parse(DESIGN, ENVIRONMENT);

        PlatformSettings settings = config.settings();
        assertThat(config.problems()).isEmpty();
        assertThat(settings.llm().apiKey()).contains(new Secret("sk-ant-secret"));
        assertThat(settings.repos()).extracting(RepoConfig::name).containsExactly("myorg/api", "myorg/frontend");
        assertThat(settings.repos().getFirst().notify_()).containsExactly("telegram:12345");
        assertThat(settings.repos().getLast().autonomy()).isEqualTo(RepoConfig.Autonomy.DRAFT);
        assertThat(settings.heartbeat().ciPollInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.heartbeat().quietHours())
                .contains(new QuietHours(LocalTime.of(22, 0), LocalTime.of(8, 0)));
        assertThat(settings.sandbox().memory()).isEqualTo(new ByteSize(512L << 20));
        assertThat(settings.budget().perTaskUsd().amount()).contains(new BigDecimal("2.50"));
        assertThat(settings.budget().perDayUsd().amount()).isEmpty();
        assertThat(settings.budget().perMonthUsd().amount()).contains(new BigDecimal(200));
        assertThat(settings.permissions().defaults())
                .containsEntry(Risk.EXTERNAL, Decision.ALLOW)
                .containsEntry(Risk.DANGEROUS, Decision.ASK);
        assertThat(settings.access().get("telegram").allowFrom()).containsExactly("12345");
        assertThat(settings.access().get("telegram").groups().get("-100987").mention()).isFalse();
        assertThat(config.section("channels.telegram", Telegram.class).orThrow().botToken().reveal())
                .isEqualTo("1234:hidden");
    }

    @Test
    void hasDefaultsWhereThereIsNoFile() {
        PlatformSettings settings = ConfigFile.read(home.resolve("none.yaml"), Map.of()).settings();

        assertThat(settings.server()).isEqualTo(ServerConfig.DEFAULTS);
        assertThat(settings.budget()).isEqualTo(BudgetConfig.DEFAULTS);
        assertThat(settings.permissions()).isEqualTo(PermissionsConfig.DEFAULTS);
        assertThat(settings.sandbox()).isEqualTo(SandboxConfig.DEFAULTS);
        assertThat(settings.memory().enabled()).isTrue();
        assertThat(settings.repos()).isEmpty();
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void reportsAllMistakesTogetherWithLineAndPath() {
        Config config = ConfigFile.parse("""
                server: {port: 70800}
                hartbeat: {enabled: true}
                repos:
                  - name: myorg/api
                    autonomy: drafft
                  - url: file:///tmp/x
                  - name: myorg/good
                    monitor: [ci]
                heartbeat:
                  quiet_hours: "22-8"
                  ci_poll_interval: often
                budget:
                  per_task_usd: cheap
                channels:
                  telegrm: {bot_token: x}
                  telegram:
                    bot_token: ${UNSET_TOKEN}
                    mode: poling
                    api_ulr: http://x
                """, Map.of());

        List<ConfigProblem> problems =
                config.problems(List.of(new SectionUse("channels.telegram", Telegram.class)));

        assertThat(problems).extracting(problem -> problem.line() + " " + problem.path()).containsExactly(
                "1 server.port", "2 hartbeat", "5 repos[0].autonomy", "6 repos[1]", "8 repos[2].monitor",
                "10 heartbeat.quiet_hours", "11 heartbeat.ci_poll_interval", "13 budget.per_task_usd",
                "15 channels.telegrm", "17 channels.telegram.bot_token", "18 channels.telegram.mode",
                "19 channels.telegram.api_ulr");
        assertThat(problems).filteredOn(problem -> !problem.isError())
                .extracting(ConfigProblem::didYouMean)
                .containsExactly("heartbeat", "monitors", "telegram", "api_url");
        assertThat(problems.get(5).describe("config.yaml")).isEqualTo(
                "config.yaml:10: heartbeat.quiet_hours is \"22-8\". Expected two times such as \"22:00-08:00\".");
        assertThat(problems.get(10).didYouMean()).isEqualTo("polling");
        assertThat(problems.get(2).describe("config.yaml")).isEqualTo("config.yaml:5: repos[0].autonomy is \"drafft\". "
                + "Expected one of ask, draft, fix. Did you mean draft?");
    }

    @Test
    void aWrongSectionSwitchesOffWhatItConfiguresAndNothingElse() {
        PlatformSettings settings = ConfigFile.parse("""
                repos: [{name: "a b"}, {name: good}]
                permissions: {defaults: {EXTERNAL: perhaps}}
                access: {telegram: {dm_policy: open}, slack: {dm_policy: allowlist}}
                sandbox: {memory: much, egress: open}
                server: {port: 8080}
                """, Map.of()).settings();

        assertThat(settings.repos()).extracting(RepoConfig::name).containsExactly("good");
        assertThat(settings.permissions()).isEqualTo(PermissionsConfig.STRICT);
        assertThat(settings.access().get("telegram")).isEqualTo(AccessConfig.CLOSED);
        assertThat(settings.access().get("slack").dmPolicy()).isEqualTo(AccessConfig.DmPolicy.ALLOWLIST);
        assertThat(settings.sandbox().egress()).containsExactly("none");
        assertThat(settings.server().port()).isEqualTo(8080);
    }

    @Test
    void neverShowsASecret() {
        Config config = ConfigFile.parse("""
                server: {port: "${GITHUB_TOKEN}"}
                llm: {model: [1], api_key: {x: plain-secret-key}}
                heartbeat: {quiet_hours: "${TELEGRAM_BOT_TOKEN}"}
                misplaced: {webhook_secret: another-secret}
                budget: {prices: {webhook_secret: another-secret}, per_task_usd: another-secret}
                """, ENVIRONMENT);

        String all = config.problems() + config.toString() + config.section("llm", LlmConfig.class);

        assertThat(all).doesNotContain("ghp_hidden").doesNotContain("1234:hidden").doesNotContain("another-secret")
                .doesNotContain("plain-secret-key");
        assertThat(config.problems()).isNotEmpty();
    }

    @Test
    void showsTheFileWithoutSecretsAndListsItsAddresses() {
        Config config = ConfigFile.parse("""
                github: {token: abc, api_url: "http://10.0.0.5:3000/api/v3"}
                channels: {x: {bot_token: "${GITHUB_TOKEN}", note: "${GITHUB_TOKEN}", port: 1}}
                """, ENVIRONMENT);

        assertThat(ConfigWalk.shown(config.root(), config.redaction()))
                .hasToString("{\"github\":{\"token\":\"***\",\"api_url\":\"http://10.0.0.5:3000/api/v3\"},"
                        + "\"channels\":{\"x\":{\"bot_token\":\"***\",\"note\":\"***\",\"port\":1}}}");
        assertThat(config.addresses("github")).containsExactly("http://10.0.0.5:3000/api/v3");
        assertThat(config.addresses("channels")).isEmpty();
    }

    @Test
    void aRecordWithASecretShowsStars() {
        assertThat(ConfigFile.parse(DESIGN, ENVIRONMENT).settings().toString()).doesNotContain("sk-ant-secret");
    }

    @Test
    void saysWhichVariableIsNotSet() {
        Section<Telegram> section = ConfigFile.parse("channels: {telegram: {bot_token: '${MISSING}'}}", Map.of())
                .section("channels.telegram", Telegram.class);

        assertThat(section.value()).isEmpty();
        assertThatThrownBy(section::orThrow)
                .isInstanceOfSatisfying(PluginException.class,
                        thrown -> assertThat(thrown.failure()).isEqualTo(Failure.CONFIGURATION))
                .hasMessageContaining(
                        "config.yaml:1: channels.telegram.bot_token names the environment variable MISSING");
    }

    @Test
    void namesTheSettingThatIsMissing() {
        Section<Telegram> section =
                ConfigFile.parse("channels: {telegram: {}}", Map.of()).section("channels.telegram", Telegram.class);

        assertThat(section.errors()).singleElement()
                .satisfies(problem -> assertThat(problem.describe("config.yaml"))
                        .isEqualTo("config.yaml:1: channels.telegram.bot_token is missing."));
    }

    @Test
    void substitutesVariablesAndKeepsLiterals() {
        Config config = ConfigFile.parse("""
                server:
                  port: ${PORT}
                  host: $${PORT}
                budget: {prices: "a-${PORT}-b-$${x y}"}
                """, Map.of("PORT", "7081"));

        assertThat(config.settings().server().port()).isEqualTo(7081);
        assertThat(config.settings().server().host()).isEqualTo("${PORT}");
        assertThat(config.settings().budget().prices()).isEqualTo("a-7081-b-${x y}");
    }

    @Test
    void keepsWordsThatOldYamlWouldChange() {
        Config config = ConfigFile.parse("""
                repos: [{name: no, branch: 1.10, notify: [on:007], monitors: [yes, 12:30]}]
                heartbeat: {quiet_hours: 22:00-08:00, enabled: off}
                """, Map.of());

        RepoConfig repo = config.settings().repos().getFirst();
        assertThat(config.problems()).isEmpty();
        assertThat(repo.name()).isEqualTo("no");
        assertThat(repo.branch()).contains("1.10");
        assertThat(repo.monitors()).containsExactly("yes", "12:30");
        assertThat(config.settings().heartbeat().enabled()).isFalse();
    }

    @Test
    void aFileThatIsNoYamlIsOneErrorWithItsPlace() {
        Config config = ConfigFile.parse("server:\n  port: 1\n bad: [", Map.of());

        assertThat(config.readable()).isFalse();
        assertThat(config.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.column()).isEqualTo(2);
            assertThat(problem.describe("config.yaml")).startsWith("config.yaml:3:")
                    .contains(" is not readable as YAML: ");
        });
    }

    @Test
    void saysThatAVariableInBracesNeedsQuotes() {
        assertThat(ConfigFile.parse("server: {port: ${PORT}}", Map.of("PORT", "1")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.expected()).contains("in quotes"));
    }

    @Test
    void refusesTagsTwiceGivenKeysAndBombs() {
        assertThat(ConfigFile.parse("server: !!javax.script.ScriptEngineManager {port: 1}", Map.of()).problems())
                .singleElement().satisfies(problem -> assertThat(problem.problem()).contains("tag"));
        assertThat(ConfigFile.parse("server: {port: 1, port: 2}", Map.of()).problems())
                .singleElement().satisfies(problem -> assertThat(problem.problem()).contains("twice"));
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(ConfigFile.parse(bomb.toString(), Map.of()).readable()).isFalse();
        assertThat(ConfigFile.parse("a: &a [*a]", Map.of()).readable()).isFalse();
        assertThat(ConfigFile.parse("- a\n- b", Map.of()).readable()).isFalse();
        assertThat(ConfigFile.parse("word", Map.of()).readable()).isFalse();
    }

    @Test
    void mergesAnchors() {
        Config config = ConfigFile.parse("""
                x-common: &common {monitors: [ci], branch: main}
                repos:
                  - {<<: *common, name: a}
                  - {<<: *common, name: b, branch: dev}
                """, Map.of());

        assertThat(config.problems()).isEmpty();
        assertThat(config.settings().repos()).extracting(repo -> repo.branch().orElse(""))
                .containsExactly("main", "dev");
    }

    @Test
    void aKeyThatOnlyOneReaderOfASectionKnowsIsKnown() {
        record Provider(String provider, String betas) {}
        Config config = ConfigFile.parse("llm: {provider: x, betas: y, fallbacks: [], modl: z}", Map.of());

        assertThat(config.problems(List.of(new SectionUse("llm", Provider.class))))
                .extracting(ConfigProblem::path)
                .containsExactly("llm.modl");
    }

    @Test
    void keepsTheLastGoodFileAndTellsWhatChanged() throws Exception {
        Path file = Files.writeString(home.resolve("config.yaml"), "server: {port: 1}\nrepos: [{name: a}]");
        var holder = new ConfigHolder(file, Map.of());

        Files.writeString(file, "server: {port: 2, host: localhost}\nrepos: [{name: a}]");
        ConfigChange change = holder.reload();

        assertThat(change.taken()).isTrue();
        assertThat(change.paths()).containsExactlyInAnyOrder("server.port", "server.host");
        assertThat(change.touches("server")).isTrue();
        assertThat(change.touches("repos")).isFalse();

        Files.writeString(file, "server: [");
        ConfigChange broken = holder.reload();

        assertThat(broken.taken()).isFalse();
        assertThat(broken.problems()).hasSize(1);
        assertThat(holder.current().settings().server().port()).isEqualTo(2);
    }
}
