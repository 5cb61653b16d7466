package dev.telecoder.plugin.monitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.RecordingSignals;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class DatadogHookTest extends WebhookHandlerContract {

    private final RecordingSignals signals = new RecordingSignals();
    private final DatadogHook hook = new DatadogHook(TestContext.with("secret", "s3cret"), signals);

    @Override
    protected WebhookHandler handler() {
        return hook;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"id": "1", "title": "[Triggered on {host:a}] CPU high", "body": "cpu > 90"}""");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-Telecoder-Secret", "s3cret");
    }

    /** Datadog sends the secret itself. */
    @Override
    protected boolean signsTheBody() {
        return false;
    }

    @Override
    protected int effects() {
        return signals.signals().size();
    }

    @Test
    void takesTheSecretInTheWaysThatDatadogCanSendIt() {
        assertThat(hook.handle(delivery().withHeader("Authorization", "Bearer s3cret")).status()).isEqualTo(202);
        assertThat(hook.handle(delivery().withHeader("Authorization", "Basic "
                + Base64.getEncoder().encodeToString("telecoder:s3cret".getBytes()))).status()).isEqualTo(202);
        assertThat(hook.handle(delivery().withHeader("X-Datadog-Signature",
                Signatures.hmacSha256("s3cret", "", delivery().body()))).status()).isEqualTo(202);
        assertThat(hook.handle(delivery().withHeader("Authorization", "Bearer S3cret")).status()).isEqualTo(401);
        assertThat(hook.handle(delivery().withHeader("Authorization", "Basic !")).status()).isEqualTo(401);
        assertThat(hook.handle(delivery().withHeader("X-Datadog-Signature", "0").withHeader("X-Telecoder-Secret",
                "s3cret")).status()).as("a wrong signature is not mended").isEqualTo(401);
    }
}
