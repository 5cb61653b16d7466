package dev.telecoder.plugin.monitor.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.testkit.ContractFiles;
import dev.telecoder.testkit.MonitorContract;
import dev.telecoder.testkit.TestCheck;
import dev.telecoder.testkit.TestContext;
import dev.telecoder.testkit.TestRepositories;
import dev.telecoder.testkit.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertMonitorTest extends MonitorContract {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir Path folder;
    private int number;

    @Override
    protected Monitor monitor() {
        return new AlertMonitor();
    }

    @Override
    protected Outside outside() {
        return new Outside() {
            @Override
            public List<String> repos() {
                return List.of("myorg/api", "myorg/web");
            }

            @Override
            public void happen(String repo) {
                number++;
            }

            @Override
            public Optional<Signal> pushed() {
                return Optional.of(signal("datadog", "{\"title\": \"CPU high\", \"alert_id\": " + number + "}"));
            }

            @Override
            public void breakDown(String repo) {
                // It asks nobody.
            }

            @Override
            public void limit(Duration delay) {
                // It asks nobody.
            }
        };
    }

    @Test
    void anIssueOfSentryOpensAnIncidentAndItsEndEndsIt() {
        HeartbeatEvent open = event("sentry", """
                {"action": "created", "data": {"issue": {"id": "7", "title": "ReferenceError: x", "level": "error",
                "culprit": "run(main)", "count": "3", "userCount": 2, "project": {"slug": "web"},
                "web_url": "https://sentry.example/7", "lastSeen": "2026-11-22T09:00:00.5Z"}}}""");
        HeartbeatEvent over = event("sentry",
                """
                {"action": "resolved", "data": {"issue": {"id": "7", "title": "ReferenceError: x", "level": "error"}}}""");

        assertThat(open.title()).isEqualTo("ReferenceError: x");
        assertThat(open.repo()).contains("myorg/web");
        assertThat(open.detail()).isEqualTo("run(main)\n3 events, 2 affected");
        assertThat(open.severity()).isEqualTo(Severity.WARNING);
        assertThat(open.occurredAt()).isEqualTo("2026-11-22T09:00:00.500Z");
        assertThat(open.location().orElseThrow()).hasToString("https://sentry.example/7");
        assertThat(over.incident()).isEqualTo(open.incident());
        assertThat(over.state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void aMeasureOfSentryIsAsUrgentAsItSays() {
        String body = """
                {"action": "%s", "data": {"description_title": "Too many errors", "description_text": "1000 in 10 min",
                "web_url": "https://sentry.example/m", "metric_alert": {"id": "4", "projects": ["api"],
                "alert_rule": {"environment": "production"}}}}""";

        assertThat(event("sentry", body.formatted("critical")).severity()).isEqualTo(Severity.CRITICAL);
        HeartbeatEvent warning = event("sentry", body.formatted("warning"));
        assertThat(warning.severity()).isEqualTo(Severity.WARNING);
        assertThat(warning.detail()).isEqualTo("1000 in 10 min\nEnvironment: production");
        assertThat(event("sentry", body.formatted("resolved")).state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void namesReleaseAndTheNewestCommitThatTouchedTheTrace() throws Exception {
        TestRepository repository = TestRepository.in(Files.createDirectories(folder.resolve("r")),
                Map.of("src/login.js", "a\n", "README.md", "r\n"));
        repository.write("src/login.js", "b\n");
        repository.commit("Trim the password");
        repository.write("README.md", "s\n");
        String head = repository.commit("Write more");
        var known = new TestRepositories().with("myorg/web", repository);
        TestCheck check = TestCheck.of("myorg/api", "myorg/web").withRepositories(known);

        HeartbeatEvent event = monitor().onSignal(signal("sentry", """
                {"action": "triggered", "data": {"triggered_rule": "New errors", "event": {"issue_id": "9",
                "title": "TypeError: boom", "level": "fatal", "culprit": "login", "release": "web@%s",
                "environment": "production", "datetime": "2026-11-22T09:00:00Z",
                "url": "https://sentry.example/api/0/projects/org/web/events/1/",
                "web_url": "https://sentry.example/9", "exception": {"values": [{"stacktrace": {"frames": [
                {"filename": "node_modules/x/README.md", "in_app": false},
                {"filename": "/app/src/login.js", "in_app": true}]}}]}}}}""".formatted(head)), check).getFirst();

        assertThat(event.repo()).contains("myorg/web");
        assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(event.detail()).contains("Rule: New errors").contains("is commit " + head.substring(0, 7))
                .contains("\"Trim the password\"").contains("the newest that touched src/login.js")
                .doesNotContain("Write more");
    }

    @Test
    void anIncidentOfPagerdutyGoesFromOpenToOver() {
        String body = """
                {"event": {"id": "%s", "event_type": "incident.%s", "occurred_at": "2026-11-22T09:00:00Z",
                "agent": {"summary": "Anna"}, "data": {"type": "incident", "id": "P1", "title": "API down",
                "urgency": "%s", "service": {"summary": "API"}, "priority": {"summary": "P1"},
                "html_url": "https://pd.example/P1"}}}""";
        HeartbeatEvent open = event("pagerduty", body.formatted("1", "triggered", "high"));
        HeartbeatEvent taken = event("pagerduty", body.formatted("2", "acknowledged", "high"));
        HeartbeatEvent over = event("pagerduty", body.formatted("3", "resolved", "high"));

        assertThat(open.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(open.repo()).as("the service is called like it").contains("myorg/api");
        assertThat(List.of(open.state(), taken.state(), over.state())).containsExactly(State.OPEN, State.UPDATE,
                State.RESOLVED);
        assertThat(taken.detail()).contains("acknowledged by Anna");
        assertThat(List.of(taken.incident(), over.incident())).containsOnly(open.incident());
        assertThat(event("pagerduty", body.formatted("4", "triggered", "low")).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void datadogsOwnPayloadIsUnderstoodByItsTitle() {
        HeartbeatEvent open = event("datadog", """
                {"id": "1", "title": "[P1] [Triggered on {host:a}] CPU high", "body": "%%%\\ncpu > 90\\n%%%",
                "date": 1763805600000, "event_type": "query_alert_monitor"}""");
        HeartbeatEvent over = event("datadog",
                """
                {"id": "2", "title": "[P1] [Recovered on {host:a}] CPU high", "body": "fine", "date": "1763805700000"}""");

        assertThat(open.title()).isEqualTo("CPU high");
        assertThat(open.detail()).isEqualTo("On host:a\ncpu > 90");
        assertThat(open.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(open.occurredAt()).isEqualTo("2025-11-22T10:00:00Z");
        assertThat(over.state()).isEqualTo(State.RESOLVED);
        assertThat(over.incident()).isEqualTo(open.incident());
    }

    @Test
    void datadogsVariablesSayMore() {
        HeartbeatEvent event = event("datadog", """
                {"title": "[Warn] Latency", "alert_transition": "Warn", "alert_id": "12", "aggreg_key": "k",
                "alert_scope": "$ALERT_SCOPE", "link": "https://dd.example/12",
                "tags": "env:prod,service:checkout,version:1.2,git.repository_url:github.com/myorg/web"}""");

        assertThat(event.repo()).contains("myorg/web");
        assertThat(event.incident()).isEqualTo("datadog:k");
        assertThat(event.detail()).isEqualTo("Environment: prod\nRelease 1.2.");
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void whatBelongsToNoRepositoryIsToldAllTheSame() {
        assertThat(event("datadog", "{\"title\": \"Disk full\"}").repo()).isEmpty();
    }

    @Test
    void readsWhatWasRecorded() throws Exception {
        for (Path recording : ContractFiles.list("sentry", "")) {
            assertThat(event("sentry", Files.readString(recording)).title()).startsWith("ReferenceError: ");
        }
        for (Path recording : ContractFiles.list("pagerduty", "v3.webhook-payload.1")) {
            assertThat(event("pagerduty", Files.readString(recording))).satisfies(event -> {
                assertThat(event.title()).isEqualTo("A little bump in the road");
                assertThat(event.detail()).contains("Service: API Service", "priority updated by Tenex Engineer");
            });
        }
    }

    private HeartbeatEvent event(String source, String body) {
        List<HeartbeatEvent> events = monitor().onSignal(signal(source, body), look());
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private Signal signal(String source, String body) {
        JsonValue payload = TestContext.with().json().parse(body);
        return Signal.builder(source, "d-" + body.hashCode(), "alert", NOW).payload(payload).build();
    }
}
