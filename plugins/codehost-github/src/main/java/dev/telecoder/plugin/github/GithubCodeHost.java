package dev.telecoder.plugin.github;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import dev.telecoder.api.repo.Reviews;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** Repositories and pull requests at GitHub. Any number of threads may use it. */
@Extension
@Configured("github")
public final class GithubCodeHost implements CodeHost, PullRequests, Reviews {

    private static final Pattern NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");

    private final GithubApi api;
    private final GithubReviews reviews;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GithubCodeHost(PluginContext context) {
        this.api = new GithubApi(context);
        this.reviews = new GithubReviews(api);
    }

    @Override
    public String id() {
        return "github";
    }

    @Override
    public Optional<String> identify(String url) {
        String git = api.config().git();
        String ssh = "git@" + URI.create(git).getHost();
        for (String start : List.of(git + "/", ssh + ":", "ssh://" + ssh + "/")) {
            if (url.regionMatches(true, 0, start, 0, start.length())) {
                String name = url.substring(start.length()).replaceFirst("(\\.git)?/?$", "");
                return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<PullRequest> findOpen(String repo, String branch) {
        String head = repo.substring(0, repo.indexOf('/')) + ":" + branch;
        return api.pages(repo, "/pulls?state=open&per_page=100&head=" + URLEncoder.encode(head, StandardCharsets.UTF_8),
                JsonValue::items, Integer.MAX_VALUE).stream()
                .filter(one -> one.get("head").get("ref").text().equals(branch)).findFirst()
                .map(GithubCodeHost::pullRequest);
    }

    @Override
    public PullRequest open(String repo, String branch, String base, String title, String markdown, boolean draft) {
        return pullRequest(api.post(repo, "/pulls", JsonValue.object().put("title", title).put("head", branch)
                .put("base", base).put("body", markdown).put("draft", draft).build()));
    }

    @Override
    public Optional<Change> change(String repo, long number) {
        return reviews.change(repo, number);
    }

    @Override
    public List<Remark> remarks(String repo, long number) {
        return reviews.remarks(repo, number);
    }

    private static PullRequest pullRequest(JsonValue json) {
        String state = json.get("merged_at").isNull() ? json.get("state").text() : "merged";
        return new PullRequest(json.get("number").asLong(0), json.get("title").text(),
                json.get("head").get("ref").text(), json.get("base").get("ref").text(),
                json.get("user").get("login").text(), state, URI.create(json.get("html_url").text()));
    }
}
