package dev.telecoder.plugin.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.PluginException;
import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.InboundMessage;
import dev.telecoder.api.channel.Inbox;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.FakeDiscord;
import dev.telecoder.testkit.FakeDiscord.Sent;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(240)
class DiscordChannelTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final FakeDiscord discord = FakeDiscord.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final TestContext context = TestContext.with("bot_token", FakeDiscord.TOKEN, "api_url", discord.url(),
            "application_id", "77");
    private final DiscordChannel channel = new DiscordChannel(context);

    @AfterEach
    void end() {
        channel.stop();
        discord.close();
    }

    private static TestOutboundMessage message(String chat, String thread, String markdown) {
        return TestOutboundMessage.of(new ChatAddress("discord", chat, thread), markdown)
                .withPart(new DiscordFormat().render(markdown).getFirst());
    }

    private static JsonValue.ObjectBuilder mentions(String id, String name) {
        return JsonValue.object().put("mentions",
                List.of(JsonValue.object().put("id", id).put("username", name).build()));
    }

    @Test
    void hearsMentionsAndThreads() {
        discord.thread("900", "500");
        channel.start(inbox);

        discord.write("500", "1", "7", "Anna", "hi all", JsonValue.object());
        discord.write("900", "1", "7", "Anna", "<@42> ask <@!8>, please", mentions("42", "telecoder"));
        discord.write("500", "1", "7", "Anna", "<@8> <:lobster:123>", mentions("8", "bert"));
        discord.write("500", "1", "42", "telecoder", "me", JsonValue.object());

        InboundMessage all = inbox.next(SOON);
        InboundMessage thread = inbox.next(SOON);
        InboundMessage other = inbox.next(SOON);
        assertThat(all.addressedToBot()).isFalse();
        assertThat(thread.addressedToBot()).isTrue();
        assertThat(thread.address()).isEqualTo(new ChatAddress("discord", "500", "900"));
        assertThat(thread.text()).isEqualTo("ask <@!8>, please");
        assertThat(other.text()).isEqualTo("@bert :lobster:");
        assertThat(other.addressedToBot()).isFalse();
        channel.send(message("500", "900", "done").withReplyTo(thread.id()));
        Sent sent = discord.next(SOON);
        assertThat(sent.channel()).isEqualTo("900");
        assertThat(sent.body().get("message_reference").get("message_id").text())
                .isEqualTo(thread.id().substring(4));
    }

    @Test
    void takesAMessageOnlyWhenItKnowsTheThreadItBelongsTo() {
        discord.thread("900", "500");
        discord.failOnce();
        channel.start(inbox);

        discord.write("900", "1", "7", "Anna", "hi", JsonValue.object());

        assertThat(inbox.next(SOON).address()).isEqualTo(new ChatAddress("discord", "500", "900"));
        assertThat(discord.resumed()).isEqualTo(1);
    }

    @Test
    void sendsAgainWithoutDoubling() {
        channel.start(inbox);

        var first = channel.send(message("500", null, "once"));
        var second = channel.send(message("500", null, "once"));

        assertThat(second).isEqualTo(first);
        assertThat(discord.sent()).hasSize(1);
    }

    @Test
    void asksWithButtonsIsEditedToTheOutcomeAndTellsALatePressPrivately() {
        channel.start(inbox);
        var receipt = channel.send(message("500", null, "**Approval needed** 7K3Q")
                .withChoices(new Choice("allow_once", "Allow once"), new Choice("deny", "Deny")));
        Sent asked = discord.next(SOON);

        discord.press(asked, "allow_once", "7", "1");
        InboundMessage press = inbox.next(SOON);
        String taken = discord.nextCall("POST /api/v10/interactions/", SOON).body();
        channel.edit(receipt.messageId(), message("500", null, "7K3Q allowed by Anna"));
        inbox.refuse("7K3Q was already allowed by Anna.");
        discord.press(asked, "deny", "8", "1");

        assertThat(asked.body().get("components").at(0).get("components").at(1).get("label").text()).isEqualTo("Deny");
        assertThat(press.picked()).contains(new InboundMessage.Picked(receipt.messageId(), "allow_once"));
        assertThat(taken).isEqualTo("{\"type\":6}");
        Sent outcome = discord.next(SOON);
        assertThat(outcome.body().get("components").items()).isEmpty();
        assertThat(discord.nextCall("POST /api/v10/interactions/", SOON).body())
                .contains("7K3Q was already allowed by Anna.", "\"flags\":64");
    }

    @Test
    void registersAndTakesSlashCommands() {
        channel.start(inbox);

        discord.event("INTERACTION_CREATE", context.json().parse("""
                {"id":"31","token":"itoken","type":2,"channel_id":"500","user":{"id":"7","username":"anna"},
                "data":{"name":"approve","options":[{"name":"argument","type":3,"value":"7K3Q always"}]}}"""));

        assertThat(discord.nextCall("PUT /api/v10/applications/77/commands", SOON).body()).contains("\"approve\"");
        InboundMessage command = inbox.next(SOON);
        assertThat(command.text()).isEqualTo("/approve 7K3Q always");
        assertThat(command.direct()).isTrue();
        assertThat(discord.nextCall("POST /api/v10/interactions/31/itoken/callback", SOON).body())
                .contains("\"flags\":64");
    }

    @Test
    void exchangesFilesAndShowsThatItWorks() {
        channel.start(inbox);

        discord.write("500", null, "7", "Anna", "look", JsonValue.object().put("attachments", List.of(JsonValue.object()
                .put("filename", "build.log").put("url", discord.url().resolve("/cdn/build.log").toString()).build())));
        channel.sendFile(new ChatAddress("discord", "500", null),
                new Attachment("fix.patch", "text/x-diff", "--- a".getBytes(StandardCharsets.UTF_8)));
        channel.typing(new ChatAddress("discord", "500", "900"));

        assertThat(inbox.next(SOON).attachments()).singleElement().satisfies(file -> {
            assertThat(file.mediaType()).isEqualTo("text/plain");
            assertThat(new String(file.bytes(), StandardCharsets.UTF_8)).isEqualTo("line one");
        });
        assertThat(discord.next(SOON).body().get("file").text()).contains("name=\"payload_json\"", "--- a");
        discord.nextCall("POST /api/v10/channels/900/typing", SOON);
        assertThat(discord.refused()).isEmpty();
    }

    /** One bad call of each method that the plugin uses. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "POST | /channels/500/messages | {'content':'hi','allowed_mentions':{'parse':[]},'colour':1}",
            "POST | /channels/500/messages | {'content':'','allowed_mentions':{'parse':[]}}",
            "POST | /channels/500/messages | {'content':'hi'}",
            "PATCH | /channels/500/messages/1 | {'content':'hi','nonce':'n','allowed_mentions':{'parse':[]}}",
            "POST | /channels/500/typing | {'content':'hi'}",
            "PUT | /channels/500/messages/1/reactions/%F0%9F%91%80/@me | {'emoji':1}",
            "PUT | /applications/77/commands | [{'name':'Bad Name','description':'d','type':1}]",
            "PUT | /applications/77/commands | {'name':'help'}",
            "POST | /interactions/31/itoken/callback | {'type':9}",
            "POST | /interactions/31/itoken/callback | {'type':4,'data':{'content':''}}",
            "GET | /users/@you | null", "GET | /gateway/human | null", "GET | /applications/@you | null",
            "GET | /channels/abc | null"})
    void theFakeRefusesOneBadCallOfEachMethod(String method, String path, String body) {
        RestApi api = new RestApi(context.http(), context.json(), context.config(DiscordConfig.class));
        JsonValue sent = context.json().parse(body.replace('\'', '"'));

        assertThatThrownBy(() -> api.call(method, path, sent instanceof JsonValue.JsonNull ? null : sent))
                .isInstanceOf(PluginException.class).hasMessageContaining(method);

        assertThat(discord.refused()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "POST | /channels/500/messages | {'content':'hi','allowed_mentions':{'parse':[]},'embeds':'none'}",
            "PATCH | /channels/500/messages/1 | {'content':'hi','allowed_mentions':{'parse':[]},'flags':'4'}",
            "PUT | /applications/77/commands | [{'name':'help','description':'d','type':'chat'}]",
            "POST | /interactions/31/itoken/callback | {'type':4,'data':{'content':'hi','flags':'64',"
                    + "'allowed_mentions':{'parse':[]}}}"})
    void theFakeRefusesWhatDiscordsOwnDescriptionDoesNotAllow(String method, String path, String body) {
        RestApi api = new RestApi(context.http(), context.json(), context.config(DiscordConfig.class));

        assertThatThrownBy(() -> api.call(method, path, context.json().parse(body.replace('\'', '"'))))
                .isInstanceOf(PluginException.class);

        assertThat(discord.refused()).singleElement().asString().contains("Invalid Form Body");
    }

    @Test
    void resumesAndMissesNothing() {
        channel.start(inbox);

        discord.cut();
        inbox.nextReport(false, SOON);
        discord.write("500", null, "7", "Anna", "while you were away", JsonValue.object());
        discord.restore();

        assertThat(inbox.next(SOON).text()).isEqualTo("while you were away");
        inbox.nextReport(true, SOON);
        discord.say("{\"op\":7,\"d\":null}");
        inbox.nextReport(false, SOON);
        inbox.nextReport(true, SOON);
        assertThat(discord.resumed()).isEqualTo(2);
        discord.say("{\"op\":9,\"d\":false}");
        inbox.nextReport(true, SOON);
        assertThat(discord.identified()).isEqualTo(2);
    }

    @Test
    void asksAgainForWhatTheInboxCouldNotStore() {
        AtomicInteger tries = new AtomicInteger();
        channel.start(new Inbox() {
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
        });

        discord.write("500", null, "7", "Anna", "one", JsonValue.object());

        assertThat(inbox.next(SOON).text()).isEqualTo("one");
        assertThat(tries.get()).isEqualTo(2);
    }

    @Test
    void aConnectionThatAnswersNoHeartbeatIsDownWithinTwoMinutes() {
        ManualClock clock = ManualClock.at(Instant.parse("2026-11-22T10:00:00Z"));
        DiscordChannel watched = new DiscordChannel(context.withClock(clock));
        watched.start(inbox);
        discord.deafen();

        clock.advance(Duration.ofSeconds(60));
        discord.nextHeartbeat(SOON);
        clock.advance(Duration.ofSeconds(59));

        assertThat(inbox.nextReport(false, SOON).detail()).contains("heartbeat");
        inbox.nextReport(true, SOON);
        watched.stop();
    }
}
