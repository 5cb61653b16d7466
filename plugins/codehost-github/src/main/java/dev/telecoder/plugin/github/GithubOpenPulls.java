package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.PullRequestList;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The open pull requests of a repository at GitHub, and what reviewers decided. Any number of threads may use it. */
final class GithubOpenPulls implements PullRequestList {

    private final GithubApi api;

    GithubOpenPulls(GithubApi api) {
        this.api = api;
    }

    @Override
    public List<Open> open(String repo) {
        return api.pages(repo, "/pulls?state=open&sort=updated&direction=desc&per_page=100", JsonValue::items,
                Integer.MAX_VALUE).stream().map(GithubOpenPulls::open).toList();
    }

    private static Open open(JsonValue json) {
        Instant opened = Instant.parse(json.get("created_at").text());
        return new Open(GithubPullRequests.pullRequest(json), json.get("head").get("sha").text(),
                json.get("draft").asBoolean(false),
                json.get("requested_reviewers").items().stream().map(one -> one.get("login").text()).toList(), opened,
                json.get("updated_at").findText().map(Instant::parse).orElse(opened));
    }

    @Override
    public List<Decision> decisions(String repo, long number) {
        Map<String, Optional<Decision>> newest = new LinkedHashMap<>();
        for (JsonValue review : api.all(repo, "/pulls/" + number + "/reviews?per_page=100")) {
            // A comment changes nothing of what was decided before; a dismissal takes it back.
            String state = review.get("state").text();
            String who = review.get("user").get("login").text();
            switch (state) {
                case "APPROVED", "CHANGES_REQUESTED" -> newest.put(who, Optional.of(new Decision(who,
                        state.equals("APPROVED"), review.get("commit_id").text(), review.get("body").text(),
                        Instant.parse(review.get("submitted_at").text()),
                        URI.create(review.get("html_url").text()))));
                case "DISMISSED" -> newest.put(who, Optional.empty());
                default -> {
                }
            }
        }
        return newest.values().stream().flatMap(Optional::stream).sorted(Comparator.comparing(Decision::at)).toList();
    }
}
