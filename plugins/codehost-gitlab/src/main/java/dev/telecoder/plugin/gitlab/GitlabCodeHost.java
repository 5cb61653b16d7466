package dev.telecoder.plugin.gitlab;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** Repositories and merge requests at GitLab. Any number of threads may use it. */
@Extension
@Configured("gitlab")
public final class GitlabCodeHost implements CodeHost, PullRequests {

    private static final Pattern NAME = Pattern.compile("[\\w.-]+(/[\\w.-]+)+");

    private final GitlabApi api;
    private final GitlabPullRequestWork work;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GitlabCodeHost(PluginContext context) {
        this.api = new GitlabApi(context);
        this.work = new GitlabPullRequestWork(api);
    }

    @Override
    public String id() {
        return "gitlab";
    }

    @Override
    public Optional<String> account() {
        return api.account();
    }

    @Override
    public <A> Optional<A> ability(Class<A> ability) {
        return ability.isInstance(work) ? Optional.of(ability.cast(work)) : CodeHost.super.ability(ability);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public Optional<String> identify(String url) {
        String git = api.config().git();
        String ssh = "git@" + URI.create(git).getHost();
        for (String start : List.of(git + "/", ssh + ":", "ssh://" + ssh + "/")) {
            if (url.regionMatches(true, 0, start, 0, start.length())) {
                String name = url.substring(start.length()).replaceFirst("(\\.git)?/?$", "");
                return isName(name) ? Optional.of(name) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<PullRequest> findOpen(String repo, String branch) {
        return api.pages(repo, "/merge_requests?state=opened&per_page=100&source_branch="
                + URLEncoder.encode(branch, StandardCharsets.UTF_8), JsonValue::items, Integer.MAX_VALUE).stream()
                .filter(one -> one.get("source_branch").text().equals(branch)
                        && one.get("source_project_id").equals(one.get("target_project_id")))
                .findFirst().map(GitlabCodeHost::pullRequest);
    }

    @Override
    public PullRequest open(String repo, String branch, String base, String title, String markdown, boolean draft) {
        return pullRequest(api.post(repo, "/merge_requests", JsonValue.object()
                .put("title", (draft ? "Draft: " : "") + title).put("source_branch", branch).put("target_branch", base)
                .put("description", markdown).build()));
    }

    static PullRequest pullRequest(JsonValue json) {
        String state = json.get("state").text();
        return new PullRequest(json.get("iid").asLong(0), json.get("title").text(), json.get("source_branch").text(),
                json.get("target_branch").text(), json.get("author").get("username").text(),
                state.equals("opened") ? "open" : state, URI.create(json.get("web_url").text()));
    }
}
