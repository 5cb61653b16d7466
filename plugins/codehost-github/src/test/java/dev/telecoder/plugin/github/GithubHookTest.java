package dev.telecoder.plugin.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.Secret;
import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.testkit.RecordingSignals;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import org.junit.jupiter.api.Test;

class GithubHookTest extends WebhookHandlerContract {

    private static final Secret SECRET = new Secret("hook-secret-4711");

    private final RecordingSignals signals = new RecordingSignals();
    private final GithubHook hook =
            new GithubHook(TestContext.with("token", "t", "webhook_secret", SECRET.reveal()), signals);

    @Override
    protected WebhookHandler handler() {
        return hook;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"action": "completed", "workflow_run": {"id": 42, "conclusion": "failure"},
                 "repository": {"full_name": "myorg/api"}}""").withHeader("X-GitHub-Event", "workflow_run")
                .withHeader("X-GitHub-Delivery", "d-1");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-Hub-Signature-256", "sha256=" + GithubHook.signature(SECRET, request.body()));
    }

    @Override
    protected int effects() {
        return signals.signals().size();
    }

    @Test
    void tellsWhatHappenedWhereToWhat() {
        hook.handle(signed(delivery()));

        assertThat(signals.signals()).singleElement().satisfies(signal -> {
            assertThat(signal.kind()).isEqualTo("workflow_run.completed");
            assertThat(signal.repo()).contains("myorg/api");
            assertThat(signal.subject()).isEqualTo("runs/42");
        });
    }

    @Test
    void signsAsTheServerDoes() {
        // The value is openssl's: printf hello | openssl dgst -sha256 -hmac key
        assertThat(GithubHook.signature(new Secret("key"), "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo("9307b3b915efb5171ff14d8cb55fbcc798c6c0ef1456d66ded1a6aa723a58b7b");
    }

    @Test
    void takesNothingWhereNoSecretIsSet() {
        var open = new GithubHook(TestContext.with("token", "t"), signals);

        assertThat(open.handle(signed(delivery())).status()).isEqualTo(404);
    }
}
