package dev.telecoder.platform.model;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.api.llm.LlmResponse.Usage;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.skill.FakeExtensions;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.ScriptedLlm;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    @TempDir Path folder;
    private Database database;
    private final ManualClock clock = ManualClock.at("2026-11-22T23:59:00Z");
    private volatile Limits limits = new Limits(Optional.empty(), Optional.of(BigDecimal.ONE), Optional.empty());

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        // 0.30 USD for an answer of 10,000 tokens.
        Files.writeString(folder.resolve("prices.yaml"), """
                scripted:
                  thirty: {input: 0, output: 30}
                  parts: {input: 1, cached: 0.1, cache_write: 2, output: 10, reasoning: 20}
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0} answers were given before")
    @ValueSource(ints = {0, 1})
    void twentyConversationsAtOnceNeverSpendMoreThanTheLimitAndOneAnswer(int before) throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ModelRouter router = router("thirty", request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            LockSupport.parkNanos(20_000_000);
            underWay.decrementAndGet();
            return of(Usage.of(10, 10_000));
        });
        for (int i = 0; i < before; i++) {
            ask(router, "task");
        }
        AtomicInteger refused = new AtomicInteger();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String task = "task-" + i;
                all.add(threads.submit(() -> {
                    try {
                        ask(router, task);
                    } catch (OverBudget e) {
                        refused.incrementAndGet();
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        UsageTable.Sum spent = ledger().table().since(LocalDate.parse("2026-11-22"), null);
        System.out.printf("limit 1.00, 0.30 an answer, 20 at once: spent %s in %d answers, %d refused, %d at once%n",
                Price.words(spent.nano()), spent.requests(), refused.get(), most.get());
        assertThat(Price.usd(spent.nano())).isBetween(new BigDecimal("1.00"), new BigDecimal("1.30"));
        assertThat(refused).hasValue(20 + before - (int) spent.requests());
    }

    @Test
    void saysWhichLimitIsReachedAndHowToGoOn() {
        limits = new Limits(Optional.of(new BigDecimal("0.20")), Optional.empty(), Optional.empty());
        ModelRouter router = router("thirty", request -> of(Usage.of(10, 10_000)));
        ask(router, "one");

        assertThatThrownBy(() -> ask(router, "one")).isInstanceOf(OverBudget.class)
                .hasMessageContaining("0.30").hasMessageContaining("budget.per_task_usd").hasMessageContaining("go on");
        assertThat(ask(router, "another").message().text()).isEqualTo("ok");
    }

    @Test
    void aDayBeginsWithNothingSpentAndAMonthAlsoAfterARestart() {
        limits = new Limits(Optional.empty(), Optional.of(new BigDecimal("0.10")), Optional.of(new BigDecimal("0.50")));
        ModelRouter router = router("thirty", request -> of(Usage.of(10, 10_000)));
        ask(router, "one");
        assertThatThrownBy(() -> ask(router, "two")).hasMessageContaining("per_day_usd");

        clock.advance(Duration.ofMinutes(2));
        ModelRouter restarted = router("thirty", request -> of(Usage.of(10, 10_000)));
        ask(restarted, "three");

        clock.advance(Duration.ofDays(1));
        assertThatThrownBy(() -> ask(restarted, "four")).hasMessageContaining("per_month_usd")
                .hasMessageContaining("0.60");
    }

    @Test
    void countsEachKindOfToken() {
        ModelRouter router = router("parts", request -> of(Usage.of(1_000, 500).withCachedInput(10_000)
                .withCacheWrite(2_000).withReasoning(100)));

        ask(router, "one");

        // 1,000 × 1 + 10,000 × 0.1 + 2,000 × 2 + 400 × 10 + 100 × 20, in millionths
        assertThat(Price.usd(ledger().table().ofTurn("turn").nano())).isEqualByComparingTo("0.012");
    }

    @Test
    void anAnswerThatBreaksOffIsPaidForAndOneThatNeverBeganIsNot() {
        ModelRouter broken = router("thirty", request -> {
            throw PluginException.of(Failure.REJECTED, "no");
        });
        assertThatThrownBy(() -> ask(broken, "one")).hasMessage("no");

        assertThat(ledger().table().ofTurn("turn").requests()).isZero();
    }

    @Test
    void aModelWithoutAPriceIsCountedInTokensAndNeverRefused() {
        limits = new Limits(Optional.of(BigDecimal.ZERO), Optional.of(BigDecimal.ZERO), Optional.of(BigDecimal.ZERO));
        ModelRouter router = router("nobody-knows", request -> of(Usage.of(7, 8)));

        ask(router, "one");

        UsageTable.Sum sum = ledger().table().ofTurn("turn");
        assertThat(sum.nano()).isNull();
        assertThat(sum.input() + sum.output()).isEqualTo(15);
        assertThat(sum.unpriced()).isEqualTo(1);
    }

    @Test
    void aFileOfTheOwnersWinsOverTheBundledPricesAndIsReadAgainWhenItChanges() throws Exception {
        Prices prices = new Prices(() -> folder.resolve("prices.yaml"));
        assertThat(prices.of("anthropic", "claude-sonnet-4-6").orElseThrow().output()).isEqualByComparingTo("15");
        assertThat(prices.of("openai", "gpt-5.5").orElseThrow().input()).as("not the price of gpt-5")
                .isEqualByComparingTo("5");
        assertThat(prices.of("openai", "gpt-5-codex").orElseThrow().input()).isEqualByComparingTo("1.25");
        assertThat(prices.of("openai", "gpt-5.9")).as("nobody knows yet").isEmpty();
        assertThat(prices.of("anthropic", "claude-opus-4-1-20250805").orElseThrow().output())
                .isEqualByComparingTo("75");
        assertThat(prices.of("anthropic", "claude-opus-4-20250514").orElseThrow().output()).isEqualByComparingTo("75");
        assertThat(prices.of("openai", "anthropic/claude-opus-4.8").orElseThrow().output()).isEqualByComparingTo("25");
        assertThat(prices.of("anthropic", "claude-opus-4-8").orElseThrow().output()).isEqualByComparingTo("25");
        assertThat(prices.of("openai", "anthropic/claude-sonnet-4.5").orElseThrow().input()).isEqualByComparingTo("3");

        Files.writeString(folder.resolve("prices.yaml"),
                "claude-sonnet-*: {input: 1, output: 2}\nbad: {input: much, output: 1}\n");

        assertThat(prices.of("anthropic", "claude-sonnet-4-6").orElseThrow().output()).isEqualByComparingTo("2");
        assertThat(prices.problems()).singleElement().asString().contains("prices.yaml", "bad.input", "much");
    }

    private Ledger ledger() {
        return new Ledger(database, () -> limits, clock);
    }

    private ModelRouter router(String model,
            java.util.function.Function<dev.telecoder.api.llm.LlmRequest, LlmResponse> answer) {
        return new ModelRouter(new FakeExtensions(ScriptedLlm.by(answer)),
                () -> new ModelChoice("scripted", model, null),
                Map.of(), new Counters(), new Prices(() -> folder.resolve("prices.yaml")), ledger(), clock);
    }

    private static LlmResponse of(Usage usage) {
        return new LlmResponse(text("ok").message(), LlmResponse.Stop.END, usage);
    }

    private static LlmResponse ask(ModelRouter router, String task) {
        Prompt prompt = Prompt.plain("turn", "", List.of(ChatMessage.text(ChatMessage.Role.USER, "hi")))
                .of(new Account(null, "turn", task, null, null, null));
        return router.ask(prompt, event -> {}, () -> {}, new ManualCancellation());
    }
}
