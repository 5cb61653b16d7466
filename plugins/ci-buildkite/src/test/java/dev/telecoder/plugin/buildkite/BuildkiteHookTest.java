package dev.telecoder.plugin.buildkite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Secret;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.RecordingSignals;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BuildkiteHookTest extends WebhookHandlerContract {

    private static final Secret SECRET = new Secret("309c9c842");

    private final RecordingSignals signals = new RecordingSignals();
    private final BuildkiteHook hook = new BuildkiteHook(TestContext.with("webhook_secret", SECRET.reveal()), signals);

    @Override
    protected WebhookHandler handler() {
        return hook;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"event": "build.finished", "build": {"number": 42, "state": "failed"}, "pipeline": {"slug": "api"}}""")
                .withHeader("X-Buildkite-Event", "build.finished");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-Buildkite-Signature",
                "timestamp=1619071700,signature=" + BuildkiteHook.signature(SECRET, "1619071700", request.body()));
    }

    @Override
    protected int effects() {
        return signals.signals().size();
    }

    @Test
    void tellsWhatHappenedToWhat() {
        hook.handle(signed(delivery()));

        assertThat(signals.signals()).singleElement().satisfies(signal -> {
            assertThat(signal.kind()).isEqualTo("build.finished");
            assertThat(signal.subject()).isEqualTo("builds/42");
            assertThat(signal.repo()).contains("api");
        });
    }

    @Test
    void takesTheTokenItselfToo() {
        assertThat(hook.handle(delivery().withHeader("X-Buildkite-Token", "309c9c84")).status()).isEqualTo(401);
        assertThat(hook.handle(delivery().withHeader("X-Buildkite-Token", "309c9c842")).status()).isEqualTo(202);
    }

    @Test
    void aWrongSignatureIsNotMendedByARightToken() {
        assertThat(hook.handle(delivery().withHeader("X-Buildkite-Token", "309c9c842")
                .withHeader("X-Buildkite-Signature", "timestamp=1,signature=" + "0".repeat(64))).status())
                .isEqualTo(401);
    }

    @Test
    void signsTimeAndBody() {
        // The value is openssl's: printf 1.hello | openssl dgst -sha256 -hmac key
        assertThat(BuildkiteHook.signature(new Secret("key"), "1", "hello".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("9233658ef5e21fe59dba8abb099c978547d7626f87090a6a585c26a2a98a91f8");
    }

    @Test
    void takesNothingWhereNoSecretIsSet() {
        assertThat(new BuildkiteHook(TestContext.with("org", "my-org"), signals).handle(signed(delivery())).status())
                .isEqualTo(404);
    }

    @Test
    void takesEveryRecordedEvent() throws IOException {
        for (Path recording : ContractFiles.list("buildkite", "webhook.")) {
            String body = Files.readString(recording);
            if (TestContext.with().json().parse(body).get("event").isNull()) {
                continue; // An excerpt of the documentation, not a body.
            }
            assertThat(hook.handle(signed(TestWebhookRequest.post(body))).status()).as(recording.toString())
                    .isEqualTo(202);
        }

        assertThat(effects()).isPositive();
    }
}
