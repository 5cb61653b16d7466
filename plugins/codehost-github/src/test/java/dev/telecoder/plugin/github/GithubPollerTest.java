package dev.telecoder.plugin.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.Secret;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalPoller;
import dev.telecoder.testkit.LoopbackServer;
import dev.telecoder.testkit.LoopbackServer.Reply;
import dev.telecoder.testkit.LoopbackServer.Request;
import dev.telecoder.testkit.ManualCancellation;
import dev.telecoder.testkit.ManualClock;
import dev.telecoder.testkit.RecordingSignals;
import dev.telecoder.testkit.RequestLog;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GithubPollerTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(5);
    private static final SignalPoller.Intervals INTERVALS =
            new SignalPoller.Intervals(TICK, Duration.ofMinutes(10), Duration.ofHours(24));

    private final LoopbackServer server = LoopbackServer.start();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> memory = new HashMap<>();
    private final List<Integer> statuses = new ArrayList<>();
    private final ManualClock clock = ManualClock.at(NOON);
    private final RecordingSignals signals = new RecordingSignals();
    private SignalPoller poller;

    @BeforeEach
    void start() {
        server.answer(this::answer);
        answers.put("/user", "{\"login\": \"telecoder\"}");
        poller = new GithubPoller(context());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private PluginContext context() {
        return TestContext.with("api_url", server.url() + "/api/v3", "token", "t", "webhook_secret", "s")
                .withClock(clock);
    }

    private synchronized Reply answer(Request request) {
        RequestLog.of("github").add(request, "/api/v3");
        String path = request.target().replaceFirst("^/api/v3", "").replaceFirst("\\?.*", "");
        String body = answers.getOrDefault(path, path.endsWith("/actions/runs") ? "{\"workflow_runs\": []}" : "[]");
        String tag = "W/\"" + Integer.toHexString(body.hashCode()) + "\"";
        boolean same = tag.equals(request.headers().get("if-none-match"));
        statuses.add(same ? 304 : 200);
        return same ? Reply.of(304, "") : Reply.of(200, body).withHeader("etag", tag);
    }

    private void tick(String... repos) {
        for (String repo : repos) {
            poller.poll(new Looking(repo));
        }
    }

    @Test
    void asksLittleWhereNothingChanges() {
        String[] repos = IntStream.range(0, 20).mapToObj(i -> "myorg/repo-" + i).toArray(String[]::new);
        tick(repos);
        int first = statuses.size();

        int total = 0;
        for (int tick = 1; tick <= 12; tick++) {
            clock.advance(TICK);
            int before = server.requests().size();
            tick(repos);
            Map<String, Long> each = new HashMap<>();
            server.requests().subList(before, server.requests().size())
                    .forEach(one -> each.merge(one.target().split("/")[5].replaceFirst("\\?.*", ""), 1L, Long::sum));
            assertThat(each.values()).as("questions of tick " + tick).allMatch(count -> count <= 2);
            total += server.requests().size() - before;
        }

        List<Integer> later = statuses.subList(first, statuses.size());
        long unchanged = later.stream().filter(status -> status == 304).count();
        System.getLogger("poll").log(System.Logger.Level.INFO,
                "an hour of 20 repositories: first look " + first + ", then " + total + ", of them 304: " + unchanged);
        assertThat(first + total).isLessThanOrEqualTo(720);
        assertThat(unchanged).isGreaterThanOrEqualTo(total * 95L / 100);
        assertThat(signals.signals()).isEmpty();
    }

    @Test
    void looksAtAMirrorByTheNameTheOperatorGave() {
        poller.poll(new Looking(new SignalPoller.Watched("myorg/api", "file:///srv/mirrors/api.git", "github")));

        assertThat(server.requests()).extracting(Request::target)
                .anyMatch(target -> target.startsWith("/api/v3/repos/myorg/api/actions/runs"));
    }

    @Test
    void asksNothingAboutWhatAnotherKeepsOrNobodyCanName() {
        poller.poll(new Looking(new SignalPoller.Watched("myorg/api", "file:///srv/mirrors/api.git", "gitlab")));
        poller.poll(new Looking(new SignalPoller.Watched("myorg/api", "file:///srv/mirrors/api.git")));
        poller.poll(new Looking(new SignalPoller.Watched("api", "file:///srv/mirrors/api.git", "github")));

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void asksOnlyForWhatChangedAfterARestart() {
        tick("myorg/api");
        clock.advance(TICK);
        poller = new GithubPoller(context());
        int before = server.requests().size();

        tick("myorg/api");

        Request asked = server.requests().subList(before, server.requests().size()).stream()
                .filter(one -> one.target().contains("/actions/runs")).findFirst().orElseThrow();
        assertThat(asked.headers()).containsKey("if-none-match");
    }

    @Test
    void tellsOfWhatHappenedAndOfNothingBefore() {
        answers.put("/repos/myorg/api/actions/runs", "{\"workflow_runs\": [" + run(1, "completed") + "]}");
        answers.put("/repos/myorg/api/issues", "[" + issue(3, "open", NOON.minusSeconds(900), "bug") + "]");
        tick("myorg/api");
        assertThat(signals.signals()).isEmpty();

        clock.advance(Duration.ofMinutes(10));
        answers.put("/repos/myorg/api/actions/runs",
                "{\"workflow_runs\": [" + run(2, "completed") + "," + run(1, "completed") + "]}");
        answers.put("/repos/myorg/api/issues",
                "[" + issue(4, "open", NOON.plusSeconds(60)) + ","
                        + issue(3, "open", NOON.minusSeconds(900), "bug", "telecoder")
                                .replace("\"updated_at\": \"" + NOON.minusSeconds(900),
                                        "\"updated_at\": \"" + NOON.plusSeconds(50))
                        + "]");
        answers.put("/repos/myorg/api/issues/3/events",
                "[{\"event\": \"labeled\", \"label\": {\"name\": \"telecoder\"},"
                        + " \"actor\": {\"login\": \"anna\"}}]");
        answers.put("/repos/myorg/api/issues/comments",
                "[" + comment(9, 3, "anna") + "," + comment(10, 3, "telecoder") + "]");
        tick("myorg/api");

        assertThat(signals.signals()).extracting(Signal::kind).containsExactlyInAnyOrder("workflow_run.completed",
                "issues.opened", "issues.labeled", "issue_comment.created", "issue_comment.created");
        assertThat(signals.signals()).filteredOn(one -> one.kind().equals("issues.labeled")).singleElement()
                .satisfies(one -> assertThat(one.payload().get("sender").get("login").text()).isEqualTo("anna"));
        assertThat(signals.signals()).filteredOn(Signal::own).extracting(Signal::fact)
                .containsExactly("myorg/api/issue_comment/10/created");
        int before = signals.signals().size();
        clock.advance(Duration.ofMinutes(10));
        tick("myorg/api");
        assertThat(signals.signals()).hasSize(before);
    }

    @Test
    void countsWhatIsPushedAndPolledOnce() {
        tick("myorg/api");
        var hook = new GithubHook(context(), signals);
        push(hook, "workflow_run", "d-1", "{\"action\": \"completed\", \"workflow_run\": " + run(2, "completed")
                + ", \"repository\": {\"full_name\": \"myorg/api\"}}");
        answers.put("/repos/myorg/api/actions/runs",
                "{\"workflow_runs\": [" + run(3, "completed") + "," + run(2, "completed") + "]}");
        clock.advance(TICK);

        tick("myorg/api");
        push(hook, "workflow_run", "d-2", "{\"action\": \"completed\", \"workflow_run\": " + run(3, "completed")
                + ", \"repository\": {\"full_name\": \"myorg/api\"}}");

        assertThat(signals.signals()).extracting(Signal::subject).containsExactly("runs/2", "runs/3");
    }

    @Test
    void tellsWhatBecameOfAPullRequest() {
        String open = issue(5, "open", NOON.minusSeconds(60)).replace("\"labels\"", "\"pull_request\": {}, \"labels\"");
        answers.put("/repos/myorg/api/issues", "[" + open + "]");
        tick("myorg/api");
        answers.put("/repos/myorg/api/pulls/5", pull("aaa", "open"));
        answers.put("/repos/myorg/api/issues", "[" + later(open, NOON.plusSeconds(5)) + "]");
        clock.advance(Duration.ofMinutes(10));
        tick("myorg/api");
        assertThat(signals.signals()).isEmpty();

        answers.put("/repos/myorg/api/pulls/5", pull("bbb", "open"));
        answers.put("/repos/myorg/api/pulls/5/reviews", "[{\"id\": 77, \"state\": \"APPROVED\", \"body\": \"ok\","
                + " \"user\": {\"login\": \"anna\"}, \"submitted_at\": \"" + NOON.plusSeconds(700) + "\"}]");
        answers.put("/repos/myorg/api/issues", "[" + later(open, NOON.plusSeconds(700)) + "]");
        clock.advance(Duration.ofMinutes(10));
        tick("myorg/api");

        assertThat(signals.signals()).extracting(Signal::kind)
                .containsExactly("pull_request.synchronize", "pull_request_review.submitted");
    }

    private static String pull(String head, String state) {
        return "{\"number\": 5, \"state\": \"" + state + "\", \"head\": {\"sha\": \"" + head + "\", \"ref\": \"x\"},"
                + " \"base\": {\"ref\": \"main\"}, \"draft\": false, \"requested_reviewers\": [], \"updated_at\": \""
                + NOON + "\"}";
    }

    private static String later(String item, Instant at) {
        return item.replaceFirst("\"updated_at\": \"[^\"]*\"", "\"updated_at\": \"" + at + "\"");
    }

    private static void push(GithubHook hook, String kind, String id, String body) {
        TestWebhookRequest request = TestWebhookRequest.post(body).withHeader("X-GitHub-Event", kind)
                .withHeader("X-GitHub-Delivery", id);
        assertThat(hook.handle(request.withHeader("X-Hub-Signature-256",
                "sha256=" + GithubHook.signature(new Secret("s"), request.body()))).status()).isEqualTo(202);
    }

    private static String run(int id, String status) {
        return "{\"id\": " + id + ", \"run_attempt\": 1, \"status\": \"" + status + "\", \"conclusion\": \"failure\","
                + " \"triggering_actor\": {\"login\": \"telecoder\"}}";
    }

    private static String issue(int number, String state, Instant at, String... labels) {
        return JsonValue.object().put("number", number).put("state", state).put("created_at", at.toString())
                .put("title", "t").put("url", "https://x/issues/" + number).put("closed_at", null)
                .put("user", JsonValue.object().put("login", "anna").build())
                .put("labels",
                        List.of(labels).stream().map(one -> JsonValue.object().put("name", one).build()).toList())
                .build().toString().replaceFirst("\\}$", ", \"updated_at\": \"" + at + "\"}");
    }

    private static String comment(int id, int issue, String author) {
        return "{\"id\": " + id + ", \"issue_url\": \"https://x/issues/" + issue + "\", \"user\": {\"login\": \""
                + author
                + "\"}, \"body\": \"hello\", \"created_at\": \"" + NOON.plusSeconds(50) + "\"}";
    }

    /** The host's side of a look. */
    private final class Looking implements SignalPoller.Look {

        private final SignalPoller.Watched watched;
        private final String repo;

        Looking(String repo) {
            this(new SignalPoller.Watched(repo, server.url() + "/" + repo + ".git"));
        }

        Looking(SignalPoller.Watched watched) {
            this.watched = watched;
            this.repo = watched.name();
        }

        @Override
        public SignalPoller.Watched repo() {
            return watched;
        }

        @Override
        public SignalPoller.Intervals intervals() {
            return INTERVALS;
        }

        @Override
        public Optional<String> recall(String key) {
            return Optional.ofNullable(memory.computeIfAbsent(repo, name -> new HashMap<>()).get(key));
        }

        @Override
        public void remember(String key, String value) {
            memory.computeIfAbsent(repo, name -> new HashMap<>()).put(key, value);
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
