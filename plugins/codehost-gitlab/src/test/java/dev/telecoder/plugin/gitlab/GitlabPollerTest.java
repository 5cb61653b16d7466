package dev.telecoder.plugin.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RecordingSignals;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestWebhookRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitlabPollerTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(5);
    private static final String REPO = "myorg/sub/api";

    private final LoopbackServer server = LoopbackServer.start();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> memory = new HashMap<>();
    private final List<Integer> statuses = new ArrayList<>();
    private final ManualClock clock = ManualClock.at(NOON);
    private final RecordingSignals signals = new RecordingSignals();
    private SignalPoller poller;

    @BeforeEach
    void start() {
        server.answer(this::answer);
        answers.put("/user", "{\"username\": \"telecoder\"}");
        poller = new GitlabPoller(context());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private PluginContext context() {
        return TestContext.with("api_url", server.url() + "/api/v4", "token", "t", "webhook_secret", "s")
                .withClock(clock);
    }

    private synchronized Reply answer(Request request) {
        String path = request.target().replaceFirst("^/api/v4(/projects/myorg%2Fsub%2Fapi)?", "")
                .replaceFirst("\\?.*", "");
        String body = answers.getOrDefault(path, "[]");
        String tag = "W/\"" + Integer.toHexString(body.hashCode()) + "\"";
        boolean same = tag.equals(request.headers().get("if-none-match"));
        statuses.add(same ? 304 : 200);
        return same ? Reply.of(304, "") : Reply.of(200, body).withHeader("etag", tag);
    }

    private void tick() {
        poller.poll(new Looking(new SignalPoller.Watched(REPO, server.url() + "/" + REPO + ".git")));
        clock.advance(TICK);
    }

    private void push(GitlabHook hook, String id, String body) {
        assertThat(hook.handle(TestWebhookRequest.post(body).withHeader("X-Gitlab-Token", "s")
                .withHeader("Idempotency-Key", id)).status()).isEqualTo(202);
    }

    private static String pipeline(int id, String status, int minute) {
        return "{\"id\": " + id + ", \"iid\": 1, \"ref\": \"main\", \"sha\": \"c0ffee\", \"status\": \"" + status
                + "\", \"created_at\": \"" + NOON + "\", \"updated_at\": \"" + NOON.plusSeconds(minute * 60L) + "\"}";
    }

    private static String whole(int id, String status, int minute) {
        return pipeline(id, status, minute).replaceFirst("}$", ", \"finished_at\": \""
                + NOON.plusSeconds(minute * 60L).plusMillis(123) + "\", \"user\": {\"username\": \"telecoder\"}}");
    }

    private static String mergeRequest(String state, String head, int minute, String more) {
        return "[{\"iid\": 7, \"title\": \"t\", \"state\": \"" + state + "\", \"sha\": \"" + head
                + "\", \"source_branch\": \"x\", \"author\": {\"username\": \"anna\"}, \"created_at\": \""
                + NOON.plusSeconds(60) + "\", \"updated_at\": \"" + NOON.plusSeconds(minute * 60L) + "\"" + more
                + ", \"web_url\": \"https://x/7\"}]";
    }

    @Test
    void asksTwoConditionalQuestionsAtMostWhereNothingChanges() {
        answers.put("/pipelines", "[" + pipeline(1, "success", -60) + "]");
        tick();
        int first = server.requests().size();

        for (int i = 0; i < 12; i++) {
            int before = server.requests().size();
            tick();
            assertThat(server.requests().size() - before).isBetween(1, 2);
        }

        assertThat(first).as("three lists, and who we are").isEqualTo(4);
        assertThat(statuses.subList(first, statuses.size())).containsOnly(304);
        assertThat(server.requests()).extracting(Request::target).anyMatch(one -> one.contains("/issues?"));
        assertThat(signals.signals()).isEmpty();
    }

    @Test
    void tellsOfAPipelineThatEndedAndOfItsNextEndOnce() {
        answers.put("/pipelines", "[" + pipeline(1, "success", -60) + "," + pipeline(2, "running", -1) + "]");
        tick();
        answers.put("/pipelines", "[" + pipeline(2, "failed", 3) + "," + pipeline(1, "success", -60) + "]");
        answers.put("/pipelines/2", whole(2, "failed", 3));
        tick();
        assertThat(signals.signals()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo("pipeline.failed");
            assertThat(one.repo()).contains(REPO);
            assertThat(one.subject()).isEqualTo("pipelines/2");
            assertThat(one.own()).as("a build of our own push counts").isFalse();
        });

        poller = new GitlabPoller(context());
        answers.put("/pipelines", "[" + pipeline(2, "failed", 8) + "," + pipeline(1, "success", -60) + "]");
        answers.put("/pipelines/2", whole(2, "failed", 8));
        tick();
        tick();

        assertThat(signals.signals()).extracting(Signal::fact)
                .containsExactly(REPO + "/pipelines/2/failed/" + NOON.plusSeconds(180).getEpochSecond(),
                        REPO + "/pipelines/2/failed/" + NOON.plusSeconds(480).getEpochSecond());
    }

    @Test
    void countsWhatIsPushedAndPolledOnce() {
        tick();
        var hook = new GitlabHook(context(), signals);
        String pushed = "{\"object_kind\": \"pipeline\", \"object_attributes\": {\"id\": %d, \"status\": \"failed\","
                + " \"finished_at\": \"2026-11-22 12:03:00 UTC\"}, \"project\": {\"path_with_namespace\": \"" + REPO
                + "\"}}";
        push(hook, "d-1", pushed.formatted(2));
        answers.put("/pipelines", "[" + pipeline(3, "failed", 3) + "," + pipeline(2, "failed", 3) + "]");
        answers.put("/pipelines/2", whole(2, "failed", 3));
        answers.put("/pipelines/3", whole(3, "failed", 3));

        tick();
        push(hook, "d-2", pushed.formatted(3));

        assertThat(signals.signals()).extracting(Signal::subject).containsExactly("pipelines/2", "pipelines/3");
    }

    @Test
    void tellsWhatBecomesOfAMergeRequest() {
        tick();
        clock.advance(TICK);
        for (String state : List.of(mergeRequest("opened", "aaa", 2, ""), mergeRequest("opened", "bbb", 12, ""),
                mergeRequest("closed", "bbb", 22, ", \"closed_at\": \"" + NOON.plusSeconds(1320)
                        + "\", \"closed_by\": {\"username\": \"telecoder\"}"),
                mergeRequest("opened", "bbb", 32, ""), mergeRequest("opened", "bbb", 42, ""),
                mergeRequest("merged", "bbb", 52, ", \"merged_at\": \"" + NOON.plusSeconds(3120) + "\""))) {
            answers.put("/merge_requests", state);
            tick();
            clock.advance(TICK);
        }

        assertThat(signals.signals()).extracting(Signal::kind).containsExactly("merge_request.open",
                "merge_request.update", "merge_request.close", "merge_request.reopen", "merge_request.merge");
        assertThat(signals.signals()).filteredOn(Signal::own).extracting(Signal::kind)
                .containsExactly("merge_request.close");
        int before = signals.signals().size();
        var hook = new GitlabHook(context(), signals);
        for (String action : List.of("open", "update", "close", "reopen", "merge")) {
            push(hook, "mr-" + action,
                    "{\"object_kind\": \"merge_request\", \"object_attributes\": {\"iid\": 7, \"action\": \""
                            + action + "\", \"oldrev\": \"aaa\", \"last_commit\": {\"id\": \"bbb\"}}, \"project\":"
                            + " {\"path_with_namespace\": \"" + REPO + "\"}}");
        }
        assertThat(signals.signals()).as("the same, pushed").hasSize(before);
    }

    @Test
    void tellsOfIssues() {
        tick();
        clock.advance(TICK.multipliedBy(2));
        String issue = "{\"iid\": 3, \"title\": \"t\", \"state\": \"opened\", \"author\": {\"username\": \"anna\"},"
                + " \"created_at\": \"" + NOON.plusSeconds(60) + "\", \"updated_at\": \"" + NOON.plusSeconds(60)
                + "\", \"closed_at\": null}";
        answers.put("/issues", "[" + issue + "]");
        tick();
        tick();
        answers.put("/issues", "[" + issue.replace("opened", "closed").replaceFirst("\"updated_at.*",
                "\"updated_at\": \"" + NOON.plusSeconds(1800) + "\", \"closed_at\": \"" + NOON.plusSeconds(1800)
                        + "\"}]"));
        clock.advance(TICK.multipliedBy(2));
        tick();
        tick();

        assertThat(signals.signals()).extracting(Signal::kind).containsExactly("issue.open", "issue.close");
        push(new GitlabHook(context(), signals), "i-1",
                "{\"object_kind\": \"issue\", \"object_attributes\": {\"iid\": 3,"
                        + " \"action\": \"close\", \"closed_at\": \"2026-11-22 12:30:00 UTC\"}, \"project\":"
                        + " {\"path_with_namespace\": \"" + REPO + "\"}}");
        assertThat(signals.signals()).hasSize(2);
    }

    @Test
    void looksAtAMirrorByTheNameTheOperatorGaveAndAtNothingElse() {
        poller.poll(new Looking(new SignalPoller.Watched(REPO, "file:///srv/api.git", "github")));
        poller.poll(new Looking(new SignalPoller.Watched("api", "file:///srv/api.git", "gitlab")));
        assertThat(server.requests()).isEmpty();

        poller.poll(new Looking(new SignalPoller.Watched(REPO, "file:///srv/api.git", "gitlab")));

        assertThat(server.requests()).extracting(Request::target)
                .anyMatch(one -> one.startsWith("/api/v4/projects/myorg%2Fsub%2Fapi/pipelines?"));
    }

    /** The host's side of a look. */
    private final class Looking implements SignalPoller.Look {

        private final SignalPoller.Watched watched;

        Looking(SignalPoller.Watched watched) {
            this.watched = watched;
        }

        @Override
        public SignalPoller.Watched repo() {
            return watched;
        }

        @Override
        public SignalPoller.Intervals intervals() {
            return new SignalPoller.Intervals(TICK, Duration.ofMinutes(10), Duration.ofHours(24));
        }

        @Override
        public Optional<String> recall(String key) {
            return Optional.ofNullable(memory.get(key));
        }

        @Override
        public void remember(String key, String value) {
            memory.put(key, value);
        }

        @Override
        public boolean publish(Signal signal) {
            return signals.publish(signal);
        }

        @Override
        public CancellationToken cancellation() {
            return new ManualCancellation();
        }
    }
}
