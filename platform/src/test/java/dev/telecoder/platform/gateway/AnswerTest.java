package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.SOON;
import static dev.telecoder.platform.gateway.GatewayBed.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.store.Ids;
import dev.telecoder.testkit.InMemoryChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in words: what is one is decided here, never by the model. */
class AnswerTest {

    @TempDir Path home;
    private final InMemoryChannel telegram = InMemoryChannel.named("telegram");
    private final InMemoryChannel slack = InMemoryChannel.named("slack");
    private GatewayBed bed;
    private Person anna;
    private ConversationMessage given;

    @BeforeEach
    void open() {
        bed = GatewayBed.open(home, telegram, slack);
        anna = bed.person("Anna", Role.DEVELOPER, "telegram", "slack");
        bed.person("Bob", Role.DEVELOPER, "telegram", "slack");
        telegram.arrives("anna", "push it");
        given = bed.given();
        bed.running(given);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private Question asked() {
        Question question = bed.ask(given, anna);
        telegram.next(SOON);
        return question;
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "Y", "ok", "OK.", "go", "Go ahead!", "go for it", "yes, go for it", "Yeah go for it",
            "do it", "Sure…", "please do", " yes \n", "¡yes!", "go-ahead", "yes。"})
    void takesThisForAYes(String text) {
        Question question = asked();

        telegram.arrives("anna", text);

        until(() -> bed.state(question) == Question.State.ALLOWED);
        assertThat(bed.agent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "N", "don't", "Don’t!", "dont", "not now", "Not now."})
    void takesThisForANo(String text) {
        Question question = asked();

        telegram.arrives("anna", text);

        until(() -> bed.state(question) == Question.State.DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes please", "yes but not to main", "okay", "no way", "yes yes", "approve", "go go", "👍",
            "don't push", "y e s", "nothing", "do it later", "sure thing"})
    void takesAnythingElseForAnOrdinaryMessage(String text) {
        Question question = asked();

        telegram.arrives("anna", text);

        assertThat(bed.given().turn()).isEqualTo(given.turn());
        assertThat(bed.state(question)).isEqualTo(Question.State.PENDING);
    }

    @Test
    void aYesWithNothingToAnswerIsAnOrdinaryMessage() {
        telegram.arrives("anna", "yes");

        assertThat(bed.given().turn()).isEqualTo(given.turn());
    }

    @Test
    void aYesToOneOfTwoQuestionsIsAnOrdinaryMessage() {
        Question one = asked();
        Question two = asked();

        telegram.arrives("anna", "yes");

        bed.given();
        assertThat(List.of(bed.state(one), bed.state(two))).containsOnly(Question.State.PENDING);
    }

    @Test
    void aYesInAnotherChatIsAnOrdinaryMessage() {
        Question question = asked();

        slack.arrives("anna", "yes");

        bed.given();
        assertThat(bed.state(question)).isEqualTo(Question.State.PENDING);
    }

    @Test
    void aYesAfterTheTimeIsOverIsAnOrdinaryMessage() {
        Question question = asked();
        bed.clock.advance(Duration.ofHours(9));

        telegram.arrives("anna", "yes");

        assertThat(bed.given().turn()).isEqualTo(given.turn());
        assertThat(bed.state(question)).isNotEqualTo(Question.State.ALLOWED);
    }

    @Test
    void aYesOfAnotherPersonIsAnOrdinaryMessage() {
        bed.access.put("slack", GatewayBed.group("team", true, "*"));
        slack.arrives(bed.inGroup("slack", "team", null, "anna", "push it").addressedToBot(true).build());
        ConversationMessage shared = bed.given();
        bed.running(shared);
        Question question = bed.ask(shared, anna);

        slack.arrives(bed.inGroup("slack", "team", null, "bob", "yes").addressedToBot(true).build());

        assertThat(bed.given().turn()).isNotEqualTo(shared.turn());
        assertThat(bed.state(question)).isEqualTo(Question.State.PENDING);
        slack.arrives(bed.inGroup("slack", "team", null, "anna", "yes").addressedToBot(true).build());
        until(() -> bed.state(question) == Question.State.ALLOWED);
    }

    @Test
    void approvesAndDeniesByCommand() {
        Question one = asked();
        Question two = asked();

        telegram.arrives("anna", "/approve " + one.id().toLowerCase());
        telegram.arrives("anna", "/deny " + two.id());

        until(() -> bed.state(one) == Question.State.ALLOWED && bed.state(two) == Question.State.DENIED);
        assertThat(bed.consent.grants().storedRules()).isEmpty();
    }

    @Test
    void approvesAlwaysByCommand() {
        Question question = asked();

        telegram.arrives("anna", "/approve " + question.id() + " always");

        until(() -> bed.consent.grants().storedRules().size() == 1);
    }

    @Test
    void saysWhyAnAnswerByCommandDoesNotCount() {
        Question question = asked();
        String id = question.id();

        telegram.arrives("bob", "/approve " + id);
        assertThat(telegram.next(SOON).text()).isEqualTo("Only Anna or an admin can answer " + id + ".");
        telegram.arrives("anna", "/approve ZZZZ");
        assertThat(telegram.next(SOON).text()).isEqualTo("There is no question ZZZZ.");
        telegram.arrives("anna", "/deny " + id);
        assertThat(telegram.next(SOON).text()).isEqualTo(id + " denied by Anna.");
        telegram.arrives("anna", "/approve " + id);
        assertThat(telegram.next(SOON).text()).isEqualTo(id + " was already denied by Anna.");
        telegram.arrives("anna", "/approve");
        assertThat(telegram.next(SOON).text()).startsWith("Which question?");
    }

    @Test
    void whatTheModelAsksIsAnsweredInFreeText() {
        Question question = freeQuestion();
        assertThat(telegram.next(SOON).text()).contains("Which database?", "Postgres", "SQLite");

        telegram.arrives("anna", "yes, the second, please");

        until(() -> bed.state(question) == Question.State.ALLOWED);
        assertThat(bed.consent.find(question.id()).orElseThrow().answer()).isEqualTo("yes, the second, please");
        assertThat(bed.agent).isEmpty();
        until(() -> telegram.sent().getFirst().text().contains("Anna: yes, the second, please"));
    }

    @Test
    void whatTheModelAsksIsAnsweredByAButton() {
        Question question = freeQuestion();
        InMemoryChannel.Sent shown = telegram.next(SOON);
        assertThat(shown.message().choices()).extracting(choice -> choice.label()).containsExactly("Postgres",
                "SQLite");

        telegram.arrives(GatewayBed.press("p", shown, "anna", "choice-1"));

        assertThat(bed.consent.find(question.id()).orElseThrow().answer()).isEqualTo("SQLite");
    }

    @Test
    void aCommandWhileTheModelAsksIsACommand() {
        Question question = freeQuestion();
        telegram.next(SOON);

        telegram.arrives("anna", "/status");

        assertThat(telegram.next(SOON).text()).isEqualTo("all is well");
        assertThat(bed.state(question)).isEqualTo(Question.State.PENDING);
    }

    private Question freeQuestion() {
        return bed.consent.propose(Question.Kind.QUESTION, given.conversation(), given.turn(), given.turn(), Ids.next(),
                anna, "Which database?", "", JsonValue.object().build(), null, null, List.of(),
                List.of("Postgres", "SQLite"));
    }
}
