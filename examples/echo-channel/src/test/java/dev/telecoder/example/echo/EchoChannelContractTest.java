package dev.telecoder.example.echo;

import dev.telecoder.api.channel.Channel;
import dev.telecoder.api.channel.ChatAddress;
import dev.telecoder.api.channel.Sender;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.testkit.ChannelContract;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EchoChannelContractTest extends ChannelContract {

    private static final String SECRET = "open sesame";

    @TempDir Path folder;

    private FileAndPost platform;

    @BeforeEach
    void begin() {
        platform = new FileAndPost(folder.resolve("answers.jsonl"));
    }

    @Override
    protected Channel channel() {
        return platform.channel;
    }

    @Override
    protected Platform platform() {
        return platform;
    }

    /** Who writes posts to the webhook, who reads looks into the file. */
    private static final class FileAndPost implements Platform {

        private final Path file;
        private final EchoChannel channel;
        private int written;
        private int read;

        private FileAndPost(Path file) {
            this.file = file;
            this.channel = new EchoChannel(TestContext.with("secret", SECRET, "file", file.toString()));
        }

        @Override
        public ChatAddress chat() {
            return new ChatAddress("echo", "c1", null);
        }

        @Override
        public Sender person() {
            return new Sender("anna", "Anna");
        }

        @Override
        public String write(String text) {
            String id = "m" + ++written;
            channel.handle(TestWebhookRequest
                    .post(JsonValue.object().put("id", id).put("chat", "c1").put("sender", "anna")
                            .put("name", "Anna").put("text", text).build().toString())
                    .withHeader("X-Echo-Secret", SECRET));
            return id;
        }

        @Override
        public Delivered delivered(Duration limit) {
            try {
                // It is there when send returns, so there is nothing to wait for.
                JsonValue line = TestContext.with().json().parse(Files.readAllLines(file).get(read++));
                return new Delivered(line.get("id").text(), new ChatAddress("echo", line.get("chat").text(), null),
                        line.get("text").text());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean refuses() {
            return false;
        }

        @Override
        public void refuseCredentials() {
            // A file has no credentials.
        }

        @Override
        public void limit(Duration delay) {
            // A file is never too fast.
        }

        @Override
        public boolean holdsConnection() {
            return false;
        }

        @Override
        public void loseConnection() {
            // There is none.
        }

        @Override
        public void restoreConnection() {
            // There is none.
        }

        @Override
        public List<String> secrets() {
            return List.of(SECRET);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
