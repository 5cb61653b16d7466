package dev.telecoder.plugin.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telecoder.api.channel.Attachment;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.OutboundMessage.Choice;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.FakeWhatsApp;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import dev.telecoder.testkit.WhatsAppBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class WhatsAppChannelTest {

    private static final ChatAddress CHAT = new ChatAddress("whatsapp", "972987654321", null);

    private final FakeWhatsApp whatsApp = FakeWhatsApp.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final ManualClock clock = ManualClock.at(Instant.ofEpochSecond(1_697_043_300));
    private final WhatsAppChannel channel = channel("template", "news");

    private WhatsAppChannel channel(Object... more) {
        Object[] all = new Object[8 + more.length];
        Object[] base = {"access_token", FakeWhatsApp.TOKEN, "phone_number_id", FakeWhatsApp.NUMBER, "app_secret",
                FakeWhatsApp.SECRET, "api_url", whatsApp.url()};
        System.arraycopy(base, 0, all, 0, 8);
        System.arraycopy(more, 0, all, 8, more.length);
        return new WhatsAppChannel(TestContext.with(all).withClock(clock));
    }

    @BeforeEach
    void begin() {
        channel.start(inbox);
    }

    @AfterEach
    void end() {
        channel.stop();
        whatsApp.close();
    }

    private static TestOutboundMessage message(String markdown) {
        return TestOutboundMessage.of(CHAT, markdown).withPart(new WhatsAppFormat().render(markdown).getFirst());
    }

    private static Choice[] choices(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Choice("id" + i, "A rather long answer number " + i))
                .toArray(Choice[]::new);
    }

    @Test
    void asksWithButtonsAndWithAList() {
        channel.send(message("**May I?**").withChoices(choices(3)).withReplyTo("wamid.in"));
        channel.send(message("Which?").withChoices(choices(5)));
        channel.send(message("Any?").withChoices(choices(11)));

        JsonValue buttons = whatsApp.next().body();
        assertThat(buttons.get("interactive").get("type").text()).isEqualTo("button");
        assertThat(buttons.get("interactive").get("body").get("text").text()).isEqualTo("*May I?*");
        assertThat(buttons.get("interactive").get("action").get("buttons").items().getFirst().get("reply")
                .get("title").text()).isEqualTo("A rather long answe…");
        assertThat(buttons.get("context").get("message_id").text()).isEqualTo("wamid.in");
        assertThat(whatsApp.next().body().get("interactive").get("type").text()).isEqualTo("list");
        assertThat(whatsApp.next().body().get("type").text()).isEqualTo("text");
        assertThat(whatsApp.refused()).isEmpty();
    }

    @Test
    void asksBehindATextThatIsTooLongForAQuestion() {
        String id = channel.send(message("word ".repeat(500)).withChoices(choices(2))).messageId();

        assertThat(whatsApp.next().body().get("type").text()).isEqualTo("text");
        FakeWhatsApp.Sent asked = whatsApp.next();
        assertThat(asked.body().get("type").text()).isEqualTo("interactive");
        assertThat(asked.id()).isEqualTo(id);
    }

    @Test
    void takesTheTemplateWhereTextComesTooLate() {
        whatsApp.refuseNextText(131_047);
        channel.send(message("The build\n\nis **red**."));
        assertThat(whatsApp.next().body().get("template").toString()).contains("\"news\"", "The build is red.");

        channel.handle(Posted.signed(Posted.text("wamid.1", "hi")));
        channel.send(message("still open"));
        assertThat(whatsApp.next().body().get("type").text()).isEqualTo("text");
        clock.advance(Duration.ofHours(24));
        channel.send(message("closed"));
        assertThat(whatsApp.next().body().get("type").text()).isEqualTo("template");
    }

    @Test
    void knowsAfterARestartWhoWroteWhen(@TempDir Path data) {
        TestContext context = TestContext.with("access_token", FakeWhatsApp.TOKEN, "phone_number_id",
                FakeWhatsApp.NUMBER, "app_secret", FakeWhatsApp.SECRET, "api_url", whatsApp.url(), "template", "news")
                .withClock(clock).withDataDirectory(data);
        WhatsAppChannel before = new WhatsAppChannel(context);
        before.start(inbox);
        before.handle(Posted.signed(Posted.text("wamid.1", "hi")));
        before.stop();

        WhatsAppChannel after = new WhatsAppChannel(context);
        after.send(message("still open"));
        clock.advance(Duration.ofHours(24));
        after.send(message("closed"));

        assertThat(whatsApp.next().body().get("type").text()).isEqualTo("text");
        assertThat(whatsApp.next().body().get("type").text()).isEqualTo("template");
        assertThat(data.resolve("window.json")).content().contains("972987654321").doesNotContain("hi");
    }

    @Test
    void aBrokenFileOfWhoWroteWhenIsLearntAnew(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("window.json"), "{\"972987654321\":");
        WhatsAppChannel after = new WhatsAppChannel(TestContext.with("access_token", FakeWhatsApp.TOKEN,
                "phone_number_id", FakeWhatsApp.NUMBER, "app_secret", FakeWhatsApp.SECRET, "api_url", whatsApp.url(),
                "template", "news").withClock(clock).withDataDirectory(data));

        after.send(message("anybody there?"));

        assertThat(whatsApp.next().body().get("type").text()).isEqualTo("text");
    }

    @Test
    void saysItAgainByTemplateWhenItHearsLaterThatItWasTooLate() {
        String id = channel.send(message("red")).messageId();
        whatsApp.next();
        String failed = Posted.value(value -> value.put("statuses", Posted.json("[{\"id\":\"" + id
                + "\",\"status\":\"failed\",\"errors\":[{\"code\":131047,\"title\":\"Re-engagement message\"}]}]")));

        channel.handle(Posted.signed(failed));
        channel.handle(Posted.signed(failed));

        assertThat(whatsApp.next().body().get("type").text()).isEqualTo("template");
        channel.send(message("next"));
        assertThat(whatsApp.next().body().get("text").get("body").text()).isEqualTo("next");
        assertThat(whatsApp.isQuiet()).isTrue();
    }

    @Test
    void saysWhichSettingIsMissingWhereTextComesTooLate() {
        WhatsAppChannel without = channel();
        whatsApp.refuseNextText(131_047);

        assertThatThrownBy(() -> without.send(message("red"))).hasMessageContaining("channels.whatsapp.template");
    }

    @Test
    void confirmsThatItReadAndShowsThatItWrites() {
        channel.handle(Posted.signed(Posted.text("wamid.1", "hi")));
        JsonValue read = whatsApp.nextReceipt();
        channel.typing(CHAT);

        assertThat(read.get("message_id").text()).isEqualTo("wamid.1");
        assertThat(whatsApp.nextReceipt().get("typing_indicator").get("type").text()).isEqualTo("text");
    }

    @Test
    void tellsWhoPressedTooLate() {
        inbox.refuse("7K3Q was already allowed by Anna.");
        channel.handle(Posted.signed(Posted.message(Posted.json("""
                {"context":{"from":"1122334455667","id":"wamid.q"},"id":"wamid.p","type":"interactive","interactive":
                {"type":"button_reply","button_reply":{"id":"deny","title":"Deny"}}}"""))));

        assertThat(WhatsAppBody.visible(whatsApp.next().body())).isEqualTo("7K3Q was already allowed by Anna.");
    }

    @Test
    void sendsPatchesAsTextFilesAndReacts() {
        channel.sendFile(CHAT, new Attachment("fix.patch", "text/x-diff", "--- a".getBytes(StandardCharsets.UTF_8)));
        channel.react(CHAT, "wamid.1", "👀");

        assertThat(whatsApp.next().body().get("document").get("filename").text()).isEqualTo("fix.patch");
        assertThat(whatsApp.next().body().get("reaction").get("emoji").text()).isEqualTo("👀");
        assertThat(whatsApp.requests()).anyMatch(request -> request.target().endsWith("/media")
                && request.body().contains("text/plain") && request.body().contains("--- a"));
    }

    @Test
    void theFakeRefusesWhatMetaRefuses() {
        for (String bad : List.of("{\"messaging_product\":\"whatsapp\",\"to\":\"1\",\"type\":\"text\",\"text\":{"
                + "\"body\":\"a\"}}", "{\"to\":\"1\"}",
                "{\"messaging_product\":\"whatsapp\",\"recipient_type\":"
                        + "\"individual\",\"to\":\"1\",\"type\":\"text\",\"text\":{\"body\":\"\"}}")) {
            assertThat(WhatsAppBody.complaint(Posted.json(bad))).as(bad).isPresent();
        }
    }
}
