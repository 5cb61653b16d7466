package dev.telecoder.platform.watch;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.repo.Checkout;
import dev.telecoder.api.repo.CiProvider;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequests.PullRequest;
import dev.telecoder.api.repo.Repositories;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A code host with one pull request, and its CI, both as a test sets them. */
final class FakeService implements Repositories, CodeHost, PullRequestWork, CiProvider {

    String state = "open";
    String head = "c1";
    boolean conflicts;
    boolean down;
    final List<Check> checks = new ArrayList<>();
    final List<Comment> comments = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();
    int looks;

    void check(String name, String how) {
        checks.removeIf(one -> one.name().equals(name));
        checks.add(new Check(name, how, "41", null));
    }

    void say(String who, boolean bot, String text, Instant at) {
        comments.add(new Comment("c" + comments.size(), who, bot, "A.java", 3, text, at));
    }

    void run(String id, String branch, String how) {
        runs.addFirst(
                new Run(id, "verify", branch, "c0ffee", how, Instant.EPOCH, URI.create("https://ci.example/" + id)));
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public <A> Optional<A> ability(Class<A> ability) {
        return ability.isInstance(this) ? Optional.of(ability.cast(this)) : Optional.empty();
    }

    @Override
    public Optional<String> identify(String url) {
        return Optional.of("there/api");
    }

    @Override
    public Optional<Standing> standing(String repo, long number) {
        looks++;
        if (down) {
            throw PluginException.of(Failure.UNAVAILABLE, "The service is down.");
        }
        return Optional.of(new Standing(new PullRequest(number, "Add x", "telecoder/x", "main", "telecoder", state,
                URI.create("https://git.example/" + number)), head, false, "", conflicts));
    }

    @Override
    public List<Check> checks(String repo, String commit) {
        return commit.equals(head) ? List.copyOf(checks) : List.of();
    }

    @Override
    public List<Comment> comments(String repo, long number, Instant since) {
        return comments.stream().filter(one -> !one.at().isBefore(since)).toList();
    }

    @Override
    public boolean mayWrite(String repo, String account) {
        return Set.of("anna").contains(account);
    }

    @Override
    public Standing change(String repo, long number, @Nullable String title, @Nullable String markdown,
            @Nullable Boolean draft) {
        throw new UnsupportedOperationException("watching changes nothing");
    }

    @Override
    public URI comment(String repo, long number, String markdown) {
        throw new UnsupportedOperationException("watching says nothing there");
    }

    @Override
    public void requestReview(String repo, long number, List<String> people, List<String> teams) {
        throw new UnsupportedOperationException("watching asks for nothing");
    }

    @Override
    public String merge(String repo, long number, String commit) {
        throw new UnsupportedOperationException("watching merges nothing");
    }

    @Override
    public List<Run> runs(String repo, String branch, int limit) {
        return List.copyOf(runs);
    }

    @Override
    public String log(String repo, String runId) {
        return "";
    }

    @Override
    public List<Repository> all() {
        return List.of();
    }

    @Override
    public Checkout open(String nameOrUrl, String branch) {
        throw new UnsupportedOperationException("watching clones nothing");
    }

    @Override
    public Optional<CodeHost> codeHost(String repo) {
        return Optional.of(this);
    }

    @Override
    public List<CiProvider> ci(String repo) {
        return List.of(this);
    }
}
