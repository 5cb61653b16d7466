package dev.telecoder.example.gitea;

import dev.telecoder.api.Configured;
import dev.telecoder.api.PluginContext;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.CodeHost;
import dev.telecoder.api.repo.PullRequests;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** A Gitea or Forgejo server that keeps repositories and pull requests. Any number of threads may use it. */
@Extension
@Configured("gitea")
public final class GiteaCodeHost implements CodeHost, PullRequests {

    private static final Pattern NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");

    private final GiteaApi api;

    /**
     * Made by the host when the section is there.
     *
     * @param context the host's part
     */
    public GiteaCodeHost(PluginContext context) {
        this.api = new GiteaApi(context);
    }

    @Override
    public String id() {
        return "gitea";
    }

    @Override
    public Optional<String> identify(String url) {
        URI server = api.config().server();
        String ssh = "git@" + server.getHost();
        for (String start : new String[]{server.toString().replaceFirst("/$", "") + "/", ssh + ":",
                "ssh://" + ssh + "/"}) {
            if (url.regionMatches(true, 0, start, 0, start.length())) {
                String name = url.substring(start.length()).replaceFirst("\\.git/?$", "");
                return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<PullRequest> findOpen(String repo, String branch) {
        for (int page = 1;; page++) {
            JsonValue found = api.get(repo, "/pulls?state=open&limit=" + GiteaApi.PAGE + "&page=" + page);
            for (JsonValue one : found.items()) {
                if (one.get("head").get("ref").text().equals(branch)) {
                    return Optional.of(pullRequest(one));
                }
            }
            if (found.items().size() < GiteaApi.PAGE) {
                return Optional.empty();
            }
        }
    }

    @Override
    public PullRequest open(String repo, String branch, String base, String title, String markdown, boolean draft) {
        // That is how Gitea knows a draft.
        return pullRequest(api.post(repo, "/pulls", JsonValue.object().put("head", branch).put("base", base)
                .put("title", draft ? "WIP: " + title : title).put("body", markdown).build()));
    }

    private static PullRequest pullRequest(JsonValue json) {
        return new PullRequest(json.get("number").asLong(0), json.get("title").text(),
                json.get("head").get("ref").text(),
                json.get("base").get("ref").text(), json.get("user").get("login").text(), json.get("state").text(),
                URI.create(json.get("html_url").text()));
    }
}
