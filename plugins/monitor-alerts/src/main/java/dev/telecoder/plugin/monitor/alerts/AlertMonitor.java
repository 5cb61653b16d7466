package dev.telecoder.plugin.monitor.alerts;

import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Tells of alerts that Sentry, PagerDuty and Datadog push, with the repository, the release and the commit that may be to blame. It
 * asks no service itself. The host calls it from one thread at a time.
 */
@Extension
public final class AlertMonitor implements Monitor {

    /** Made by the host. */
    public AlertMonitor() {}

    @Override
    public String id() {
        return "alerts";
    }

    @Override
    public Duration interval() {
        return Duration.ZERO;
    }

    @Override
    public Set<String> signals() {
        return Set.of(AlertHook.ALERT);
    }

    @Override
    public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
        return read(signal).map(alert -> List.of(event(signal, alert, check))).orElse(List.of());
    }

    private static Optional<Alert> read(Signal signal) {
        return switch (signal.source()) {
            case "sentry" -> SentryAlert.of(signal.payload());
            case "pagerduty" -> PagerdutyAlert.of(signal.payload());
            case "datadog" -> DatadogAlert.of(signal.payload());
            default -> Optional.empty();
        };
    }

    private static HeartbeatEvent event(Signal signal, Alert alert, Check check) {
        Optional<String> repo = Related.repository(alert, check);
        boolean over = alert.state() == HeartbeatEvent.State.RESOLVED;
        String blame = over ? "" : repo.map(name -> Related.commits(alert, name, check))
                .orElse(alert.release().isEmpty() ? "" : "Release " + alert.release() + ".");
        HeartbeatEvent.Builder event = HeartbeatEvent.builder(signal.source() + ":" + signal.deliveryId(),
                alert.severity(), alert.title(), alert.at().equals(Instant.EPOCH) ? signal.at() : alert.at())
                .incident(alert.incident(), alert.state())
                .detail(SentryAlert.lines(alert.detail(), alert.environment().isEmpty() ? ""
                        : "Environment: " + alert.environment(), blame));
        repo.ifPresent(event::repo);
        alert.location().ifPresent(event::location);
        return event.build();
    }
}
