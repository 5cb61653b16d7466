package dev.telecoder.plugin.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.FakeTelegram;
import dev.telecoder.testkit.FakeTelegram.Sent;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class TelegramChannelTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final JsonValue FORUM =
            JsonValue.object().put("id", -100).put("type", "supergroup").put("is_forum", true).build();

    private final FakeTelegram telegram = FakeTelegram.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final TelegramChannel channel =
            new TelegramChannel(TestContext.with("bot_token", FakeTelegram.TOKEN, "api_url", telegram.url()));

    @AfterEach
    void end() {
        channel.stop();
        telegram.close();
    }

    private static TestOutboundMessage message(String chat, String thread, String markdown) {
        return TestOutboundMessage.of(new ChatAddress("telegram", chat, thread), markdown)
                .withPart(new TelegramFormat().render(markdown).getFirst());
    }

    @Test
    void hearsInAGroupWhetherItWasMeantAndLeavesItsNameOut() {
        channel.start(inbox);

        telegram.deliver(-100, FORUM, 7, "Anna", JsonValue.object().put("text", "hi all"));
        telegram.deliver(-100, FORUM, 7, "Anna", JsonValue.object().put("text", "🦞 @telecoder_bot fix it")
                .put("message_thread_id", 5).put("is_topic_message", true)
                .put("entities", List.of(JsonValue.object().put("type", "mention").put("offset", 3).put("length", 14)
                        .build())));
        telegram.deliver(-100, FORUM, 7, "Anna", JsonValue.object().put("text", "/status@telecoder_bot now")
                .put("entities", List.of(JsonValue.object().put("type", "bot_command").put("offset", 0)
                        .put("length", 21).build())));
        telegram.deliver(-100, FORUM, 7, "Anna", JsonValue.object().put("text", "/status@other_bot")
                .put("entities", List.of(JsonValue.object().put("type", "bot_command").put("offset", 0)
                        .put("length", 17).build())));

        InboundMessage all = inbox.next(SOON);
        InboundMessage topic = inbox.next(SOON);
        InboundMessage command = inbox.next(SOON);
        InboundMessage other = inbox.next(SOON);
        assertThat(all.addressedToBot()).isFalse();
        assertThat(all.direct()).isFalse();
        assertThat(topic.addressedToBot()).isTrue();
        assertThat(topic.address()).isEqualTo(new ChatAddress("telegram", "-100", "5"));
        assertThat(topic.text()).isEqualTo("🦞  fix it");
        assertThat(command.text()).isEqualTo("/status now");
        assertThat(command.addressedToBot()).isTrue();
        assertThat(other.addressedToBot()).isFalse();
    }

    @Test
    void answersInTheTopicAsAReplyAndEdits() {
        channel.start(inbox);

        var receipt = channel.send(message("-100", "5", "**working**").withReplyTo("-100/3"));
        channel.edit(receipt.messageId(), message("-100", "5", "done"));
        channel.edit(receipt.messageId(), message("-100", "5", "done"));

        Sent sent = telegram.next(SOON);
        assertThat(sent.thread()).isEqualTo("5");
        assertThat(sent.body().get("text").text()).isEqualTo("<b>working</b>");
        assertThat(sent.body().get("reply_parameters").get("message_id").asInt(0)).isEqualTo(3);
        assertThat(telegram.next(SOON).body().get("text").text()).isEqualTo("done");
        assertThat(telegram.refused()).containsExactly("editMessageText: message is not modified");
    }

    @Test
    void asksWithButtonsAndTellsALatePressPrivately() {
        channel.start(inbox);
        var receipt = channel.send(message("7", null, "**Approval needed**").withChoices(
                new Choice("allow_once", "Allow once"), new Choice("deny", "Deny")));
        Sent asked = telegram.next(SOON);

        telegram.press(asked, "allow_once", 7, "Anna");
        InboundMessage press = inbox.next(SOON);
        inbox.refuse("7K3Q was already allowed by Anna.");
        telegram.press(asked, "deny", 8, "Bert");

        assertThat(asked.body().get("reply_markup").get("inline_keyboard").at(0).at(1).get("text").text())
                .isEqualTo("Deny");
        assertThat(press.picked()).contains(new InboundMessage.Picked(receipt.messageId(), "allow_once"));
        assertThat(press.sender().id()).isEqualTo("7");
        assertThat(telegram.nextCall("answerCallbackQuery", SOON).parameters().get("text").isNull()).isTrue();
        JsonValue late = telegram.nextCall("answerCallbackQuery", SOON).parameters();
        assertThat(late.get("text").text()).isEqualTo("7K3Q was already allowed by Anna.");
        assertThat(late.get("show_alert").asBoolean(false)).isTrue();
    }

    @Test
    void takesPhotosDocumentsAndVoiceNotesAsFilesOfTheirContent() {
        telegram.file("p2", "\u0089PNG\r\n...");
        telegram.file("d", "line one\nline two");
        telegram.file("v", "OggS...");
        JsonValue chat = JsonValue.object().put("id", 7).put("type", "private").build();
        channel.start(inbox);

        telegram.deliver(7, chat, 7, "Anna", JsonValue.object().put("caption", "look").put("document",
                JsonValue.object().put("file_id", "d").put("file_name", "build.log").put("mime_type", "image/png")
                        .build()));
        telegram.deliver(7, chat, 7, "Anna", JsonValue.object().put("voice",
                JsonValue.object().put("file_id", "v").build()));
        telegram.deliver(7, chat, 7, "Anna", JsonValue.object().put("text", "x").put("document",
                JsonValue.object().put("file_id", "gone").put("file_name", "a.bin").build()));

        InboundMessage document = inbox.next(SOON);
        InboundMessage voice = inbox.next(SOON);
        assertThat(document.text()).isEqualTo("look");
        assertThat(document.attachments()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("build.log");
            assertThat(file.mediaType()).isEqualTo("text/plain");
            assertThat(new String(file.bytes(), StandardCharsets.UTF_8)).isEqualTo("line one\nline two");
        });
        assertThat(voice.attachments()).extracting(Attachment::mediaType).containsExactly("audio/ogg");
        assertThat(inbox.next(SOON).text()).startsWith("x\n[file a.bin could not be fetched");
    }

    @Test
    void sendsFilesActionsReactionsAndRegistersItsCommands() {
        channel.start(inbox);

        channel.sendFile(new ChatAddress("telegram", "7", null),
                new Attachment("fix.patch", "text/x-diff", "--- a\n+++ b".getBytes(StandardCharsets.UTF_8)));
        channel.typing(new ChatAddress("telegram", "-100", "5"));
        channel.react(new ChatAddress("telegram", "7", null), "7/1", "👀");

        assertThat(telegram.nextCall("setMyCommands", SOON).parameters().get("commands").toString())
                .contains("\"approve\"", "\"stop\"");
        assertThat(telegram.nextCall("sendDocument", SOON).parameters().get("document").text())
                .isEqualTo("--- a\n+++ b");
        assertThat(telegram.nextCall("sendChatAction", SOON).parameters().get("message_thread_id").asInt(0))
                .isEqualTo(5);
        assertThat(telegram.nextCall("setMessageReaction", SOON).parameters().toString()).contains("👀");
        assertThat(telegram.refused()).isEmpty();
    }

    @Test
    void confirmsAnUpdateOnlyWhenTheInboxHasIt() {
        AtomicInteger tries = new AtomicInteger();
        Inbox failing = new Inbox() {
            @Override
            public Taken receive(InboundMessage message) {
                if (tries.incrementAndGet() == 1) {
                    throw new IllegalStateException("the disk is full");
                }
                return inbox.receive(message);
            }

            @Override
            public void report(Health health) {
                inbox.report(health);
            }
        };
        telegram.write(7, "Anna", "one");

        channel.start(failing);

        assertThat(inbox.next(SOON).text()).isEqualTo("one");
        assertThat(tries.get()).isEqualTo(2);
        telegram.write(7, "Anna", "two");
        assertThat(inbox.next(SOON).text()).isEqualTo("two");
    }

    @Test
    void isDownWhenNoQuestionForUpdatesCompletes() {
        ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T10:00:00Z"));
        TelegramChannel watched = new TelegramChannel(TestContext
                .with("bot_token", FakeTelegram.TOKEN, "api_url", telegram.url()).withClock(clock));
        watched.start(inbox);

        telegram.nextCall("deleteWebhook", SOON);
        clock.advance(Duration.ofMinutes(2));

        assertThat(inbox.nextReport(false, SOON).detail()).contains("answered nothing");
        watched.stop();
    }

    @Test
    void sendsAMessageWithoutMarksWhereTelegramCannotReadThem() {
        channel.start(inbox);

        channel.send(TestOutboundMessage.of(new ChatAddress("telegram", "7", null), "a < b")
                .withPart(new dev.telecoder.api.channel.MessageFormat.Part(
                        JsonValue.object().put("text", "a < b").put("parse_mode", "HTML").build(), "a < b")));

        assertThat(telegram.next(SOON).body().get("parse_mode").isNull()).isTrue();
    }

    @Test
    void theFakeRefusesOneBadCallOfEachMethod() {
        BotApi api = new BotApi(TestContext.with().http(), TestContext.with().json(), TestContext
                .with("bot_token", FakeTelegram.TOKEN, "api_url", telegram.url()).config(TelegramConfig.class));
        List<String> methods = List.of("getUpdates", "deleteWebhook", "setMyCommands", "sendMessage",
                "editMessageText", "sendChatAction", "sendDocument", "setMessageReaction", "answerCallbackQuery",
                "getFile", "getMe", "noSuchMethod");

        for (String method : methods) {
            assertThatThrownBy(() -> api.call(method, JsonValue.object().put("surprise", 1).build()))
                    .isInstanceOf(PluginException.class).hasMessageContaining(method);
        }
        assertThatThrownBy(() -> api.call("sendMessage", JsonValue.object().put("chat_id", 1).put("text", "<b>a")
                .put("parse_mode", "HTML").build())).hasMessageContaining("can't parse entities");

        assertThat(telegram.refused()).hasSize(methods.size() + 1);
    }

    /** Small here; {@code -Dtelecoder.soak=10000} makes it the long one. */
    @Test
    @Timeout(600)
    void losesAndDoublesNothingThroughDisconnectsLimitsAndRepeats() {
        int count = Integer.getInteger("telecoder.soak", 300);
        channel.start(inbox);

        for (int i = 0; i < count; i++) {
            telegram.write(100 + i % 20, "P" + i % 20, "m" + i);
            if (i % 20 == 0) {
                telegram.repeat();
            }
            if (i % 100 == 50) {
                telegram.cut();
                inbox.nextReport(false, SOON);
                telegram.restore();
                inbox.nextReport(true, SOON);
            }
            if (i % 20 == 3) {
                telegram.limit(Duration.ofSeconds(1));
            }
        }
        int limited = 0;
        for (int i = 0; i < count; i++) {
            InboundMessage arrived = inbox.next(SOON);
            var answer = message(arrived.address().chat(), null, "re " + arrived.text());
            try {
                channel.send(answer);
            } catch (PluginException tooFast) {
                assertThat(tooFast.retryAfter()).contains(Duration.ofSeconds(1));
                limited++;
                while (true) {
                    try {
                        channel.send(answer);
                        break;
                    } catch (PluginException again) {
                        limited++;
                    }
                }
            }
        }

        Set<String> wanted = inbox.messages().stream().map(m -> m.address().chat() + " re " + m.text())
                .collect(Collectors.toSet());
        assertThat(inbox.messages()).hasSize(count);
        assertThat(limited).isEqualTo((count + 16) / 20);
        assertThat(telegram.sent()).hasSize(count).extracting(s -> s.chat() + " " + s.body().get("text").text())
                .containsExactlyInAnyOrderElementsOf(wanted);
    }
}
