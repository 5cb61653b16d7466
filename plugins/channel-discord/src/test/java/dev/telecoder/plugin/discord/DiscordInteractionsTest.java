package dev.telecoder.plugin.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.http.WebhookHandler.Response;
import dev.telecoder.testkit.FakeDiscord;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscordInteractionsTest extends WebhookHandlerContract {

    private final FakeDiscord discord = FakeDiscord.start();
    private final RecordingInbox inbox = new RecordingInbox();
    private final KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    private final DiscordChannel channel =
            new DiscordChannel(TestContext.with("bot_token", FakeDiscord.TOKEN, "api_url",
                    discord.url(), "public_key", HexFormat.of().formatHex(keys.getPublic().getEncoded(), 12, 44)));

    DiscordInteractionsTest() throws GeneralSecurityException {}

    @BeforeEach
    void begin() {
        channel.start(inbox);
    }

    @AfterEach
    void end() {
        channel.stop();
        discord.close();
    }

    @Override
    protected WebhookHandler handler() {
        return channel;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"id":"31","token":"itoken","type":2,"channel_id":"500","guild_id":"1","member":{"nick":"Anna",
                "user":{"id":"7","username":"anna"}},"data":{"name":"status"}}""");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update("1700000000".getBytes(StandardCharsets.UTF_8));
            signature.update(request.body());
            return request.withHeader("X-Signature-Timestamp", "1700000000").withHeader("X-Signature-Ed25519",
                    HexFormat.of().formatHex(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected int effects() {
        return inbox.messages().size();
    }

    @Test
    void answersThePing() {
        Response answer = channel.handle(signed(TestWebhookRequest.post("{\"type\":1}")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"type\":1}");
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
    }

    @Test
    void takesACommandOfAMember() {
        channel.handle(signed(delivery()));

        assertThat(inbox.messages()).singleElement().satisfies(message -> {
            assertThat(message.text()).isEqualTo("/status");
            assertThat(message.sender().name()).isEqualTo("Anna");
            assertThat(message.direct()).isFalse();
        });
    }

    @Test
    void tellsALatePressPrivately() {
        inbox.refuse("7K3Q expired. Ask again if you still want it.");

        Response answer = channel.handle(signed(TestWebhookRequest.post("""
                {"id":"32","token":"itoken","type":3,"channel_id":"500","user":{"id":"7","username":"anna"},
                "message":{"id":"9"},"data":{"custom_id":"deny","component_type":2}}""")));

        assertThat(answer.body()).contains("7K3Q expired.", "\"flags\":64", "\"type\":4");
    }
}
