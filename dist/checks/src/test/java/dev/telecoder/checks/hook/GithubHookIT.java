package dev.telecoder.checks.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.checks.crash.HostProcess;
import dev.telecoder.testkit.ContractFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** GitHub's webhooks, sent to the built distribution over HTTP. */
@EnabledOnOs(OS.LINUX)
class GithubHookIT {

    private static final int LARGEST = 25 * 1024 * 1024;

    @TempDir Path home;
    private HostProcess host;
    private Sender github;

    @BeforeEach
    void start() throws Exception {
        start("github: {webhook_secret: \"" + Sender.SECRET + "\"}");
    }

    @AfterEach
    void stop() throws Exception {
        host.end();
    }

    private void start(String section) throws Exception {
        Files.writeString(home.resolve("config.yaml"), "server: {port: 0}\n" + section + "\n");
        host = HostProcess.start(home, Map.of("TELECODER_CACHE", "off"));
        host.awaitReady();
        github = new Sender(home);
    }

    private static byte[] body(int number) {
        return ("{\"action\": \"opened\", \"issue\": {\"number\": " + number + ", \"title\": \"caf\u00e9 \u2603\"},"
                + " \"repository\": {\"full_name\": \"nobody/knows\"}}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void takesADeliveryOnceAlsoOverARestart() throws Exception {
        assertThat(github.send("issues", "d-1", body(1))).as("as soon as it is ready").isEqualTo(202);
        assertThat(github.send("issues", "d-1", body(1))).isEqualTo(202);
        assertThat(github.send("issues", "d-1", body(2))).as("the id counts, not the body").isEqualTo(202);
        assertThat(github.send("issues", "d-2", body(1))).isEqualTo(202);

        assertThat(List.of(github.counted("accepted"), github.counted("duplicate"), github.counted("refused")))
                .containsExactly(2, 2, 0);

        host.end();
        start("github: {webhook_secret: \"" + Sender.SECRET + "\"}");
        assertThat(github.send("issues", "d-1", body(1))).isEqualTo(202);
        assertThat(List.of(github.counted("accepted"), github.counted("duplicate"))).containsExactly(0, 1);
    }

    @Test
    void refusesWhatIsForgedTruncatedOrUnreadableAndKeepsItsIdFree() throws Exception {
        byte[] body = body(1);
        String right = Sender.signature(body);
        byte[] truncated = Arrays.copyOf(body, body.length - 1);
        byte[] oneBitOff = body.clone();
        oneBitOff[20] ^= 1;
        List<String> wrong = List.of("", "sha256=", "sha256=" + "0".repeat(64), right.substring("sha256=".length()),
                right.substring(0, right.length() - 1), right + "0", "sha1=" + "0".repeat(40));

        for (String signature : wrong) {
            assertThat(github.send("issues", "d-1", body, signature)).as(signature).isEqualTo(401);
        }
        assertThat(github.send("issues", "d-1", truncated, right)).isEqualTo(401);
        assertThat(github.send("issues", "d-1", oneBitOff, right)).isEqualTo(401);
        assertThat(github.send("issues", "d-1", truncated)).as("signed, but no JSON").isEqualTo(400);
        assertThat(github.send("issues", "d-1", new byte[0])).isEqualTo(400);
        assertThat(github.send("issues", "d-1", new byte[]{'{', '"', (byte) 0xff, '"', ':', '1', '}'})).isEqualTo(400);
        assertThat(github.send("issues", "d-1", new byte[LARGEST + 1], right)).isEqualTo(413);

        int refused = wrong.size() + 6;
        assertThat(List.of(github.counted("accepted"), github.counted("refused"))).containsExactly(0, refused);
        assertThat(github.send("issues", "d-1", body)).isEqualTo(202);
        assertThat(List.of(github.counted("accepted"), github.counted("duplicate"))).containsExactly(1, 0);
    }

    @Test
    void takesUpTo25Megabytes() throws Exception {
        byte[] spaces = new byte[LARGEST];
        Arrays.fill(spaces, (byte) ' ');
        System.arraycopy(body(1), 0, spaces, 0, body(1).length);
        String commit = "\"" + "x".repeat(1_000_000) + "\",";
        byte[] texts = ("{\"commits\": [" + commit.repeat(26) + "1]}").getBytes(StandardCharsets.US_ASCII);

        assertThat(github.send("issues", "d-1", spaces)).isEqualTo(202);
        assertThat(github.send("push", "d-2", texts)).isEqualTo(202);
    }

    @Test
    void takesEveryRecordedEvent() throws Exception {
        List<Path> recordings = ContractFiles.list("github/webhooks", "");

        for (Path recording : recordings) {
            String kind = recording.getFileName().toString().replaceFirst("\\..*", "");
            assertThat(github.send(kind, UUID.randomUUID().toString(), Files.readAllBytes(recording)))
                    .as(recording.getFileName().toString()).isEqualTo(202);
        }

        assertThat(List.of(github.counted("accepted"), github.counted("duplicate"), github.counted("refused")))
                .containsExactly(recordings.size(), 0, 0);
    }

    @Test
    void isNotThereWithoutASecret() throws Exception {
        host.end();
        start("github: {token: none}");

        assertThat(github.send("issues", "d-1", body(1))).isEqualTo(404);
        assertThat(github.counted("refused")).isZero();

        host.end();
        start("");
        assertThat(github.send("issues", "d-1", body(1))).isEqualTo(404);
    }
}
