package dev.telecoder.plugin.monitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.support.channel.Signatures;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.RecordingSignals;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SentryHookTest extends WebhookHandlerContract {

    private final RecordingSignals signals = new RecordingSignals();
    private final SentryHook hook = new SentryHook(TestContext.with("secret", "s3cret"), signals);

    @Override
    protected WebhookHandler handler() {
        return hook;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"action": "created", "data": {"issue": {"id": "7", "title": "Boom", "level": "error"}}}""")
                .withHeader("Sentry-Hook-Resource", "issue").withHeader("Request-ID", "r-1");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("Sentry-Hook-Signature", Signatures.hmacSha256("s3cret", "", request.body()));
    }

    @Override
    protected int effects() {
        return signals.signals().size();
    }

    @Test
    void takesEveryRecordedDeliveryAndTellsAlertsFromTheRest() throws Exception {
        for (Path recording : ContractFiles.list("sentry", "")) {
            assertThat(hook.handle(signed(TestWebhookRequest.post(Files.readString(recording)))).status())
                    .as(recording.toString()).isEqualTo(202);
        }
        assertThat(signals.signals()).extracting(signal -> signal.kind()).containsOnly("alert");

        hook.handle(signed(TestWebhookRequest.post("""
                {"action": "created", "data": {"installation": {"uuid": "u"}}}""")
                .withHeader("Sentry-Hook-Resource", "installation")));
        assertThat(signals.signals().getLast().kind()).isEqualTo("sentry.installation.created");
    }

    @Test
    void takesNothingWhereNoSecretIsSet() {
        assertThat(new SentryHook(TestContext.with(), signals).handle(signed(delivery())).status()).isEqualTo(404);
    }
}
