package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.Secret;
import dev.telecoder.platform.config.LlmConfig;
import dev.telecoder.platform.model.Ledger;
import dev.telecoder.platform.model.Limits;
import dev.telecoder.platform.model.ModelChoice;
import dev.telecoder.platform.model.ModelRouter;
import dev.telecoder.platform.model.Prices;
import dev.telecoder.platform.model.SandboxCalls;
import dev.telecoder.platform.model.UsageTable;
import dev.telecoder.platform.sandbox.ModelDoor;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.ScriptedLlm;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredModelTest {

    @TempDir Path folder;

    private Database database;
    private Ledger ledger;
    private ConfiguredModel door;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        // 0.30 USD for an answer of 10,000 tokens.
        Files.writeString(folder.resolve("prices.yaml"), """
                openai:
                  thirty: {input: 1, cached: 0.1, output: 30}
                """);
        ledger = new Ledger(database, () -> new Limits(Optional.of(new BigDecimal("0.25")), Optional.empty(),
                Optional.empty()), Clock.systemUTC());
        door = door(LlmConfig.NONE);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatASandboxSpendsCountsAgainstItsTaskAndNoOther() {
        ModelDoor.Upstream first = ask("task", "/v1/chat/completions");
        first.used().accept(new ModelDoor.Use("thirty", 1_000, 400, 10_000));

        UsageTable.Sum spent = ledger.table().by(UsageTable.By.PURPOSE, null, null).getFirst();
        assertThat(spent.name()).isEqualTo("sandbox");
        assertThat(List.of(spent.input(), spent.cached(), spent.output())).containsExactly(600L, 400L, 10_000L);
        // 600 × 1 + 400 × 0.1 + 10,000 × 30, in millionths
        assertThat(spent.nano()).isEqualTo(300_640_000L);
        assertThatThrownBy(() -> ask("task", "/v1/chat/completions")).isInstanceOf(PluginException.class)
                .hasMessageContaining("0.30").hasMessageContaining("budget.per_task_usd");
        assertThat(ask("another", "/v1/chat/completions").provider()).isEqualTo("openai");
    }

    @Test
    void aRequestThatFailedCostsNothingAndOneWithoutFiguresIsEstimated() {
        ask("task", "/v1/responses").used().accept(new ModelDoor.Use("", 0, 0, 0));
        assertThat(ledger.table().by(UsageTable.By.PURPOSE, null, null)).isEmpty();

        ask("task", "/v1/responses").used().accept(new ModelDoor.Use("", 0, 0, 50));

        UsageTable.Sum spent = ledger.table().by(UsageTable.By.PURPOSE, null, null).getFirst();
        assertThat(spent.input()).isEqualTo(1_000);
        assertThat(spent.output()).isEqualTo(50);
    }

    @Test
    void leadsToTheFirstThatSpeaksWhatIsAskedInTheOrderOfTheFallbacks() {
        door = door(new LlmConfig(Optional.of("openai"), Optional.empty(), Optional.empty(),
                Optional.of(new Secret("first")), Optional.of(URI.create("http://127.0.0.1:1/v1")), Optional.empty(),
                Optional.empty(), Optional.empty(),
                List.of(fallback("deepseek", "second", "http://127.0.0.1:2"),
                        fallback("anthropic", "third", "http://127.0.0.1:3"),
                        fallback("anthropic", "fourth", "http://127.0.0.1:4"))));

        ModelDoor.Upstream chat = ask("task", "/v1/chat/completions");
        assertThat(chat.url()).hasToString("http://127.0.0.1:1/v1/chat/completions");
        assertThat(chat.headers()).containsExactly(Map.entry("authorization", "Bearer first"));
        chat.used().accept(new ModelDoor.Use("", 0, 0, 0));

        ModelDoor.Upstream messages = ask("task", "/v1/messages");
        assertThat(messages.url()).hasToString("http://127.0.0.1:3/v1/messages");
        assertThat(messages.headers()).containsExactly(Map.entry("x-api-key", "third"));
        assertThatThrownBy(() -> ask("task", "/v1/other")).hasMessageContaining("/v1/other")
                .hasMessageContaining("openai");
    }

    private ModelDoor.Upstream ask(String task, String path) {
        return door.open(new ModelDoor.Request(task, path, "thirty", 4_000));
    }

    private static LlmConfig.Fallback fallback(String provider, String key, String url) {
        return new LlmConfig.Fallback(Optional.of(provider), Optional.empty(), Optional.of(new Secret(key)),
                Optional.of(URI.create(url)));
    }

    private ConfiguredModel door(LlmConfig llm) {
        var calls = new SandboxCalls(new Prices(() -> folder.resolve("prices.yaml")),
                () -> new ModelChoice("openai", "thirty", null), ledger);
        var usual = new ModelRouter.Selected("openai", "thirty", "the test", 100_000, 1_000, ScriptedLlm.answers());
        return new ConfiguredModel(() -> llm, () -> Optional.of(usual), Map.of(), calls, task -> Optional.empty());
    }
}
