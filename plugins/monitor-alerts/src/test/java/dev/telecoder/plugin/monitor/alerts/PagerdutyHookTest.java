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

class PagerdutyHookTest extends WebhookHandlerContract {

    private final RecordingSignals signals = new RecordingSignals();
    private final PagerdutyHook hook = new PagerdutyHook(TestContext.with("secret", "s3cret"), signals);

    @Override
    protected WebhookHandler handler() {
        return hook;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"event": {"id": "01B", "event_type": "incident.triggered", "occurred_at": "2026-11-22T10:00:00Z",
                "data": {"type": "incident", "id": "P1", "title": "Down", "urgency": "high"}}}""");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-PagerDuty-Signature",
                "v1=" + Signatures.hmacSha256("s3cret", "", request.body()));
    }

    @Override
    protected int effects() {
        return signals.signals().size();
    }

    @Test
    void takesOneRightSignatureAmongSeveral() {
        String right = "v1=" + Signatures.hmacSha256("s3cret", "", delivery().body());
        assertThat(hook.handle(delivery().withHeader("X-PagerDuty-Signature", "v1=" + "0".repeat(64) + "," + right))
                .status()).isEqualTo(202);
        assertThat(hook.handle(delivery().withHeader("X-PagerDuty-Signature", right.replace("v1=", ""))).status())
                .isEqualTo(401);
    }

    @Test
    void takesEveryRecordedDelivery() throws Exception {
        for (Path recording : ContractFiles.list("pagerduty", "v3.webhook-payload")) {
            assertThat(hook.handle(signed(TestWebhookRequest.post(Files.readString(recording)))).status())
                    .as(recording.toString()).isEqualTo(202);
        }
        assertThat(signals.signals()).extracting(signal -> signal.kind()).containsExactly("alert",
                "pagerduty.service.updated");
    }
}
