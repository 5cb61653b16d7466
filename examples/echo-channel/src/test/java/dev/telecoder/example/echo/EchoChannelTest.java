package dev.telecoder.example.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.health.HealthCheck.Finding;
import dev.telecoder.api.health.HealthCheck.State;
import dev.telecoder.api.http.WebhookHandler.Request;
import dev.telecoder.testkit.RecordingInbox;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestOutboundMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EchoChannelTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir Path folder;

    private final RecordingInbox inbox = new RecordingInbox();
    private EchoChannel channel;

    @BeforeEach
    void start() {
        channel = new EchoChannel(
                TestContext.with("secret", "open sesame", "file", folder.resolve("answers.jsonl").toString()));
        channel.start(inbox);
    }

    @Test
    void handsAPostedMessageToTheInbox() {
        var response = channel.handle(post("open sesame", """
                {"id": "m1", "chat": "c1", "sender": "anna", "name": "Anna", "text": "hi 🎉"}"""));

        var message = inbox.next(SOON);
        assertThat(response.status()).isEqualTo(202);
        assertThat(message.text()).isEqualTo("hi 🎉");
        assertThat(message.address()).isEqualTo(new ChatAddress("echo", "c1", null));
        assertThat(message.direct()).isTrue();
    }

    @Test
    void bringsBackTheButtonThatWasPressed() {
        channel.handle(post("open sesame", """
                {"id": "m2", "chat": "c1", "sender": "anna", "picked": "o1", "choice": "deny"}"""));

        assertThat(inbox.next(SOON).picked()).hasValueSatisfying(pick -> {
            assertThat(pick.messageId()).isEqualTo("o1");
            assertThat(pick.choiceId()).isEqualTo("deny");
        });
    }

    @Test
    void refusesAWrongSecretAndGarbage() {
        assertThat(channel.handle(post("open barley", "{}")).status()).isEqualTo(401);
        assertThat(channel.handle(post("open sesame", "{not json")).status()).isEqualTo(400);
        assertThat(channel.handle(post("open sesame", "{\"text\": \"from nobody\"}")).status()).isEqualTo(400);
        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void appendsEachAnswerAsALine() throws IOException {
        var address = new ChatAddress("echo", "c1", null);

        channel.send(TestOutboundMessage.of(address, "one\ntwo"));
        channel.send(TestOutboundMessage.of(address, "three"));

        assertThat(Files.readAllLines(folder.resolve("answers.jsonl"))).hasSize(2)
                .first().asString().contains("\"chat\":\"c1\"").contains("one\\ntwo");
    }

    @Test
    void tellsTheDoctorWhetherItsFileCanBeWritten() {
        var nowhere = new EchoChannel(TestContext.with("secret", "open sesame", "file",
                folder.resolve("none/answers.jsonl").toString()));

        assertThat(channel.check(() -> false)).extracting(Finding::state).containsExactly(State.OK);
        assertThat(nowhere.check(() -> false)).extracting(Finding::state).containsExactly(State.FAIL);
    }

    @Test
    void takesNothingAfterItStopped() {
        channel.stop();

        assertThat(channel.handle(post("open sesame", "{}")).status()).isEqualTo(503);
    }

    private static Request post(String secret, String body) {
        return new Request() {
            @Override
            public String method() {
                return "POST";
            }

            @Override
            public Optional<String> header(String name) {
                return name.equalsIgnoreCase("X-Echo-Secret") ? Optional.of(secret) : Optional.empty();
            }

            @Override
            public Optional<String> query(String name) {
                return Optional.empty();
            }

            @Override
            public byte[] body() {
                return body.getBytes(StandardCharsets.UTF_8);
            }
        };
    }
}
