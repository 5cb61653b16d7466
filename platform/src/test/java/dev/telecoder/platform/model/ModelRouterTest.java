package dev.telecoder.platform.model;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.LlmEvent;
import dev.telecoder.api.llm.LlmModel;
import dev.telecoder.api.llm.LlmProvider;
import dev.telecoder.api.llm.LlmRequest;
import dev.telecoder.api.llm.LlmResponse;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.plugin.Extensions;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.ScriptedLlm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.ExtensionPoint;

class ModelRouterTest {

    private static final CancellationToken NEVER = new ManualCancellation();
    private static final Prompt PROMPT =
            Prompt.plain("turn", "system", List.of(ChatMessage.text(ChatMessage.Role.USER, "hi")));

    @TempDir Path folder;
    private Database database;
    private Limits limits = Limits.NONE;
    private final ManualClock clock = ManualClock.at("2026-11-22T10:00:00Z");

    private final List<Duration> waits = new ArrayList<>();
    private final AtomicInteger again = new AtomicInteger();
    private final Counters counters = new Counters();

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest(name = "{0} is tried {1} times")
    @CsvSource({"UNAVAILABLE, 2", "RATE_LIMITED, 2", "AUTHENTICATION, 1", "REJECTED, 1", "CONFIGURATION, 1",
            "CONTEXT_TOO_LONG, 1", "CANCELLED, 1"})
    void triesAgainWhatMayPass(Failure failure, int tries) {
        ScriptedLlm model = ScriptedLlm.answers().thenFails(failure).thenAnswers(text("ok"));

        if (tries == 2) {
            assertThat(ask(model, NEVER).message().text()).isEqualTo("ok");
        } else {
            assertThatThrownBy(() -> ask(model, NEVER)).isInstanceOfSatisfying(PluginException.class,
                    e -> assertThat(e.failure()).isEqualTo(failure));
        }
        assertThat(model.requests()).hasSize(tries);
        assertThat(again).hasValue(tries - 1);
        assertThat(counters.text()).contains(
                "telecoder_model_requests_total{provider=\"scripted\",purpose=\"turn\"} " + tries);
    }

    @Test
    void waitsAsLongAsTheServiceSaysButNoMinutes() {
        ScriptedLlm soon = ScriptedLlm.answers()
                .thenThrows(PluginException.rateLimited(Duration.ofSeconds(7), "slow down")).thenAnswers(text("ok"));
        ScriptedLlm late = ScriptedLlm.answers()
                .thenThrows(PluginException.rateLimited(Duration.ofMinutes(10), "come back later"));

        ask(soon, NEVER);

        assertThat(waits).containsExactly(Duration.ofSeconds(7));
        assertThatThrownBy(() -> ask(late, NEVER)).hasMessageContaining("come back later");
    }

    @Test
    void givesUpAfterFourTriesAndWaitsLongerEachTime() {
        ScriptedLlm model = ScriptedLlm.answers();
        for (int i = 0; i < 5; i++) {
            model.thenFails(Failure.UNAVAILABLE);
        }

        assertThatThrownBy(() -> ask(model, NEVER)).isInstanceOf(PluginException.class);

        assertThat(model.requests()).hasSize(4);
        assertThat(waits).hasSize(3);
        assertThat(waits.get(2)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(2000));
    }

