package dev.telecoder.plugin.github;

import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.Issues;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Issues and labels. GitHub counts each pull request as an issue; those are left out. Any number of threads may use it. */
final class GithubIssues implements Issues {

    private final GithubApi api;

    GithubIssues(GithubApi api) {
        this.api = api;
    }

    @Override
    public List<Issue> open(String repo, List<String> labels, int limit) {
        String path = "/issues?state=open&sort=updated&direction=desc&per_page=100" + (labels.isEmpty() ? ""
                : "&labels=" + URLEncoder.encode(String.join(",", labels), StandardCharsets.UTF_8));
        return api.pages(repo, path,
                page -> page.items().stream().filter(one -> one.get("pull_request").isNull()).toList(), limit).stream()
                .map(GithubIssues::issue).toList();
    }

    @Override
    public Issue begin(String repo, String title, String markdown, List<String> labels) {
        return issue(api.post(repo, "/issues",
                JsonValue.object().put("title", title).put("body", markdown).put("labels", labels).build()));
    }

    @Override
    public void change(String repo, long number, boolean open) {
        api.send(repo, "PATCH", "/issues/" + number, JsonValue.object().put("state", open ? "open" : "closed").build());
    }

    @Override
    public void label(String repo, long number, String label, boolean on) {
        String path = "/issues/" + number + "/labels";
        if (on) {
            api.post(repo, path, JsonValue.object().put("labels", List.of(label)).build());
        } else if (api.all(repo, path + "?per_page=100").stream()
                .anyMatch(one -> one.get("name").text().equals(label))) {
            api.send(repo, "DELETE", path + "/" + URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20"),
                    null);
        }
    }

    static List<String> labels(JsonValue issue) {
        return issue.get("labels").items().stream().map(one -> one.get("name").text()).toList();
    }

    private static Issue issue(JsonValue one) {
        return new Issue(one.get("number").asLong(0), one.get("title").text(), GithubPullRequests.author(one),
                one.get("body").text(), one.get("state").text(), labels(one),
                Instant.parse(one.get("updated_at").text()), URI.create(one.get("html_url").text()));
    }
}
