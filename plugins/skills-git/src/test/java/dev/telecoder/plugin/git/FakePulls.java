package dev.telecoder.plugin.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.PullRequests;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what was opened and said; knows the repository by another name than we do. */
final class FakePulls implements CodeHost, PullRequests, PullRequestWork {

    final List<PullRequest> open = new ArrayList<>();
    final List<String> bodies = new ArrayList<>();
    final List<Boolean> drafts = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final List<String> comments = new ArrayList<>();
    final List<Check> checks = new ArrayList<>();
    String head = "";
    boolean merged;

    /** Keeps seven of somebody, of another branch. */
    void seven() {
        for (int i = 0; i < 7; i++) {
            open("there/api", "feature/" + i, "main", "Feature " + i, "", false);
        }
    }

    @Override
    public Optional<Standing> standing(String repo, long number) {
        assertThat(repo).isEqualTo("there/api");
        int at = (int) number - 1;
        return at >= open.size() ? Optional.empty()
                : Optional.of(new Standing(merged ? as("merged", open.get(at)) : open.get(at), head,
                        drafts.get(at), bodies.get(at), false));
    }

    private static PullRequest as(String state, PullRequest one) {
        return new PullRequest(one.number(), one.title(), one.branch(), one.base(), one.author(), state,
                one.location());
    }

    @Override
    public Standing change(String repo, long number, @Nullable String title, @Nullable String markdown,
            @Nullable Boolean draft) {
        int at = (int) number - 1;
        PullRequest one = open.get(at);
        open.set(at, new PullRequest(one.number(), title == null ? one.title() : title, one.branch(), one.base(),
                one.author(), one.state(), one.location()));
        bodies.set(at, markdown == null ? bodies.get(at) : markdown);
        drafts.set(at, draft == null ? drafts.get(at) : draft);
        return standing(repo, number).orElseThrow();
    }

    @Override
    public URI comment(String repo, long number, String markdown) {
        comments.add(markdown);
        return URI.create("https://git.example/there/api/pull/" + number + "#" + comments.size());
    }

    @Override
    public void requestReview(String repo, long number, List<String> people, List<String> teams) {
        asked.addAll(people);
        teams.forEach(team -> asked.add("team " + team));
    }

    @Override
    public String merge(String repo, long number, String commit) {
        assertThat(commit).isEqualTo(head);
        merged = true;
        return "c0ffee";
    }

    @Override
    public List<Check> checks(String repo, String commit) {
        return checks;
    }

    @Override
    public List<Comment> comments(String repo, long number, Instant since) {
        return comments.stream().map(text -> new Comment(text, "telecoder", false, "", 0, text, since)).toList();
    }

    @Override
    public boolean mayWrite(String repo, String account) {
        return true;
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public Optional<String> identify(String url) {
        return Optional.of("there/api");
    }

    @Override
    public Optional<PullRequest> findOpen(String repo, String branch) {
        assertThat(repo).isEqualTo("there/api");
        return open.stream().filter(one -> one.branch().equals(branch)).findFirst();
    }

    @Override
    public PullRequest open(String repo, String branch, String base, String title, String markdown, boolean draft) {
        assertThat(repo).isEqualTo("there/api");
        open.add(new PullRequest(open.size() + 1L, title, branch, base, "telecoder", "open",
                URI.create("https://git.example/there/api/pull/" + (open.size() + 1))));
        bodies.add(markdown);
        drafts.add(draft);
        return open.getLast();
    }
}
