package dev.telecoder.plugin.monitor.prs;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestList;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import dev.telecoder.api.signal.Signal;
import dev.telecoder.testkit.MonitorContract;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A code host that keeps pull requests as the test says. We are {@code telecoder} there. */
final class FakeHost implements CodeHost, PullRequestList, PullRequestWork, MonitorContract.Outside {

    private final Map<String, List<Open>> pulls = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    final Map<Long, List<Decision>> decisions = new HashMap<>();
    final Map<String, List<Check>> checks = new HashMap<>();
    final Set<Long> conflicts = new HashSet<>();
    int asked;
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private @Nullable String last;
    private @Nullable Duration limit;
    private long number;

    Open opened(String repo, String author, String... reviewers) {
        tick();
        number++;
        Open one = new Open(new PullRequest(number, "Change " + number, "b" + number, "main", author, "open",
                URI.create("https://host.example/" + number)), "head" + number, false, List.of(reviewers), now, now);
        pulls.computeIfAbsent(repo, name -> new ArrayList<>()).add(one);
        last = repo;
        return one;
    }

    /** Something about it changed. */
    Open changed(String repo, Open one, String head, String... reviewers) {
        tick();
        Open after = new Open(one.pull(), head, one.draft(), List.of(reviewers), one.openedAt(), now);
        pulls.get(repo).replaceAll(each -> each.pull().number() == one.pull().number() ? after : each);
        return after;
    }

    void closed(String repo, Open one) {
        pulls.get(repo).removeIf(each -> each.pull().number() == one.pull().number());
    }

    void check(Open one, String name, String state) {
        checks.put(one.head(), List.of(new Check(name, state, "77", null)));
    }

    private void tick() {
        now = now.plusSeconds(60);
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public Optional<String> identify(String url) {
        return Optional.empty();
    }

    @Override
    public Optional<String> account() {
        return Optional.of("telecoder");
    }

    @Override
    public List<Open> open(String repo) {
        asked++;
        if (limit != null) {
            Duration delay = limit;
            limit = null;
            throw PluginException.rateLimited(delay, "Too fast.");
        }
        if (broken.contains(repo)) {
            throw PluginException.of(Failure.UNAVAILABLE, repo + " is broken.");
        }
        return pulls.getOrDefault(repo, List.of()).stream().sorted(Comparator.comparing(Open::changedAt).reversed())
                .toList();
    }

    @Override
    public List<Decision> decisions(String repo, long pull) {
        asked++;
        return decisions.getOrDefault(pull, List.of());
    }

    @Override
    public Optional<Standing> standing(String repo, long pull) {
        asked++;
        return pulls.get(repo).stream().filter(one -> one.pull().number() == pull).findFirst()
                .map(one -> new Standing(one.pull(), one.head(), one.draft(), "", conflicts.contains(pull)));
    }

    @Override
    public List<Check> checks(String repo, String commit) {
        asked++;
        return checks.getOrDefault(commit, List.of());
    }

    @Override
    public Standing change(String repo, long pull, @Nullable String title, @Nullable String markdown,
            @Nullable Boolean draft) {
        throw new UnsupportedOperationException();
    }

    @Override
    public URI comment(String repo, long pull, String markdown) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void requestReview(String repo, long pull, List<String> people, List<String> teams) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String merge(String repo, long pull, String head) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Comment> comments(String repo, long pull, Instant since) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean mayWrite(String repo, String account) {
        return false;
    }

    @Override
    public List<String> repos() {
        return List.of("myorg/api", "myorg/web");
    }

    @Override
    public void happen(String repo) {
        opened(repo, "anna");
    }

    @Override
    public Optional<Signal> pushed() {
        return Optional.ofNullable(last).map(repo -> Signal.builder("fake", "d-" + number, "pull_request.opened", now)
                .repo(repo).build());
    }

    @Override
    public void breakDown(String repo) {
        broken.add(repo);
    }

    @Override
    public void limit(Duration delay) {
        limit = delay;
    }
}
