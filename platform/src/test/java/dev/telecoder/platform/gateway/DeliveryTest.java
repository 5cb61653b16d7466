package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.SOON;
import static dev.telecoder.platform.gateway.GatewayBed.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.platform.consent.Question;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.testkit.InMemoryChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {

    @TempDir Path home;
    private final InMemoryChannel chat = InMemoryChannel.named("chat");
    private GatewayBed bed;
    private Person anna;
    private ConversationMessage given;

    @AfterEach
    void close() {
        bed.close();
    }

    private void open(InMemoryChannel channel) {
        bed = GatewayBed.open(home, channel);
        anna = bed.person("Anna", Role.DEVELOPER, channel.id());
        channel.arrives("anna", "hello");
        given = bed.given();
        bed.running(given);
    }

    private String stateOf(String id) {
        return bed.database.read(h -> h.createQuery("SELECT state FROM outbox WHERE id = :id").bind("id", id)
                .mapTo(String.class).one());
    }

    private int attempts(String id) {
        return bed.database.read(h -> h.createQuery("SELECT attempts FROM outbox WHERE id = :id").bind("id", id)
                .mapTo(Integer.class).one());
    }

    @Test
    void sendsAChatItsMessagesInOrder() {
        open(chat);

        IntStream.range(0, 50).forEach(i -> bed.answer(given, "m" + i, "message " + i));

        until(() -> chat.sent().size() == 50);
        assertThat(chat.sent()).extracting(InMemoryChannel.Sent::text)
                .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "message " + i).toList());
    }

    @Test
    void sendsToOtherChatsWhileOneHangs() throws Exception {
        Hanging channel = new Hanging("slow");
        bed = GatewayBed.open(home, channel);
        bed.person("Anna", Role.DEVELOPER, "slow");
        bed.person("Bob", Role.DEVELOPER, "slow");
        channel.says("slow", "anna");
        ConversationMessage annas = bed.given();
        channel.says("other", "bob");
        ConversationMessage bobs = bed.given();

        bed.answer(annas, "for anna");
        bed.answer(bobs, "for bob");

        until(() -> channel.sent.contains("for bob"));
        assertThat(channel.sent).containsExactly("for bob");
        channel.hang.countDown();
        until(() -> channel.sent.contains("for anna"));
    }

    @Test
    void splitsALongAnswerAndPutsTheButtonsUnderItsEnd() {
        InMemoryChannel small =
                InMemoryChannel.of("small", ChannelProfile.builder(60, LengthUnit.UTF16).buttons().build());
        open(small);
        bed.answer(given, "a1", "first ".repeat(30));
        Question question = bed.ask(given, anna);

        until(() -> bed.count("SELECT count(*) FROM outbox WHERE state <> 'sent'") == 0);

        List<InMemoryChannel.Sent> sent = small.sent();
        assertThat(sent).allSatisfy(one -> assertThat(one.text()).isNotBlank().hasSizeLessThanOrEqualTo(60));
        assertThat(sent).extracting(one -> one.message().id()).doesNotHaveDuplicates();
        List<InMemoryChannel.Sent> asking =
                sent.stream().filter(one -> one.message().id().startsWith("question-")).toList();
        assertThat(asking.size()).isGreaterThan(1);
        assertThat(asking.getLast().message().choices()).extracting(OutboundMessage.Choice::id)
                .containsExactly("allow_once", "allow_always", "deny");
        assertThat(asking.subList(0, asking.size() - 1)).allSatisfy(one -> assertThat(one.message().choices())
                .isEmpty());
        small.arrives(GatewayBed.press("p", asking.getLast(), "anna", "allow_once"));
        until(() -> small.sent().stream().anyMatch(one -> one.edits() > 0));
        assertThat(small.sent()).filteredOn(one -> one.edits() > 0).singleElement()
                .satisfies(one -> assertThat(one.text()).isEqualTo(question.id() + " allowed by Anna"));
        assertThat(small.sent()).hasSize(sent.size());
    }

    @Test
    void triesAgainWhatCanSucceedLaterAndKeepsTheOrder() {
        open(chat);
        chat.failNext(1, Failure.UNAVAILABLE);

        bed.answer(given, "m1", "one");
        bed.answer(given, "m2", "two");

        until(() -> attempts("m1") == 1);
        assertThat(chat.sent()).isEmpty();
        bed.clock.advance(Duration.ofSeconds(1));
        assertThat(chat.next(SOON).text()).isEqualTo("one");
        assertThat(chat.next(SOON).text()).isEqualTo("two");
        assertThat(chat.sent().getFirst().message().id()).isEqualTo("m1");
    }

    @Test
    void waitsAsLongAsThePlatformAsks() {
        open(chat);
        chat.failNext(1, PluginException.rateLimited(Duration.ofSeconds(30), "slow down"));

        bed.answer(given, "m1", "one");

        until(() -> attempts("m1") == 1);
        bed.clock.advance(Duration.ofSeconds(29));
        bed.mail.up("chat");
        until(() -> bed.count("SELECT count(*) FROM outbox WHERE error LIKE 'RATE_LIMITED%'") == 1);
        assertThat(chat.sent()).isEmpty();
        bed.clock.advance(Duration.ofSeconds(1));
        bed.mail.up("chat");
        assertThat(chat.next(SOON).text()).isEqualTo("one");
    }

    @Test
    void givesUpWhatThePlatformRejectsAndShowsThat() {
        open(chat);
        chat.failNext(1, PluginException.of(Failure.REJECTED, "The chat is gone."));

        bed.answer(given, "m1", "one");
        bed.answer(given, "m2", "two");

        assertThat(chat.next(SOON).text()).isEqualTo("two");
        assertThat(bed.mail.undelivered(10)).singleElement().satisfies(lost -> {
            assertThat(lost.id()).isEqualTo("m1");
            assertThat(lost.error()).isEqualTo("REJECTED: The chat is gone.");
            assertThat(lost.conversation()).isEqualTo(given.conversation());
        });
        assertThat(bed.counters.text()).contains("telecoder_messages_undelivered_total{channel=\"chat\"} 1");
    }

    @Test
    void givesUpAfterADay() {
        open(chat);
        chat.failNext(2, Failure.UNAVAILABLE);
        bed.answer(given, "m1", "one");
        until(() -> attempts("m1") == 1);

        bed.clock.advance(Duration.ofHours(25));
        bed.mail.up("chat");

        until(() -> stateOf("m1").equals("failed"));
    }

    @Test
    void sendsWhenAChannelIsBackWhatCameWhileItWasAway() {
        open(chat);
        chat.dead(true);

        bed.answer(given, "m1", "one");
        bed.answer(given, "m2", "two");
        assertThat(bed.channels.statuses()).extracting(Channels.Status::state).containsExactly("down");
        chat.dead(false);

        assertThat(chat.next(SOON).text()).isEqualTo("one");
        assertThat(chat.next(SOON).text()).isEqualTo("two");
    }

    @Test
    void doesNotWaitOutALongDelayOnceTheChannelIsBack() {
        open(chat);
        chat.failNext(8, Failure.UNAVAILABLE);
        bed.answer(given, "m1", "one");
        for (int i = 1; i <= 8; i++) {
            int tried = i;
            until(() -> attempts("m1") >= tried); // the wake of the start may come late and make one more
            if (i < 8) {
                bed.clock.advance(Duration.ofMinutes(10));
                bed.mail.up("chat");
            }
        }

        bed.mail.up("chat");

        assertThat(chat.next(SOON).text()).isEqualTo("one");
    }

    @Test
    void sendsAgainUnderTheSameIdWhatACrashCutOff() throws Exception {
        Hanging channel = new Hanging("slow");
        bed = GatewayBed.open(home, channel);
        bed.person("Anna", Role.DEVELOPER, "slow");
        channel.says("slow", "anna");
        given = bed.given();
        bed.answer(given, "m1", "one");
        channel.begun.await();

        bed = bed.again();
        channel.hang.countDown();

        until(() -> stateOf("m1").equals("sent"));
        assertThat(channel.ids).containsOnly("m1").hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void losesAndDoublesNothingOfAThousandMessagesToAHundredChats() {
        bed = GatewayBed.open(home, chat);
        List<ConversationMessage> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            bed.person("p" + i, Role.DEVELOPER, "chat");
            chat.arrives("p" + i, "hello");
            all.add(bed.given());
        }
        for (int round = 0; round < 10; round++) {
            for (ConversationMessage to : all) {
                bed.answer(to, to.turn() + "-" + round, "message " + round);
            }
            chat.failNext(7, Failure.UNAVAILABLE);
        }

        until(() -> {
            bed.clock.advance(Duration.ofSeconds(1));
            bed.mail.up("chat");
            return chat.sent().size() >= 1_000;
        });

        Map<String, List<String>> byChat = new ConcurrentHashMap<>();
        chat.sent().forEach(one -> byChat.computeIfAbsent(one.message().address().chat(), key -> new ArrayList<>())
                .add(one.text()));
        assertThat(byChat).hasSize(100);
        List<String> expected = IntStream.range(0, 10).mapToObj(i -> "message " + i).toList();
        assertThat(byChat.values()).allSatisfy(texts -> assertThat(texts).containsExactlyElementsOf(expected));
        until(() -> bed.count("SELECT count(*) FROM outbox WHERE state <> 'sent'") == 0);
        assertThat(new HashSet<>(chat.sent().stream().map(one -> one.message().id()).toList())).hasSize(1_000);
    }

    @Test
    void editsAQuestionToItsOutcomeEvenIfItWasAnsweredBeforeItWasSent() {
        open(chat);
        chat.dead(true);
        Question question = bed.ask(given, anna);
        bed.consent.answer(question.id(), anna, false, false, null);

        chat.dead(false);

        until(() -> chat.sent().size() == 1 && chat.sent().getFirst().edits() == 1);
        assertThat(chat.sent().getFirst().text()).isEqualTo(question.id() + " denied by Anna");
        assertThat(chat.sent().getFirst().message().choices()).isEmpty();
    }

    @Test
    void repliesToAQuestionWithItsOutcomeWhereThePlatformCannotEdit() {
        open(chat);
        Question question = bed.ask(given, anna);
        InMemoryChannel.Sent shown = chat.next(SOON);
        until(() -> stateOf("question-" + question.id()).equals("sent"));
        chat.failNext(1, PluginException.of(Failure.REJECTED, "too old to edit"));

        bed.consent.answer(question.id(), anna, true, false, null);

        InMemoryChannel.Sent reply = chat.next(SOON);
        assertThat(reply.text()).isEqualTo(question.id() + " allowed by Anna");
        assertThat(reply.message().replyTo()).contains(shown.messageId());
    }

    @Test
    void showsAfterACrashTheQuestionsAndOutcomesThatItHeldBack() {
        open(chat);
        Question shown = bed.ask(given, anna);
        chat.next(SOON);
        until(() -> stateOf("question-" + shown.id()).equals("sent"));
        bed.database.write(h -> h.createUpdate("UPDATE question SET state = 'denied', answered_by = 'Anna'").execute());
        Question hidden = bed.ask(given, anna);
        until(() -> chat.sent().size() == 2);
        bed.database
                .write(h -> h.createUpdate("DELETE FROM outbox WHERE id = 'question-" + hidden.id() + "'").execute());

        bed = bed.again();

        until(() -> chat.sent().size() == 3 && chat.sent().getFirst().edits() == 1);
        assertThat(chat.sent().getFirst().text()).isEqualTo(shown.id() + " denied by Anna");
        assertThat(chat.sent().getLast().text()).contains("Approval needed", hidden.id());
    }

    @Test
    void wordsAQuestionAsItIsPromised() {
        open(chat);
        Question question = bed.ask(given, anna);

        assertThat(chat.next(SOON).text()).startsWith("**Approval needed** " + question.id()
                + " · git.commit · myorg/api\npushes 1 commit\nAllow once · Always allow · Deny, or reply /approve "
                + question.id() + " or /deny " + question.id() + " until 22 Nov ");
    }

    /** A channel without edits whose chat {@code slow} takes nothing until it is let go. */
    private static final class Hanging implements Channel {

        private final String id;
        private final CountDownLatch hang = new CountDownLatch(1);
        private final CountDownLatch begun = new CountDownLatch(1);
        private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
        private final List<String> ids = Collections.synchronizedList(new ArrayList<>());
        private volatile Inbox inbox = new InboxBeforeStart();

        private Hanging(String id) {
            this.id = id;
        }

        private void says(String chat, String account) {
            inbox.receive(dev.telecoder.api.channel.InboundMessage.builder("in-" + chat,
                    new dev.telecoder.api.channel.ChatAddress(id, chat, null),
                    new dev.telecoder.api.channel.Sender(account, account), java.time.Instant.EPOCH).text("hello")
                    .direct(true).build());
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public ChannelProfile profile() {
            return ChannelProfile.builder(4_000, LengthUnit.UTF16).build();
        }

        @Override
        public void start(Inbox where) {
            inbox = where;
        }

        @Override
        public Receipt send(OutboundMessage message) {
            ids.add(message.id());
            begun.countDown();
            if (message.address().chat().equals("slow")) {
                try {
                    hang.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            sent.add(message.part().plainText());
            return new Receipt("x-" + sent.size());
        }

        @Override
        public void stop() {}
    }

    private static final class InboxBeforeStart implements Inbox {

        @Override
        public Taken receive(dev.telecoder.api.channel.InboundMessage message) {
            throw new IllegalStateException("not started");
        }

        @Override
        public void report(Health health) {}
    }
}
