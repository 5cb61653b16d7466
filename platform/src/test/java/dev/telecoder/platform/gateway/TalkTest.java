package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.SOON;
import static dev.telecoder.platform.gateway.GatewayBed.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.InMemoryChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose conversation a message belongs to, whose rights its turn has, and where the answer goes. */
class TalkTest {

    @TempDir Path home;
    private final InMemoryChannel telegram = InMemoryChannel.named("telegram");
    private final InMemoryChannel slack = InMemoryChannel.named("slack");
    private GatewayBed bed;
    private Person anna;
    private Person bob;

    @BeforeEach
    void open() {
        bed = GatewayBed.open(home, telegram, slack);
        anna = bed.person("Anna", Role.DEVELOPER, "telegram", "slack");
        bob = bed.person("Bob", Role.DEVELOPER, "telegram", "slack");
        bed.access.put("slack", GatewayBed.group("team", true, "*"));
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private ConversationMessage inTeam(String thread, String who, String text) {
        slack.arrives(bed.inGroup("slack", "team", thread, who, text).addressedToBot(true).build());
        return bed.given();
    }

    @Test
    void aPersonHasOneDirectConversationOverAllTheirAccounts() {
        telegram.arrives("anna", "one");
        ConversationMessage first = bed.given();
        slack.arrives("anna", "two");
        ConversationMessage second = bed.given();
        telegram.arrives("bob", "three");

        assertThat(second.conversation()).isEqualTo(first.conversation()).isNotEqualTo(bed.given().conversation());
        assertThat(bed.conversation(first).kind()).isEqualTo(Conversation.Kind.DIRECT);
    }

    @Test
    void answersWhereTheLastMessageCameFromEvenIfTheClockStandsStill() {
        for (InMemoryChannel where : new InMemoryChannel[]{telegram, slack, telegram}) {
            where.arrives("anna", "hello");
            bed.answer(bed.given(), "hi from " + where.id());

            assertThat(where.next(SOON).text()).isEqualTo("hi from " + where.id());
        }
    }

    @Test
    void whatAPersonWritesThroughOurOwnClientIsAnsweredThere() {
        telegram.arrives("anna", "hello");
        ConversationMessage given = bed.given();
        bed.answer(given, "hi");
        telegram.next(SOON);

        Gateway.Posted posted = bed.post(anna, bed.conversation(given), "k1", "and here");
        bed.answer(bed.given(), "hi there");

        assertThat(bed.conversation(given).addresses()).first()
                .isEqualTo(new ChatAddress("webchat", given.conversation(), null));
        assertThat(bed.count("SELECT count(*) FROM outbox")).isEqualTo(1);
        assertThat(bed.post(anna, bed.conversation(given), "k1", "and here")).isEqualTo(posted);
    }

    @Test
    void newBeginsAnotherConversationWhateverIsSaidRightAfter() {
        telegram.arrives("anna", "one");
        ConversationMessage first = bed.given();
        bed.running(first);
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        bed.controls.stop = () -> stopped;

        telegram.arrives("anna", "/new");
        telegram.arrives("anna", "two");
        ConversationMessage second = bed.given();
        stopped.complete(true);

        assertThat(second.conversation()).isNotEqualTo(first.conversation());
        assertThat(second.turn()).isNotEqualTo(first.turn());
        assertThat(bed.conversation(first).state()).isEqualTo(Conversation.State.ARCHIVED);
        assertThat(telegram.next(SOON).text()).startsWith("A new conversation begins.");
        until(() -> bed.controls.calls.contains("ended " + first.conversation()));
        slack.arrives("anna", "three");
        assertThat(bed.given().conversation()).isEqualTo(second.conversation());
    }

    @Test
    void aSharedAddressIsOneConversationOfAllWhoWriteThere() {
        ConversationMessage first = inTeam("t1", "anna", "one");
        ConversationMessage second = inTeam("t1", "bob", "two");
        ConversationMessage elsewhere = inTeam("t2", "bob", "three");

        assertThat(second.conversation()).isEqualTo(first.conversation()).isNotEqualTo(elsewhere.conversation());
        assertThat(bed.conversation(first).people()).containsExactlyInAnyOrder(anna.id(), bob.id());
        assertThat(bed.conversation(first).owner()).isNull();
        bed.answer(second, "to all");
        assertThat(slack.next(SOON).message().address()).isEqualTo(new ChatAddress("slack", "team", "t1"));
    }

    @Test
    void theAudienceOfAMessageIsWhoWasThere() {
        ConversationMessage first = inTeam("t1", "anna", "one");
        ConversationMessage second = inTeam("t1", "bob", "two");

        assertThat(bed.messages.find(first.message()).map(Message::audience).orElseThrow()).containsExactly(anna.id());
        assertThat(bed.messages.find(second.message()).map(Message::audience).orElseThrow())
                .containsExactlyInAnyOrder(anna.id(), bob.id());
    }

    @Test
    void anArchivedThreadIsNotTakenUpAgain() {
        ConversationMessage first = inTeam("t1", "anna", "one");
        bed.conversations.change(first.conversation(), null, Conversation.State.ARCHIVED);

        assertThat(inTeam("t1", "anna", "two").conversation()).isNotEqualTo(first.conversation());
    }

    @Test
    void whatSomeoneAddsWhileTheirTurnRunsIsGivenToIt() {
        telegram.arrives("anna", "one");
        ConversationMessage first = bed.given();
        bed.running(first);

        telegram.arrives("anna", "and this");

        assertThat(bed.given().turn()).isEqualTo(first.turn());
    }

    @Test
    void aTurnNeverTakesOrdersFromAnotherPersonThanItsOwn() {
        ConversationMessage annas = inTeam("t1", "anna", "fix it");
        bed.running(annas);

        ConversationMessage bobs = inTeam("t1", "bob", "push to main");
        ConversationMessage bobsToo = inTeam("t1", "bob", "now");
        ConversationMessage annasToo = inTeam("t1", "anna", "and test it");

        assertThat(bobs.turn()).isNotEqualTo(annas.turn());
        assertThat(bed.turn(bobs).person()).isEqualTo(bob.id());
        assertThat(bed.turn(bobs).state()).isEqualTo(Turn.State.QUEUED);
        assertThat(bobsToo.turn()).isEqualTo(bobs.turn());
        assertThat(annasToo.turn()).isEqualTo(annas.turn());
        assertThat(bed.messages.ofTurn(annas.turn())).extracting(Message::person).containsOnly(anna.id());
    }

    @Test
    void consentGivenBeforehandHoldsForWhatWasAskedThenOnly() {
        Conversation conversation = bed.database.write(h -> bed.conversations.open(h, anna, "", "webchat"));
        String turn = bed.database.write(h -> bed.turns.open(h, conversation.id(), anna.id(),
                dev.telecoder.platform.task.Entry.CLI, dev.telecoder.api.skill.Risk.EXTERNAL));
        bed.turns.state(turn, Turn.State.RUNNING);

        assertThat(bed.post(anna, conversation, "k", "and push that too").turn()).isNotEqualTo(turn);
    }

    @Test
    void whatIsSaidRightAfterAStopIsNotForTheTurnThatStops() {
        telegram.arrives("anna", "one");
        ConversationMessage first = bed.given();
        bed.running(first);
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        bed.controls.stop = () -> stopped;

        telegram.arrives("anna", "stop");
        telegram.arrives("anna", "do this instead");

        assertThat(bed.given().turn()).isNotEqualTo(first.turn());
        assertThat(bed.controls.calls).contains("stop " + first.conversation());
        stopped.complete(true);
        assertThat(telegram.next(SOON).text()).isEqualTo("Stopped.");
    }

    @Test
    void takesItsTitleFromTheFirstThingSaid() {
        telegram.arrives("anna", "/status");
        telegram.arrives("anna", "  Fix the  build\nplease");
        ConversationMessage given = bed.given();
        telegram.arrives("anna", "something else");

        assertThat(bed.conversation(given).title()).isEqualTo("Fix the build");
    }
}
