package dev.telecoder.plugin.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebhookHandler;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.RecordingSignals;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import dev.telecoder.testkit.WebhookHandlerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GitlabHookTest extends WebhookHandlerContract {

    private final RecordingSignals signals = new RecordingSignals();
    private final GitlabHook hook = new GitlabHook(TestContext.with("webhook_secret", "s3cret"), signals);

    @Override
    protected WebhookHandler handler() {
        return hook;
    }

    @Override
    protected TestWebhookRequest delivery() {
        return TestWebhookRequest.post("""
                {"object_kind": "pipeline", "object_attributes": {"id": 31, "status": "failed"},
                 "project": {"path_with_namespace": "myorg/sub/api"}}""").withHeader("X-Gitlab-Event", "Pipeline Hook")
                .withHeader("X-Gitlab-Event-UUID", "d-1");
    }

    @Override
    protected TestWebhookRequest signed(TestWebhookRequest request) {
        return request.withHeader("X-Gitlab-Token", "s3cret");
    }

    @Override
    protected boolean signsTheBody() {
        return false;
    }

    @Override
    protected int effects() {
        return signals.signals().size();
    }

    @Test
    void refusesAWrongToken() {
        for (String wrong : List.of("", "s3cre", "s3cret ", "S3CRET")) {
            assertThat(hook.handle(delivery().withHeader("X-Gitlab-Token", wrong)).status()).isEqualTo(401);
        }
        assertThat(hook.handle(delivery()).status()).isEqualTo(401);
        assertThat(effects()).isZero();
        assertThat(hook.handle(signed(delivery())).status()).isEqualTo(202);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void tellsWhatHappenedWhereToWhat() {
        hook.handle(signed(delivery()));

        assertThat(signals.signals()).singleElement().satisfies(signal -> {
            assertThat(signal.kind()).isEqualTo("pipeline.failed");
            assertThat(signal.repo()).contains("myorg/sub/api");
            assertThat(signal.subject()).isEqualTo("pipelines/31");
        });
    }

    @Test
    void countsByTheKeyThatIsRepeatedWhenGitLabTriesAgain() {
        TestWebhookRequest first = signed(delivery()).withHeader("Idempotency-Key", "k-1");

        assertThat(hook.handle(first).duplicate()).isFalse();
        assertThat(hook.handle(first.withHeader("X-Gitlab-Event-UUID", "other")).duplicate()).isTrue();
        assertThat(hook.handle(first.withHeader("Idempotency-Key", "k-2")).duplicate()).isFalse();
    }

    @Test
    void countsByTheBodyWhereThereIsNoId() {
        TestWebhookRequest bare =
                signed(TestWebhookRequest.post("{\"object_kind\": \"push\", \"ref\": \"refs/heads/main\"}"));

        assertThat(hook.handle(bare).duplicate()).isFalse();
        assertThat(hook.handle(bare).duplicate()).isTrue();
        assertThat(
                hook.handle(signed(TestWebhookRequest.post("{\"object_kind\": \"push\", \"ref\": \"refs/heads/x\"}")))
                        .duplicate())
                .isFalse();
    }

    @Test
    void takesNothingWhereNoSecretIsSet() {
        assertThat(new GitlabHook(TestContext.with("token", "t"), signals).handle(signed(delivery())).status())
                .isEqualTo(404);
    }

    @Test
    void takesEveryRecordedEvent() throws IOException {
        List<Path> recordings = ContractFiles.list("gitlab/webhooks", "");

        for (Path recording : recordings) {
            TestWebhookRequest request = TestWebhookRequest.post(Files.readString(recording));
            assertThat(hook.handle(signed(request)).status()).as(recording.toString()).isEqualTo(202);
        }

        assertThat(signals.signals()).hasSize(recordings.size()).extracting(Signal::subject)
                .contains("merge_requests/1", "pipelines/31");
    }
}
