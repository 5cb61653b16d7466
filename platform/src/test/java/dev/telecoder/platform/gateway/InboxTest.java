package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.SOON;
import static dev.telecoder.platform.gateway.GatewayBed.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox.Taken;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.conversation.Message;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.platform.task.Turn;
import dev.telecoder.testkit.InMemoryChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {

    @TempDir Path home;
    private final InMemoryChannel chat = InMemoryChannel.named("chat");
    private GatewayBed bed;
    private Person anna;

    @BeforeEach
    void open() {
        bed = GatewayBed.open(home, chat);
        anna = bed.person("Anna", Role.DEVELOPER, "chat");
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private InboundMessage message(String id, String text) {
        return InboundMessage.builder(id, new ChatAddress("chat", "anna", null), new Sender("anna", "Anna"),
                bed.clock.instant()).text(text).direct(true).build();
    }

    @Test
    void storesAMessageWithItsTurnBeforeItIsAcknowledged() {
        Taken taken = chat.arrives("anna", "Fix the build");

        assertThat(taken.state()).isEqualTo(Taken.State.TAKEN);
        ConversationMessage given = bed.given();
        Message message = bed.messages.find(given.message()).orElseThrow();
        assertThat(message.markdown()).isEqualTo("Fix the build");
        assertThat(message.turn()).isEqualTo(given.turn());
        assertThat(message.audience()).containsExactly(anna.id());
        assertThat(bed.turn(given).state()).isEqualTo(Turn.State.QUEUED);
        assertThat(bed.turn(given).person()).isEqualTo(anna.id());
    }

    @Test
    void dropsAMessageItHasSeen() {
        assertThat(chat.arrives(message("7", "hello")).state()).isEqualTo(Taken.State.TAKEN);
        assertThat(chat.arrives(message("7", "hello")).state()).isEqualTo(Taken.State.SEEN);

        bed.given();
        assertThat(bed.agent).isEmpty();
        assertThat(bed.count("SELECT count(*) FROM message")).isEqualTo(1);
    }

    @Test
    void takesAMessageOnceThatArrivesOnManyThreadsAtOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Taken>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(() -> {
                    go.await();
                    return chat.arrives(message("7", "hello"));
                }));
            }
            go.countDown();
        }

        List<Taken.State> states = new ArrayList<>();
        for (Future<Taken> one : all) {
            states.add(one.get().state());
        }
        assertThat(states).filteredOn(Taken.State.TAKEN::equals).hasSize(1);
        assertThat(states).filteredOn(Taken.State.SEEN::equals).hasSize(19);
        assertThat(bed.count("SELECT count(*) FROM turn")).isEqualTo(1);
    }

    @Test
    void losesNothingWhenTheHostDiesBeforeTheAgentTakesAMessageUp() {
        chat.arrives("anna", "Fix the build");
        String turn = bed.given().turn();

        bed = bed.again();

        assertThat(bed.turns.open()).extracting(Turn::id).containsExactly(turn);
        assertThat(bed.messages.ofTurn(turn)).extracting(Message::markdown).containsExactly("Fix the build");
    }

    @Test
    void carriesOutACommandOnceThatACrashLeft() {
        CountDownLatch never = new CountDownLatch(1);
        bed.controls.status = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "";
        };
        chat.arrives("anna", "/status");
        until(() -> bed.controls.calls.contains("status"));

        bed = bed.again();

        assertThat(chat.next(SOON).text()).isEqualTo("all is well");
        until(() -> bed.count("SELECT count(*) FROM inbox WHERE state = 'new'") == 0);
        bed = bed.again();
        assertThat(bed.controls.calls).isEmpty();
        assertThat(chat.sent()).hasSize(1);
    }

    @Test
    void doesNotRunASkillAgainThatACrashCutOffAndSaysSo() {
        CountDownLatch never = new CountDownLatch(1);
        bed.controls.skill = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "";
        };
        chat.arrives("anna", "/skill deploy.now {}");
        until(() -> !bed.controls.calls.isEmpty());

        bed = bed.again();

        assertThat(chat.next(SOON).text()).contains("I do not know whether", "/skill deploy.now");
        assertThat(bed.controls.calls).isEmpty();
    }

    @Test
    void stopsAtTheNextStartWhatAStopShouldHaveStopped() {
        chat.arrives("anna", "Fix the build");
        ConversationMessage given = bed.given();
        bed.running(given);
        bed.controls.stop = () -> new java.util.concurrent.CompletableFuture<>();
        chat.arrives("anna", "stop");

        bed = bed.again();

        assertThat(bed.turn(given).state()).isEqualTo(Turn.State.STOPPED);
        assertThat(chat.next(SOON).text()).isEqualTo("Stopped.");
    }

    @Test
    void tellsThePersonWhenACommandFails() {
        bed.controls.status = () -> {
            throw new IllegalArgumentException("boom");
        };

        chat.arrives("anna", "/status");

        assertThat(chat.next(SOON).text()).startsWith("Something went wrong").doesNotContain("boom");
        until(() -> bed.count("SELECT count(*) FROM inbox WHERE state = 'new'") == 0);
    }

    @Test
    void keepsFilesOfMessagesThatAreTakenAndOfNoOthers() throws Exception {
        Attachment file = new Attachment("../../etc/passwd", "text/plain", "secret".getBytes(StandardCharsets.UTF_8));

        chat.arrives(with(file, "1", "anna"));
        chat.arrives(with(file, "1", "anna"));
        chat.arrives(with(file, "2", "stranger"));

        Message message = bed.messages.find(bed.given().message()).orElseThrow();
        assertThat(message.attachments()).singleElement().satisfies(kept -> {
            assertThat(kept.name()).isEqualTo("../../etc/passwd");
            assertThat(home.resolve(kept.path())).hasContent("secret");
        });
        try (var files = Files.list(home.resolve("attachments"))) {
            assertThat(files).hasSize(1);
        }
    }

    private InboundMessage with(Attachment file, String id, String account) {
        return InboundMessage.builder(id, new ChatAddress("chat", account, null), new Sender(account, account),
                bed.clock.instant()).attachments(List.of(file)).direct(true).build();
    }

    @Test
    void leavesNoTraceOfWhatItIgnores() {
        chat.arrives(bed.inGroup("chat", "group-1", null, "bob", "hi all").addressedToBot(true).build());
        chat.arrives(InboundMessage.builder("b", new ChatAddress("chat", "bot", null), new Sender("bot", "Bot", true),
                bed.clock.instant()).text("beep").direct(true).build());

        assertThat(bed.count("SELECT count(*) FROM inbox")).isZero();
        assertThat(bed.agent).isEmpty();
    }

    @Test
    void takesAPressOnce() {
        Question question = asked();
        InMemoryChannel.Sent shown = chat.next(SOON);

        assertThat(chat.arrives(GatewayBed.press("p1", shown, "anna", "allow_once")).state())
                .isEqualTo(Taken.State.TAKEN);
        assertThat(chat.arrives(GatewayBed.press("p1", shown, "anna", "allow_once")).state())
                .isEqualTo(Taken.State.SEEN);

        assertThat(bed.state(question)).isEqualTo(Question.State.ALLOWED);
        until(() -> chat.sent().getFirst().edits() == 1);
        assertThat(chat.sent().getFirst().text()).isEqualTo(question.id() + " allowed by Anna");
    }

    @Test
    void tellsWhoPressesTooLateOrInTheirPlace() {
        bed.person("Bob", Role.DEVELOPER, "chat");
        Question question = asked();
        String id = question.id();
        InMemoryChannel.Sent shown = chat.next(SOON);

        assertThat(chat.arrives(GatewayBed.press("p1", shown, "bob", "allow_once")).notice())
                .isEqualTo("Only Anna or an admin can answer " + id + ".");
        assertThat(chat.arrives(GatewayBed.press("p2", shown, "nobody", "allow_once")).notice())
                .isEqualTo("Only Anna or an admin can answer " + id + ".");
        assertThat(bed.state(question)).isEqualTo(Question.State.PENDING);
        chat.arrives(GatewayBed.press("p3", shown, "anna", "allow_once"));
        until(() -> chat.sent().getFirst().edits() == 1);
        assertThat(chat.arrives(GatewayBed.press("p4", shown, "anna", "deny")).notice())
                .isEqualTo(id + " was already allowed by Anna.");
    }

    @Test
    void tellsWhoPressesAfterTheTimeIsOver() {
        Question question = asked();
        InMemoryChannel.Sent shown = chat.next(SOON);
        bed.clock.advance(java.time.Duration.ofHours(9));

        Taken taken = chat.arrives(GatewayBed.press("p1", shown, "anna", "allow_once"));

        assertThat(taken.notice()).isEqualTo(question.id() + " expired. Ask again if you still want it.");
        assertThat(bed.state(question)).isEqualTo(Question.State.EXPIRED);
    }

    @Test
    void takesNoChoiceForAYesThatTheQuestionDoesNotHave() {
        Question question = asked();

        Taken taken = chat.arrives(GatewayBed.press("p1", chat.next(SOON), "anna", "choice-0"));

        assertThat(taken.state()).isEqualTo(Taken.State.REFUSED);
        assertThat(bed.state(question)).isEqualTo(Question.State.PENDING);
    }

    @Test
    void takesAPressForTheQuestionOfItsOwnChatOnly() {
        Question question = asked();
        InMemoryChannel.Sent shown = chat.next(SOON);

        chat.arrives(
                InboundMessage.builder("p1", new ChatAddress("chat", "elsewhere", null), new Sender("anna", "Anna"),
                        bed.clock.instant()).picked(shown.messageId(), "allow_once").build());

        assertThat(bed.state(question)).isEqualTo(Question.State.PENDING);
    }

    private Question asked() {
        chat.arrives("anna", "Push it");
        ConversationMessage given = bed.given();
        bed.running(given);
        return bed.ask(given, anna);
    }
}
