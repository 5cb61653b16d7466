package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.PullRequests;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Pull requests. Any number of threads may use it. */
final class GithubPullRequests implements PullRequests {

    private final GithubApi api;

    GithubPullRequests(GithubApi api) {
        this.api = api;
    }

    @Override
    public Optional<PullRequest> findOpen(String repo, String branch) {
        String head = repo.substring(0, repo.indexOf('/')) + ":" + branch;
        return api.all(repo, "/pulls?state=open&per_page=100&head=" + URLEncoder.encode(head, StandardCharsets.UTF_8))
                .stream().filter(one -> one.get("head").get("ref").text().equals(branch)).findFirst()
                .map(GithubPullRequests::pullRequest);
    }

    @Override
    public PullRequest open(String repo, String branch, String base, String title, String markdown, boolean draft) {
        return pullRequest(api.post(repo, "/pulls", JsonValue.object().put("title", title).put("head", branch)
                .put("base", base).put("body", markdown).put("draft", draft).build()));
    }

    static PullRequest pullRequest(JsonValue json) {
        String state = json.get("merged_at").isNull() ? json.get("state").text() : "merged";
        return new PullRequest(json.get("number").asLong(0), json.get("title").text(),
                json.get("head").get("ref").text(), json.get("base").get("ref").text(), author(json), state,
                URI.create(json.get("html_url").text()));
    }

    /** An account that was deleted has no name any more; GitHub's pages call it so. */
    static String author(JsonValue json) {
        return json.get("user").get("login").findText().orElse("ghost");
    }
}
