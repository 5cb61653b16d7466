package dev.telecoder.platform.model;

import static dev.telecoder.testkit.ScriptedLlm.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.llm.ChatMessage;
import dev.telecoder.api.llm.LlmRequest.Thinking;
import dev.telecoder.platform.event.Counters;
import dev.telecoder.platform.skill.FakeExtensions;
import dev.telecoder.platform.store.Database;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.ScriptedLlm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverTest {

    private static final Prompt PROMPT =
            Prompt.plain("turn", "system", List.of(ChatMessage.text(ChatMessage.Role.USER, "hi")));

    @TempDir Path folder;
    private Database database;
    private final ManualClock clock = ManualClock.at("2026-11-22T10:00:00Z");
    private final AtomicReference<@Nullable PluginException> broken = new AtomicReference<>();
    private final ScriptedLlm first = ScriptedLlm.by(request -> {
        PluginException why = broken.get();
        if (why != null) {
            throw why;
        }
        return text("first");
    }).named("first");
    private final ScriptedLlm second = ScriptedLlm.by(request -> text("second")).named("second");
    private ModelRouter router;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("test.db"), folder.resolve("backups"));
        ModelChoice choice = new ModelChoice("first", "a", null, List.of(new ModelChoice.Fallback("second", "b")), 0, 0,
                Thinking.LOW, Set.of());
        router = new ModelRouter(new FakeExtensions(first, second), () -> choice, Map.of(), new Counters(),
                new Prices(() -> folder.resolve("prices.yaml")), new Ledger(database, () -> Limits.NONE, clock), clock,
                (duration, cancellation) -> {});
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "RATE_LIMITED", "AUTHENTICATION", "CONFIGURATION"})
    void anotherModelAnswersWhereTheFirstCannot(Failure failure) {
        broken.set(PluginException.of(failure, "down"));

        ModelRouter.Spoken spoken = ask(PROMPT);

        assertThat(spoken.response().message().text()).isEqualTo("second");
        assertThat(spoken.by().name()).isEqualTo("second/b");
        assertThat(spoken.instead().name()).isEqualTo("first/a");
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "CONTEXT_TOO_LONG"})
    void whatIsWrongWithTheRequestIsNotPassedOn(Failure failure) {
        broken.set(PluginException.of(failure, "no"));

        assertThatThrownBy(() -> ask(PROMPT)).hasMessage("no");
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void aModelThatWasChosenIsNeverReplaced() {
        broken.set(PluginException.of(Failure.UNAVAILABLE, "down"));
        Prompt chosen =
                new Prompt("turn", "", PROMPT.messages(), List.of(), "none", java.util.Optional.empty(), 0, false,
                        Account.NONE, new Pick("first", "mine", Thinking.HIGH));

        assertThatThrownBy(() -> ask(chosen)).hasMessageContaining("down");
        assertThat(second.requests()).isEmpty();
        assertThat(first.requests().getFirst().model()).isEqualTo("mine");
        assertThat(first.requests().getFirst().thinking()).isEqualTo(Thinking.HIGH);
    }

    @Test
    void aDeadProviderRestsAndIsAskedAgainWhenTheRestIsOver() {
        broken.set(PluginException.of(Failure.UNAVAILABLE, "down"));
        ask(PROMPT);
        int asked = first.requests().size();

        ask(PROMPT);
        assertThat(first.requests()).as("it rests").hasSize(asked);

        clock.advance(Duration.ofSeconds(31));
        broken.set(null);
        assertThat(ask(PROMPT).response().message().text()).isEqualTo("first");
        assertThat(ask(PROMPT).instead()).isNull();
    }

    @Test
    void restsAsLongAsTheServiceAsks() {
        broken.set(PluginException.rateLimited(Duration.ofMinutes(5), "later"));
        ask(PROMPT);
        assertThat(first.requests()).as("nobody waits minutes where another answers").hasSize(1);
        clock.advance(Duration.ofMinutes(4));
        ask(PROMPT);
        assertThat(first.requests()).hasSize(1);

        clock.advance(Duration.ofMinutes(2));
        broken.set(null);

        assertThat(ask(PROMPT).response().message().text()).isEqualTo("first");
    }

    @Test
    void thinksAsLongAsTheSettingSays() {
        ask(PROMPT);

        assertThat(first.requests().getFirst().thinking()).isEqualTo(Thinking.LOW);
    }

    private ModelRouter.Spoken ask(Prompt prompt) {
        return router.spoken(prompt, event -> {}, () -> {}, new ManualCancellation());
    }
}
