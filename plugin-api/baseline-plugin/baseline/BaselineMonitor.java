package baseline;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.monitor.HeartbeatEvent;
import dev.telecoder.api.monitor.HeartbeatEvent.Severity;
import dev.telecoder.api.monitor.HeartbeatEvent.State;
import dev.telecoder.api.monitor.Monitor;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.Signals;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

@Extension
public final class BaselineMonitor implements Monitor {

    private final Signals signals;

    public BaselineMonitor(Signals signals) {
        this.signals = signals;
    }

    @Override
    public String id() {
        return "baseline";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<HeartbeatEvent> check(Check check) {
        var events = new ArrayList<HeartbeatEvent>();
        check.cancellation().throwIfCancelled();
        for (Repo repo : check.repos()) {
            for (CiProvider ci : check.repositories().ci(repo.name())) {
                for (CiProvider.Run run : ci.runs(repo.name(), repo.branch(), 10)) {
                    events.add(HeartbeatEvent.builder(run.id(), Severity.WARNING, run.name(), run.startedAt())
                            .repo(repo.name()).incident(run.name(), State.OPEN).detail(ci.log(repo.name(), run.id()))
                            .location(URI.create("https://example.org/" + run.id())).person(run.author()).build());
                }
            }
        }
        check.remember("looked", check.recall("looked").orElse("") + "x");
        signals.publish(Signal.builder("baseline", "d1", "baseline.looked", Instant.EPOCH).repo("a/b").subject("look 1")
                .fact("look:1").own(false).payload(JsonValue.object().put("looked", true).build()).build());
        return events;
    }

    @Override
    public Set<String> signals() {
        return Set.of("baseline.looked");
    }

    @Override
    public List<HeartbeatEvent> onSignal(Signal signal, Check check) {
        return List.of(HeartbeatEvent.builder(signal.fact(), Severity.INFO, signal.subject(), signal.at())
                .repo(signal.repo().orElse("")).detail(signal.payload().get("looked").toString()).build());
    }
}
