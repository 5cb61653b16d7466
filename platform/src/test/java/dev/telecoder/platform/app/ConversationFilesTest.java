package dev.telecoder.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.platform.config.HostJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationFilesTest {

    @TempDir private Path folder;

    @Test
    void takesAFileInAndWritesItOutAgain() throws IOException {
        Path file = lines(1_000);
        Path home = folder.resolve("home");

        Typed taken = Typed.in(home, "conversations", "import", file.toString(), "--json");
        Typed again = Typed.in(home, "conversations", "import", file.toString());
        Typed written = Typed.in(home, "conversations", "export", "-");

        assertThat(taken.exit()).isZero();
        assertThat(taken.out()).isEqualTo("{\"taken\":1000,\"known\":0,\"refused\":0}\n");
        assertThat(again.out()).isEqualTo("0 taken, 1000 known, 0 refused\n");
        assertThat(written.out()).isEqualTo(Files.readString(file));
    }

    @Test
    void worksThroughARunningHostTheSameWay() throws IOException {
        Path file = lines(1_000);
        Files.writeString(file, Files.readString(file) + "no line\n");
        Path home = folder.resolve("home");
        Path out = folder.resolve("out.jsonl");

        try (Serving serving = Serving.begin(new Home(home).prepare(), Map.of(), 0)) {
            Typed taken = Typed.in(home, "conversations", "import", file.toString(), "--json");
            Typed written = Typed.in(home, "conversations", "export", out.toString(), "--json");
            Typed one = Typed.in(home, "conversations", "export", "-", "--conversation", "c3 é");

            assertThat(taken.exit()).isEqualTo(1);
            assertThat(taken.out()).isEqualTo("{\"taken\":1000,\"known\":0,\"refused\":1}\n");
            assertThat(taken.err()).contains("line 1001 refused: ");
            assertThat(new HostJson().parse(written.out()).get("messages").asInt(0)).isEqualTo(1_000);
            assertThat(Files.readString(out) + "no line\n").isEqualTo(Files.readString(file));
            assertThat(Files.getPosixFilePermissions(out)).hasSize(2);
            assertThat(one.out().lines()).hasSize(100);
            assertThat(serving.host().conversations().find("c3 é")).isPresent();
        }
    }

    @Test
    void readsTheInputAndSaysWhatItCannotRead() throws IOException {
        Path home = folder.resolve("home");

        Typed taken = Typed.in(home, Map.of(), Files.readString(lines(3)), "conversations", "import", "-");
        Typed none = Typed.in(home, "conversations", "import", folder.resolve("none.jsonl").toString());

        assertThat(taken.out()).isEqualTo("3 taken, 0 known, 0 refused\n");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(none.err()).contains("none.jsonl");
    }

    private Path lines(int count) throws IOException {
        List<String> lines = IntStream.range(0, count).mapToObj(i -> JsonValue.object().put("id", "m" + i)
                .put("conversation", "c" + i % 10 + " é").put("user", "user" + i % 10).put("channel", "slack")
                .put("sent_at", "2024-01-01T00:00:00.000Z").put("sender", "s").put("role", "user")
                .put("text", "message number " + i).build().toString()).toList();
        return Files.writeString(folder.resolve("in.jsonl"), String.join("\n", lines) + "\n");
    }
}
