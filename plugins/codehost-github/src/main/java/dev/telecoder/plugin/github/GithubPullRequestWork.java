package dev.telecoder.plugin.github;

import dev.telecoder.api.Failure;
import dev.telecoder.api.PluginException;
import dev.telecoder.api.json.JsonValue;
import dev.telecoder.api.repo.PullRequestWork;
import dev.telecoder.api.repo.Talk.Right;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Goes on with pull requests. Whether one waits as a draft can be changed by GraphQL only. Any number of threads may use it. */
final class GithubPullRequestWork implements PullRequestWork {

    static final String DRAFT = """
            mutation($id: ID!) { convertPullRequestToDraft(input: {pullRequestId: $id}) { pullRequest { isDraft } } }
            """;
    static final String READY = """
            mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) { pullRequest { isDraft } } }
            """;
    private static final Pattern RUN = Pattern.compile("/actions/runs/(\\d+)");
    private static final Set<String> NEITHER = Set.of("skipped", "neutral", "stale");

    private final GithubApi api;
    private final GithubTalk talk;

    GithubPullRequestWork(GithubApi api, GithubTalk talk) {
        this.api = api;
        this.talk = talk;
    }

    @Override
    public Optional<Standing> standing(String repo, long number) {
        return api.find(repo, "/pulls/" + number).map(GithubPullRequestWork::standing);
    }

    private static Standing standing(JsonValue pull) {
        return new Standing(GithubPullRequests.pullRequest(pull), pull.get("head").get("sha").text(),
                pull.get("draft").asBoolean(false), pull.get("body").text(),
                !pull.get("mergeable").asBoolean(true) || pull.get("mergeable_state").text().equals("dirty"));
    }

    @Override
    public Standing change(String repo, long number, @Nullable String title, @Nullable String markdown,
            @Nullable Boolean draft) {
        String path = "/pulls/" + number;
        JsonValue pull = title == null && markdown == null ? api.get(repo, path)
                : api.send(repo, "PATCH", path, JsonValue.object().putIfPresent("title", title)
                        .putIfPresent("body", markdown).build());
        if (draft != null && draft != pull.get("draft").asBoolean(false)) {
            api.graphql(repo, draft ? DRAFT : READY, JsonValue.object().put("id", pull.get("node_id").text()).build());
            pull = api.get(repo, path);
        }
        return standing(pull);
    }

    @Override
    public URI comment(String repo, long number, String markdown) {
        return URI.create(api.post(repo, "/issues/" + number + "/comments",
                JsonValue.object().put("body", markdown).build()).get("html_url").text());
    }

    @Override
    public void requestReview(String repo, long number, List<String> people, List<String> teams) {
        JsonValue pull = api.get(repo, "/pulls/" + number);
        Set<String> known = new HashSet<>(List.of(GithubPullRequests.author(pull)));
        pull.get("requested_reviewers").items().forEach(one -> known.add(one.get("login").text()));
        pull.get("requested_teams").items().forEach(one -> known.add("/" + one.get("slug").text()));
        List<String> wanted = people.stream().distinct().filter(one -> !known.contains(one)).toList();
        List<String> groups = teams.stream().distinct().filter(one -> !known.contains("/" + one)).toList();
        if (!wanted.isEmpty() || !groups.isEmpty()) {
            api.post(repo, "/pulls/" + number + "/requested_reviewers",
                    JsonValue.object().put("reviewers", wanted).put("team_reviewers", groups).build());
        }
    }

    @Override
    public String merge(String repo, long number, String head) {
        JsonValue may = api.get(repo, "");
        String method = may.get("allow_merge_commit").asBoolean(true) ? "merge"
                : may.get("allow_squash_merge").asBoolean(true) ? "squash" : "rebase";
        JsonValue merged = api.send(repo, "PUT", "/pulls/" + number + "/merge",
                JsonValue.object().put("sha", head).put("merge_method", method).build());
        if (!merged.get("merged").asBoolean(false)) {
            throw PluginException.of(Failure.REJECTED, "GitHub did not merge pull request " + number + " of " + repo
                    + ".");
        }
        return merged.get("sha").text();
    }

    @Override
    public List<Check> checks(String repo, String commit) {
        Map<String, JsonValue> newest = new LinkedHashMap<>();
        for (JsonValue run : api.pages(repo, "/commits/" + commit + "/check-runs?filter=latest&per_page=100",
                found -> found.get("check_runs").items(), Integer.MAX_VALUE)) {
            newest.merge(run.get("app").get("slug").text() + "/" + run.get("name").text(), run,
                    (one, other) -> one.get("id").asLong(0) > other.get("id").asLong(0) ? one : other);
        }
        List<Check> all = new ArrayList<>();
        newest.values().forEach(run -> all.add(check(run.get("name").text(), state(run), run.get("details_url"),
                run.get("html_url"))));
        // Paged by what it lists, so the newest status of each service is in it once.
        for (JsonValue status : api.pages(repo, "/commits/" + commit + "/status?per_page=100",
                found -> found.get("statuses").items(), Integer.MAX_VALUE)) {
            String state = switch (status.get("state").text()) {
                case "success" -> "passed";
                case "pending" -> "running";
                default -> "failed";
            };
            all.add(check(status.get("context").text(), state, status.get("target_url"), status.get("target_url")));
        }
        return all;
    }

    private static Check check(String name, String state, JsonValue details, JsonValue page) {
        Matcher run = RUN.matcher(details.findText().orElse("") + " " + page.findText().orElse(""));
        return new Check(name, state, run.find() ? run.group(1) : "",
                page.findText().or(details::findText).filter(url -> url.startsWith("http")).map(URI::create)
                        .orElse(null));
    }

    private static String state(JsonValue run) {
        String end = run.get("conclusion").text();
        return !run.get("status").text().equals("completed") ? "running"
                : end.equals("success") ? "passed" : NEITHER.contains(end) ? "skipped" : "failed";
    }

    @Override
    public List<Comment> comments(String repo, long number, Instant since) {
        String after = "?per_page=100&since=" + GithubTalk.seconds(since);
        List<Comment> all = new ArrayList<>();
        api.all(repo, "/issues/" + number + "/comments" + after)
                .forEach(one -> all.add(comment(one, one.get("created_at"), "")));
        api.all(repo, "/pulls/" + number + "/comments" + after)
                .forEach(one -> all.add(comment(one, one.get("created_at"), one.get("path").text())));
        api.all(repo, "/pulls/" + number + "/reviews?per_page=100").stream()
                .filter(one -> !one.get("body").text().isBlank() && !one.get("submitted_at").isNull())
                .forEach(one -> all.add(comment(one, one.get("submitted_at"), "")));
        return all.stream().filter(one -> !one.at().isBefore(since.truncatedTo(ChronoUnit.SECONDS)))
                .sorted(Comparator.comparing(Comment::at)).toList();
    }

    private static Comment comment(JsonValue one, JsonValue at, String path) {
        return new Comment(one.get("node_id").findText().orElseGet(() -> one.get("id").text()),
                GithubPullRequests.author(one), one.get("user").get("type").text().equals("Bot"), path,
                path.isEmpty() ? 0 : one.get("line").asInt(0), one.get("body").text(), Instant.parse(at.text()));
    }

    @Override
    public boolean mayWrite(String repo, String account) {
        return talk.right(repo, account).compareTo(Right.WRITE) >= 0;
    }
}