    @Test
    void aFaultOfThePluginIsNotTriedAgain() {
        ScriptedLlm model = ScriptedLlm.answers().thenThrows(new IllegalStateException("bug"));

        assertThatThrownBy(() -> ask(model, NEVER)).hasMessageContaining("scripted").hasMessageContaining("bug")
                .isInstanceOfSatisfying(PluginException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.REJECTED));
    }

    @Test
    void aProviderThatIgnoresTheStopIsLeftBehindWithinASecond() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        LlmProvider deaf = provider("deaf", Optional.empty(), request -> {
            asked.countDown();
            while (end.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
                Thread.interrupted();
            }
            return text("late");
        });
        ManualCancellation stop = new ManualCancellation();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<LlmResponse> answer = threads.submit(() -> ask(deaf, stop));
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

            stop.cancel();

            assertThatThrownBy(() -> answer.get(1, TimeUnit.SECONDS)).cause()
                    .isInstanceOfSatisfying(PluginException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.CANCELLED));
            end.countDown();
        }
    }

    @Test
    void takesTheFirstProviderThatFindsAWayAndHasAModel() {
        LlmProvider none = provider("none", Optional.empty(), request -> text("none"));
        LlmProvider broken = new Provider("broken", Optional.of("BROKEN_KEY"), request -> text("broken")) {
            @Override
            public List<LlmModel> models() {
                throw PluginException.of(Failure.UNAVAILABLE, "no network");
            }
        };
        LlmProvider works = provider("works", Optional.of("WORKS_KEY is set"), request -> text("works"));
        LlmProvider later = provider("later", Optional.of("LATER_KEY"), request -> text("later"));

        ModelRouter.Selected selected =
                router(new ModelChoice(null, null, null), none, broken, works, later).selected().orElseThrow();

        assertThat(selected.provider()).isEqualTo("works");
        assertThat(selected.why()).isEqualTo("WORKS_KEY is set");
    }

    @Test
    void saysWhichProviderIsMissingAndWhichThereAre() {
        ModelRouter router = router(new ModelChoice("anthropc", "m", null),
                provider("openai", Optional.empty(), request -> text("")));

        assertThat(router.selected()).isEmpty();
        assertThatThrownBy(() -> router.ask(PROMPT, event -> {}, () -> {}, NEVER))
                .hasMessageContaining("llm.provider in config.yaml is \"anthropc\"").hasMessageContaining("openai");
    }

    @Test
    void saysHowToSetUpAModelWhereThereIsNone() {
        assertThatThrownBy(() -> router(new ModelChoice(null, null, null)).ask(PROMPT, event -> {}, () -> {}, NEVER))
                .hasMessageContaining("No model is set up yet").hasMessageContaining("llm.provider")
                .isInstanceOfSatisfying(PluginException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION));
    }

    @Test
    void aNamedModelNeedsNoQuestionToTheService() {
        LlmProvider offline = new Provider("offline", Optional.empty(), request -> text("ok")) {
            @Override
            public List<LlmModel> models() {
                throw new AssertionError("asked");
            }
        };

        assertThat(router(new ModelChoice("offline", "llama", null), offline).selected().orElseThrow().model())
                .isEqualTo("llama");
    }

    private LlmResponse ask(LlmProvider provider, CancellationToken cancellation) {
        return router(new ModelChoice(provider.id(), "m", null), provider).ask(PROMPT, event -> {},
                again::incrementAndGet, cancellation);
    }

    private ModelRouter router(ModelChoice choice, LlmProvider... providers) {
        Extensions extensions = new Extensions() {
            @Override
            public <T extends ExtensionPoint> List<Extension<T>> of(Class<T> kind) {
                List<Extension<T>> all = new ArrayList<>();
                for (LlmProvider provider : providers) {
                    all.add(new Extension<>(provider.id(), kind.cast(provider)));
                }
                return all;
            }

            @Override
            public void onChange(Runnable changed) {}
        };
        return new ModelRouter(extensions, () -> choice, Map.of(), counters,
                new Prices(() -> folder.resolve("prices.yaml")),
                new Ledger(database, () -> limits, clock), clock, (duration, cancellation) -> waits.add(duration));
    }

    private static LlmProvider provider(String id, Optional<String> found, Answers answers) {
        return new Provider(id, found, answers);
    }

    private interface Answers {
        @Nullable LlmResponse to(LlmRequest request);
    }

    /** A provider of lambdas. */
    private static class Provider implements LlmProvider {

        private final String id;
        private final Optional<String> found;
        private final Answers answers;

        private Provider(String id, Optional<String> found, Answers answers) {
            this.id = id;
            this.found = found;
            this.answers = answers;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public LlmResponse generate(LlmRequest request, Consumer<LlmEvent> progress) {
            LlmResponse response = answers.to(request);
            if (response == null) {
                throw new IllegalStateException("no answer");
            }
            return response;
        }

        @Override
        public List<LlmModel> models() {
            return List.of(LlmModel.builder("first").build());
        }

        @Override
        public Optional<String> detect(Map<String, String> environment) {
            return found;
        }
    }
}
