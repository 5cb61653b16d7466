package dev.telecoder.plugin.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.FakeSlackSocketMode;
import dev.telecoder.testkit.FakeSlackSocketMode.Sent;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class SlackChannelTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final FakeSlackSocketMode slack = FakeSlackSocketMode.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final TestContext context = TestContext.with("bot_token", FakeSlackSocketMode.BOT_TOKEN, "app_token",
            FakeSlackSocketMode.APP_TOKEN, "api_url", slack.url());
    private final SlackChannel channel = new SlackChannel(context);

    @AfterEach
    void end() {
        channel.stop();
        slack.close();
    }

    private static TestOutboundMessage message(String chat, String thread, String markdown) {
        return TestOutboundMessage.of(new ChatAddress("slack", chat, thread), markdown)
                .withPart(new SlackFormat().render(markdown).getFirst());
    }

    @Test
    void takesAMentionThatArrivesTwiceOnceAndAnswersInItsThread() {
        channel.start(inbox);

        String ts = slack.write("C1", "U7", "<@UBOT> fix it", null);
        InboundMessage mention = inbox.next(SOON);
        slack.write("C1", "U7", "and this", ts);
        InboundMessage more = inbox.next(SOON);
        slack.awaitAcknowledged(SOON);

        assertThat(inbox.messages()).hasSize(2);
        assertThat(mention.text()).isEqualTo("fix it");
        assertThat(mention.addressedToBot()).isTrue();
        assertThat(mention.address()).isEqualTo(new ChatAddress("slack", "C1", ts));
        assertThat(more.address()).isEqualTo(mention.address());
        assertThat(more.addressedToBot()).isFalse();
        channel.send(message("C1", ts, "done"));
        assertThat(slack.next(SOON).thread()).isEqualTo(ts);
    }

    @Test
    void leavesOutItselfBotsAndEdits() {
        channel.start(inbox);

        slack.write("D7", FakeSlackSocketMode.BOT_USER, "I", null);
        slack.event(JsonValue.object().put("type", "message").put("subtype", "message_changed").put("channel", "D7")
                .put("ts", "1.1").build());
        slack.event(JsonValue.object().put("type", "message").put("bot_id", "B9").put("user", "U9")
                .put("channel", "D7").put("ts", "1.2").put("text", "beep").build());
        slack.write("D7", "U7", "!stop", null);
        slack.write("D7", "U7", "!important", null);

        assertThat(inbox.next(SOON).text()).isEqualTo("/stop");
        assertThat(inbox.next(SOON).text()).isEqualTo("!important");
    }

    @Test
    void takesSlashCommands() {
        channel.start(inbox);

        slack.command("C1", "U7", "/telecoder", "approve 7K3Q");
        slack.command("C1", "U7", "/stop", "");
        slack.command("C1", "U7", "/telecoder", "fix the build");

        assertThat(List.of(inbox.next(SOON).text(), inbox.next(SOON).text(), inbox.next(SOON).text()))
                .containsExactly("/approve 7K3Q", "/stop", "fix the build");
        assertThat(inbox.messages()).allMatch(InboundMessage::addressedToBot);
    }

    @Test
    void asksWithButtonsIsEditedToTheOutcomeAndTellsALatePressPrivately() {
        channel.start(inbox);
        var receipt = channel.send(message("C1", "1.0", "**Approval needed** 7K3Q")
                .withChoices(new Choice("allow_once", "Allow once"), new Choice("deny", "Deny")));
        Sent asked = slack.next(SOON);

        slack.press(asked, "allow_once", "U7");
        InboundMessage press = inbox.next(SOON);
        channel.edit(receipt.messageId(), message("C1", "1.0", "7K3Q allowed by Anna"));
        inbox.refuse("7K3Q was already allowed by Anna.");
        slack.press(asked, "deny", "U8");

        assertThat(asked.body().get("blocks").at(1).get("elements").at(1).get("value").text()).isEqualTo("deny");
        assertThat(press.picked()).contains(new InboundMessage.Picked(receipt.messageId(), "allow_once"));
        assertThat(press.address().thread()).isEqualTo("1.0");
        Sent outcome = slack.next(SOON);
        assertThat(outcome.body().get("blocks").items()).isEmpty();
        assertThat(outcome.body().get("text").text()).isEqualTo("7K3Q allowed by Anna");
        JsonValue told = slack.nextCall("chat.postEphemeral", SOON).arguments();
        assertThat(told.get("user").text()).isEqualTo("U8");
        assertThat(told.get("text").text()).isEqualTo("7K3Q was already allowed by Anna.");
    }

    @Test
    void exchangesFiles() {
        String url = slack.file("build.log", "line one");
        channel.start(inbox);

        slack.event(JsonValue.object().put("type", "message").put("subtype", "file_share").put("channel", "D7")
                .put("user", "U7").put("ts", "1.2").put("text", "look").put("files", List.of(
                        JsonValue.object().put("name", "build.log").put("url_private", url).build(),
                        JsonValue.object().put("name", "evil").put("url_private", "http://127.0.0.1:9/x").build()))
                .build());
        channel.sendFile(new ChatAddress("slack", "C1", "1.0"),
                new Attachment("fix.patch", "text/x-diff", "--- a".getBytes(StandardCharsets.UTF_8)));

        InboundMessage arrived = inbox.next(SOON);
        assertThat(arrived.attachments()).singleElement().satisfies(file -> {
            assertThat(file.mediaType()).isEqualTo("text/plain");
            assertThat(new String(file.bytes(), StandardCharsets.UTF_8)).isEqualTo("line one");
        });
        assertThat(arrived.text()).contains("evil could not be fetched").contains("does not get the token");
        assertThat(slack.nextCall("upload", SOON).arguments().get("body").text()).isEqualTo("--- a");
        assertThat(slack.nextCall("files.completeUploadExternal", SOON).arguments().get("thread_ts").text())
                .isEqualTo("1.0");
    }

    @Test
    void opensTheNextConnectionBeforeTheOldOneEnds() {
        channel.start(inbox);

        slack.warn();
        slack.awaitConnections(2, SOON);
        slack.write("D7", "U7", "hello", null);

        assertThat(inbox.next(SOON).text()).isEqualTo("hello");
        assertThat(inbox.reports()).noneMatch(health -> !health.up());
    }

    @Test
    void aConnectionThatHasGoneSilentIsDownWithinTwoMinutes() {
        ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T10:00:00Z"));
        SlackChannel watched = new SlackChannel(context.withClock(clock));
        watched.start(inbox);
        slack.silence();
        slack.write("D7", "U7", "anybody there?", null);

        clock.advance(Duration.ofSeconds(119));

        assertThat(inbox.nextReport(false, SOON).detail()).contains("2026-11-22T10:00:00Z");
        inbox.nextReport(true, SOON);
        assertThat(inbox.next(SOON).text()).isEqualTo("anybody there?");
        watched.stop();
    }

    @Test
    void aConnectionThatIsHeardIsKeptHoweverTheClockMoves() {
        ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T10:00:00Z"));
        SlackChannel watched = new SlackChannel(context.withClock(clock));
        watched.start(inbox);

        for (int minute = 0; minute < 3; minute++) {
            clock.advance(Duration.ofSeconds(50));
            slack.write("D7", "U7", "minute " + minute, null);
            assertThat(inbox.next(SOON).text()).isEqualTo("minute " + minute);
        }

        assertThatThrownBy(() -> inbox.nextReport(false, Duration.ofMillis(1_500))).isInstanceOf(AssertionError.class);
        assertThat(slack.connections()).isEqualTo(1);
        watched.stop();
    }

    @Test
    void theFakeRefusesOneBadCallOfEachMethod() {
        WebApi api = new WebApi(context.http(), context.json(), context.config(SlackConfig.class));
        List<String> methods = List.of("auth.test", "users.info", "chat.postMessage", "chat.update",
                "chat.postEphemeral", "files.getUploadURLExternal", "files.completeUploadExternal", "no.such");

        for (String method : methods) {
            assertThatThrownBy(() -> api.call(method, JsonValue.object().put("surprise", "1").build()))
                    .isInstanceOf(PluginException.class).hasMessageContaining(method);
        }
        assertThatThrownBy(() -> api.call("chat.postMessage", JsonValue.object().put("channel", "C1")
                .put("text", "<!here> a").build())).hasMessageContaining("no link");

        assertThat(slack.refused()).hasSize(methods.size() + 1);
    }

    /** Small here; {@code -Dtelecoder.soak=10000} makes it the long one. */
    @Test
    @Timeout(600)
    void losesAndDoublesNothingThroughDisconnectsLimitsAndRepeats() {
        int count = Integer.getInteger("telecoder.soak", 300);
        channel.start(inbox);

        for (int i = 0; i < count; i++) {
            slack.write(i % 2 == 0 ? "D" + i % 20 : "C" + i % 20, "U" + i % 20, "<@UBOT> m" + i, null);
            if (i % 20 == 0) {
                slack.deliverAgain();
            }
            if (i % 100 == 50) {
                slack.cut();
                inbox.nextReport(false, SOON);
                slack.restore();
                inbox.nextReport(true, SOON);
            }
            if (i % 20 == 3) {
                slack.limit(Duration.ofSeconds(1));
            }
        }
        int limited = 0;
        for (int i = 0; i < count; i++) {
            InboundMessage arrived = inbox.next(SOON);
            var answer = message(arrived.address().chat(), arrived.address().thread(), "re " + arrived.text());
            for (boolean sent = false; !sent;) {
                try {
                    channel.send(answer);
                    sent = true;
                } catch (PluginException tooFast) {
                    assertThat(tooFast.retryAfter()).contains(Duration.ofSeconds(1));
                    limited++;
                }
            }
        }
        slack.awaitAcknowledged(SOON);

        Set<String> wanted = inbox.messages().stream()
                .map(m -> m.address().chat() + m.address().thread() + " re " + m.text()).collect(Collectors.toSet());
        assertThat(inbox.messages()).hasSize(count);
        assertThat(limited).isEqualTo((count + 16) / 20);
        assertThat(slack.sent()).hasSize(count).extracting(s -> s.channel() + s.thread() + " "
                + s.body().get("text").text()).containsExactlyInAnyOrderElementsOf(wanted);
    }
}
