package dev.telecoder.plugin.buildkite;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuildkitePollerTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(5);
    private static final String URL = "https://github.com/myorg/api.git";

    private final LoopbackServer server = LoopbackServer.start();
    private final Map<String, String> memory = new HashMap<>();
    private final ManualClock clock = ManualClock.at(NOON);
    private final RecordingSignals signals = new RecordingSignals();
    private volatile String builds = "[]";
    private int unchanged;
    private SignalPoller poller;

    @BeforeEach
    void start() {
        server.answer(this::answer);
        poller = new BuildkitePoller(context());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private PluginContext context() {
        return TestContext.with("api_url", server.url() + "/v2", "token", "t", "org", "my-org", "webhook_secret", "s")
                .withClock(clock);
    }

    private synchronized Reply answer(Request request) {
        if (!request.target().equals("/v2/organizations/my-org/pipelines/api/builds?per_page=100")) {
            return Reply.of(404, "{}");
        }
        String tag = "W/\"" + Integer.toHexString(builds.hashCode()) + "\"";
        if (tag.equals(request.headers().get("if-none-match"))) {
            unchanged++;
            return Reply.of(304, "");
        }
        return Reply.of(200, builds).withHeader("etag", tag);
    }

    private void tick() {
        poller.poll(new Looking(new SignalPoller.Watched("myorg/api", URL, "github", List.of("buildkite"))));
        clock.advance(TICK);
    }

    private static String build(int number, String state, String end) {
        return "{\"id\": \"b-" + number + "\", \"number\": " + number + ", \"state\": \"" + state
                + "\", \"finished_at\": " + (end.isEmpty() ? "null" : "\"" + end + "\"")
                + ", \"pipeline\": {\"slug\": \"api\", \"repository\": \"git@github.com:myorg/api.git\"}}";
    }

    @Test
    void tellsOfBuildsThatEndedAndOfNoneBefore() {
        builds = "[" + build(2, "running", "") + "," + build(1, "passed", "2026-11-22T11:00:00.100Z") + "]";
        tick();
        tick();
        assertThat(signals.signals()).isEmpty();
        assertThat(unchanged).isEqualTo(1);

        builds = "[" + build(2, "failed", "2026-11-22T12:07:00.874Z") + ","
                + build(1, "passed", "2026-11-22T11:00:00.100Z") + "]";
        tick();
        poller = new BuildkitePoller(context());
        tick();

        assertThat(signals.signals()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo("build.finished");
            assertThat(one.subject()).isEqualTo("builds/2");
            assertThat(one.repo()).as("as the code host calls it").contains("myorg/api");
        });
        builds = builds.replace("12:07:00.874Z", "12:30:00.874Z");
        tick();
        assertThat(signals.signals()).as("a job was tried again").hasSize(2);
    }

    @Test
    void countsWhatIsPushedAndPolledOnce() {
        tick();
        builds = "[" + build(3, "failed", "2026-11-22T12:03:00.874Z") + ","
                + build(2, "failed", "2026-11-22T12:02:00.874Z") + "]";
        var hook = new BuildkiteHook(context(), signals);
        push(hook, build(2, "failed", "2026-11-22 12:02:00 UTC"));

        tick();
        push(hook, build(3, "failed", "2026-11-22 12:03:00 UTC"));

        assertThat(signals.signals()).extracting(Signal::subject).containsExactly("builds/2", "builds/3");
    }

    private static void push(BuildkiteHook hook, String build) {
        assertThat(hook.handle(TestWebhookRequest.post("{\"event\": \"build.finished\", \"build\": " + build
                + ", \"pipeline\": {\"slug\": \"api\", \"repository\": \"https://github.com/myorg/api\"}}")
                .withHeader("X-Buildkite-Token", "s")).status()).isEqualTo(202);
    }

    @Test
    void asksOnlyAboutWhatIsBuiltThere() {
        poller.poll(new Looking(new SignalPoller.Watched("myorg/api", URL, "github")));
        poller.poll(new Looking(new SignalPoller.Watched("myorg/api", URL)));

        assertThat(server.requests()).isEmpty();
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
