package dev.telecoder.platform.gateway;

import static dev.telecoder.platform.gateway.GatewayBed.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Failure;
import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChannelProfile;
import dev.telecoder.api.channel.ChannelProfile.LengthUnit;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.channel.TypingIndicator;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.conversation.Conversation;
import dev.telecoder.platform.event.Event;
import dev.telecoder.platform.event.EventSubscription;
import dev.telecoder.platform.identity.Person;
import dev.telecoder.platform.identity.Role;
import dev.telecoder.testkit.InMemoryChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

    private static final Progress.Pace QUICK = new Progress.Pace(Duration.ofMillis(15), Duration.ofMillis(60),
            Duration.ofMillis(60), Duration.ofMillis(300), Duration.ofMillis(30));

    @TempDir Path home;
    private final InMemoryChannel chat = InMemoryChannel.named("chat");
    private @Nullable GatewayBed bed;
    private @Nullable Progress progress;

    @AfterEach
    void close() {
        progress().close();
        bed().close();
    }

    private GatewayBed bed() {
        if (bed == null) {
            throw new IllegalStateException("not open");
        }
        return bed;
    }

    private Progress progress() {
        if (progress == null) {
            throw new IllegalStateException("not open");
        }
        return progress;
    }

    private void open(Channel channel) {
        bed = GatewayBed.open(home, channel);
        GatewayBed now = bed();
        progress = new Progress(now.events, now.conversations, now.channels, now.json, QUICK);
        progress().start();
    }

    private ConversationMessage started() {
        bed().person("Anna", Role.DEVELOPER, "chat");
        chat.arrives("anna", "work");
        ConversationMessage given = bed().given();
        publish(given, Event.TURN_STARTED, JsonValue.object());
        return given;
    }

    private void publish(ConversationMessage given, String type, JsonValue.ObjectBuilder data) {
        bed().events.publish(type, given.conversation(), given.turn(), data.build().toString());
    }

    private void skill(ConversationMessage given, String run, String title) {
        publish(given, "skill.started",
                JsonValue.object().put("run", run).put("skill", "test.run").put("title", title));
    }

    private void finished(ConversationMessage given, String status) {
        publish(given, Event.TURN_FINISHED, JsonValue.object().put("status", status));
    }

    @Test
    void showsLongWorkInOneMessageThatIsEditedAndThenSummedUp() {
        open(chat);
        ConversationMessage given = started();
        skill(given, "r1", "code.search TODO");

        until(() -> chat.sent().size() == 1 && chat.sent().getFirst().text().contains("code.search TODO"));
        publish(given, "skill.finished", JsonValue.object().put("run", "r1").put("succeeded", true).put("ms", 5));
        skill(given, "r2", "test.run mvn `test`");
        publish(given, "skill.progress", JsonValue.object().put("run", "r2").put("line", "compiling\n@all"));
        until(() -> chat.sent().getFirst().text().contains("✓ `code.search TODO`"));
        until(() -> chat.sent().getFirst().text().contains("… `test.run mvn 'test'` `compiling @all`"));
        publish(given, "skill.finished", JsonValue.object().put("run", "r2").put("succeeded", false).put("ms", 5));
        bed().answer(given, "done");
        finished(given, "done");

        until(() -> chat.sent().getFirst().text().startsWith("Worked 0 s · 2 steps, 1 failed"));
        assertThat(chat.sent()).hasSize(2);
        assertThat(chat.sent().getLast().text()).isEqualTo("done");
        assertThat(bed().count("SELECT count(*) FROM outbox")).isEqualTo(1);
    }

    @Test
    void staysOutOfTheEventStream() throws Exception {
        open(chat);
        try (EventSubscription all = bed().events.subscribe(null)) {
            ConversationMessage given = started();
            skill(given, "r1", "code.search");
            until(() -> chat.sent().size() == 1);
            finished(given, "done");
            until(() -> chat.sent().getFirst().edits() > 0);

            List<String> types = new ArrayList<>();
            for (Event event = all.poll(Duration.ofMillis(50)); event != null; event =
                    all.poll(Duration.ofMillis(50))) {
                types.add(event.type());
            }
            assertThat(types).containsExactly("message.received", "turn.started", "skill.started", "turn.finished");
        }
    }

    @Test
    void saysNothingOfQuickWork() throws Exception {
        open(chat);
        ConversationMessage given = started();
        skill(given, "r1", "code.search");
        bed().answer(given, "done");
        finished(given, "done");
        ConversationMessage next = started2();
        skill(next, "r2", "code.search");

        until(() -> chat.sent().size() == 2);
        assertThat(chat.sent().getFirst().text()).isEqualTo("done");
        assertThat(chat.sent().getLast().message().id()).isEqualTo("progress-" + next.turn());
    }

    private ConversationMessage started2() {
        chat.arrives("anna", "more work");
        ConversationMessage given = bed().given();
        publish(given, Event.TURN_STARTED, JsonValue.object());
        return given;
    }

    @Test
    void keepsOneMessageWhenTheModelIsAskedAgain() {
        open(chat);
        ConversationMessage given = started();
        skill(given, "r1", "code.search");
        until(() -> chat.sent().size() == 1);

        publish(given, Event.TURN_STARTED, JsonValue.object().put("again", true));
        skill(given, "r2", "code.edit");

        until(() -> chat.sent().getFirst().text().contains("code.edit"));
        assertThat(chat.sent()).hasSize(1);
    }

    @Test
    void isQuietWhileAPersonIsAsked() {
        open(chat);
        ConversationMessage given = started();
        skill(given, "r1", "git.commit");
        until(() -> chat.sent().size() == 1);

        publish(given, "approval.requested", JsonValue.object());

        until(() -> chat.sent().getFirst().text().startsWith("**Waiting for an answer**"));
        publish(given, "approval.answered", JsonValue.object());
        until(() -> chat.sent().getFirst().text().startsWith("**Working**"));
    }

    @Test
    void aPlatformThatFailsDisturbsNothing() {
        open(chat);
        chat.failNext(1, Failure.REJECTED);
        ConversationMessage given = started();
        skill(given, "r1", "code.search");
        until(() -> {
            bed().answer(given, "a" + System.nanoTime(), "still here");
            return !chat.sent().isEmpty();
        });

        finished(given, "failed");

        assertThat(chat.sent()).extracting(InMemoryChannel.Sent::text).contains("still here");
    }

    @Test
    void leavesOurOwnClientsToTheEventStream() {
        open(chat);
        Person anna = bed().person("Anna", Role.DEVELOPER, "chat");
        Conversation web = bed().database.write(h -> bed().conversations.open(h, anna, "", "webchat"));
        bed().post(anna, web, "k", "work");
        ConversationMessage local = bed().given();
        publish(local, Event.TURN_STARTED, JsonValue.object());
        skill(local, "r1", "code.search");
        chat.arrives("anna", "work");
        ConversationMessage given = bed().given();
        publish(given, Event.TURN_STARTED, JsonValue.object());
        skill(given, "r2", "code.search");

        until(() -> !chat.sent().isEmpty());
        assertThat(chat.sent()).extracting(one -> one.message().id()).containsExactly("progress-" + given.turn());
    }

    @Test
    void showsOnlyThatItTypesWhereMessagesCannotBeEdited() {
        Typing typing = new Typing();
        open(typing);
        bed().person("Anna", Role.DEVELOPER, "typing");
        typing.inbox.get().receive(InboundMessage.builder("1", new ChatAddress("typing", "anna", null),
                new Sender("anna", "Anna"), Instant.EPOCH).text("work").direct(true).build());
        ConversationMessage given = bed().given();
        publish(given, Event.TURN_STARTED, JsonValue.object());
        skill(given, "r1", "code.search");

        until(() -> typing.typed.get() >= 3);
        assertThat(typing.sent.get()).isZero();
        publish(given, "approval.requested", JsonValue.object());
        finished(given, "stopped");
        until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("progress-")));
    }

    private static final class Typing implements Channel, TypingIndicator {

        private final AtomicReference<Inbox> inbox = new AtomicReference<>();
        private final AtomicInteger typed = new AtomicInteger();
        private final AtomicInteger sent = new AtomicInteger();

        @Override
        public String id() {
            return "typing";
        }

        @Override
        public ChannelProfile profile() {
            return ChannelProfile.builder(4_000, LengthUnit.UTF16).build();
        }

        @Override
        public void start(Inbox where) {
            inbox.set(where);
        }

        @Override
        public Receipt send(OutboundMessage message) {
            return new Receipt("x" + sent.incrementAndGet());
        }

        @Override
        public void typing(ChatAddress address) {
            typed.incrementAndGet();
        }

        @Override
        public void stop() {}
    }
}
