package baseline;

import dev.telecoder.api.health.HealthCheck;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.api.signal.SignalListener;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

@Extension
public final class BaselineRepos implements CodeHost, PullRequests, CiProvider, HealthCheck, SignalListener {

    private static final URI PLACE = URI.create("https://example.org/1");

    private volatile String last = "";

    @Override
    public String id() {
        return "baseline";
    }

    @Override
    public Set<String> signals() {
        return Set.of("baseline.looked");
    }

    @Override
    public void onSignal(Signal signal) {
        last = signal.kind() + " " + signal.deliveryId();
    }

    @Override
    public Optional<String> account() {
        return Optional.of(last);
    }

    @Override
    public Optional<String> identify(String url) {
        return url.startsWith("https://example.org/") ? Optional.of(url.substring(20)) : Optional.empty();
    }

    @Override
    public <A> Optional<A> ability(Class<A> ability) {
        return ability.isInstance(this) ? Optional.of(ability.cast(this)) : Optional.empty();
    }

    @Override
    public Optional<PullRequest> findOpen(String repo, String branch) {
        return Optional.empty();
    }

    @Override
    public PullRequest open(String repo, String branch, String base, String title, String markdown, boolean draft) {
        return new PullRequest(1, title, branch, base, "me", draft ? "draft" : "open", PLACE);
    }

    @Override
    public List<Run> runs(String repo, String branch, int limit) {
        return List.of(new Run("7", "build", branch, "c0ffee", "failed", Instant.EPOCH, PLACE),
                new Run("6", "build", branch, "c0ffed", "passed", Instant.EPOCH, PLACE, Instant.EPOCH, 2, "me", "Old"));
    }

    @Override
    public String log(String repo, String runId) {
        return "it broke";
    }

    @Override
    public List<Finding> check(Scope scope) {
        return List.of(Finding.ok("place", scope.online() ? "It is there." : "It was not asked."),
                Finding.warn("place", "Slow.", "It takes long.", "Wait."));
    }
}
